// Answers every datagram with itself and this machine's name: echo.mjs PORT NAME. Prints `listening` first.

import { createSocket } from 'node:dgram'

const [port, name] = process.argv.slice(2)
const suffix = Buffer.from(` ${name}`)
const socket = createSocket('udp4')
socket.on('message', (message, from) => {
  socket.send(Buffer.concat([message, suffix]), from.port, from.address, () => undefined)
})
socket.bind(Number(port), '0.0.0.0', () => process.stdout.write('listening\n'))
