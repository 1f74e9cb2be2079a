// The C library's calls as far as they need no privilege: UNIX datagrams against a real receiver, options, errors by name.

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  closeDescriptor,
  encodeSocketFilter,
  findNetlinkDescriptor,
  openUnixDatagramSocket,
  sendArpFrame,
  sendUnixDatagram,
  setSocketOption,
} from '../../../daemon/runtime/libc.js'

const opened: number[] = []
afterEach(() => {
  for (const fd of opened.splice(0)) closeDescriptor(fd)
})

function unixSocket(): number {
  const socket = openUnixDatagramSocket()
  if (!socket.ok) throw new Error(socket.errno)
  opened.push(socket.value)
  return socket.value
}

describe('failures have names', () => {
  it.each([
    ['/nonexistent/socket', 'ENOENT'],
    ['@lvs-ha-nobody-listens', 'ECONNREFUSED'],
    [`/${'x'.repeat(200)}`, 'ENAMETOOLONG'],
  ])('sending to %s fails with %s', (path, errno) => {
    expect(sendUnixDatagram(unixSocket(), path, Buffer.from('x'))).toEqual({ ok: false, errno })
  })

  it('sending a frame through a closed descriptor fails with EBADF', () => {
    expect(sendArpFrame(1_000_000, 1, new Uint8Array(42))).toEqual({ ok: false, errno: 'EBADF' })
  })
})

describe('options and descriptors', () => {
  it('sets socket options', () => {
    const size = Buffer.alloc(4)
    size.writeInt32LE(65_536)
    expect(setSocketOption(unixSocket(), 1, 7, size)).toMatchObject({ ok: true })
    expect(setSocketOption(unixSocket(), 1, 12_345, size)).toEqual({ ok: false, errno: 'ENOPROTOOPT' })
  })

  it('finds no netlink descriptor for a port that nobody has', () => {
    expect(findNetlinkDescriptor(0xfffffff1)).toBeUndefined()
  })

  it('encodes a socket filter as the kernel expects it', () => {
    const { option, program } = encodeSocketFilter([
      [0x20, 0, 0, 16],
      [0x06, 0, 0, 0xffffffff],
    ])
    expect(option.readUInt16LE(0)).toBe(2)
    expect(program.toString('hex')).toBe('20000000100000000600000' + '0ffffffff')
  })
})

describe('datagrams', () => {
  /** Node has no UNIX datagram sockets; a child in another language receives. */
  const python = spawnSync('python3', ['--version']).status === 0

  it.runIf(python).each(['path', 'abstract'])('arrive at an address of kind %s as they were sent', async (kind) => {
    const directory = mkdtempSync(join(tmpdir(), 'lvs-ha-libc-'))
    const address = kind === 'path' ? join(directory, 'socket') : `@lvs-ha-${process.pid}`
    const bytes = Buffer.from('READY=1\nMAINPID=5\0')
    const received = await receiveWith(address, () => sendUnixDatagram(unixSocket(), address, bytes))
    rmSync(directory, { recursive: true })
    expect(received).toBe(bytes.toString('hex'))
  })
})

const receiver = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1].replace('@', chr(0)))
s.settimeout(20)
print('bound', flush=True)
print(s.recv(100).hex())`

/** What a receiver at that address got, in hexadecimal digits; `send` is called when it listens. */
async function receiveWith(address: string, send: () => unknown): Promise<string> {
  const child = spawn('python3', ['-c', receiver, address], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (text === 'bound\n') expect(send()).toMatchObject({ ok: true })
  }
  return text.replace('bound\n', '').trim()
}
