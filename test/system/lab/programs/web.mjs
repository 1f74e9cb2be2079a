// A web server of the laboratory: web.mjs PORT NAME BODY. Serves BODY for every path, with the header `Server: NAME`, and prints a line for each request.

import { createServer } from 'node:http'

const [port, name, body] = process.argv.slice(2)
const server = createServer((request, response) => {
  process.stdout.write(`${request.socket.remoteAddress} ${request.method} ${request.url}\n`)
  response.writeHead(200, { server: name, 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body) })
  response.end(request.method === 'HEAD' ? undefined : body)
})
server.listen(Number(port), '0.0.0.0', () => process.stdout.write('listening\n'))
