// A web client with many addresses: browse.mjs URL TIMEOUT_MILLISECONDS. Reads lines `NUMBER ADDRESS` from standard input, makes a request from that
// address (a new connection each time), and prints {"number","server","status","body","milliseconds"} or {"number","error"}.

import { get } from 'node:http'
import { createInterface } from 'node:readline'

const [url, timeout] = process.argv.slice(2)
const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)

function browse(number, localAddress) {
  const start = performance.now()
  const request = get(url, { localAddress, agent: false, timeout: Number(timeout) }, (response) => {
    let body = ''
    response.setEncoding('utf8').on('data', (text) => (body += text))
    response.on('end', () => {
      const milliseconds = Math.round((performance.now() - start) * 10) / 10
      print({ number, server: response.headers.server, status: response.statusCode, body, milliseconds })
    })
  })
  request.on('timeout', () => request.destroy(new Error('timeout')))
  request.on('error', (error) => print({ number, error: error.code ?? error.message }))
}

process.stdout.write('ready\n')
createInterface({ input: process.stdin }).on('line', (line) => {
  const [number, address] = line.split(' ')
  browse(Number(number), address)
})
