// One mail over SMTP: the HELO dialogue of RFC 5321 without extensions, one command at a time, under one deadline.
// Knows nothing of queues or of why a mail is sent. A server that is slow, dead or says no is a value, not an exception.

import { connect, type Socket } from 'node:net'
import type { MailConfig } from '../../config/global-model.js'

export interface Envelope {
  readonly heloName: string
  /** Bare addresses, without name and angle brackets. */
  readonly from: string
  readonly to: readonly string[]
  /** Header and body, lines ended by CRLF, without the final dot; not yet dot-stuffed. */
  readonly message: string
}

export type SmtpResult =
  | { readonly ok: true; readonly peer: string }
  /** `text` is one log line. */
  | { readonly ok: false; readonly text: string }

/** A reply longer than this is no SMTP server's. */
const LONGEST_REPLY = 64 * 1024

/** Delivers one mail. Never rejects; ends when `signal` aborts (the deadline), at the latest. `connected` gets the peer's name. */
export async function deliver(
  server: NonNullable<MailConfig['server']>,
  envelope: Envelope,
  signal: AbortSignal,
  connected: (peer: string) => void,
): Promise<SmtpResult> {
  const peer = `[${server.host}]:${server.port}`
  const socket = connect({ host: server.host, port: server.port })
  const replies = repliesOf(socket, signal)
  try {
    const steps: readonly (readonly [name: string, line: string | undefined, expected: string])[] = [
      ['banner', undefined, '2'],
      ['HELO', `HELO ${envelope.heloName}`, '2'],
      ['MAIL', `MAIL FROM:<${envelope.from}>`, '2'],
      ...envelope.to.map((address) => ['RCPT', `RCPT TO:<${address}>`, '2'] as const),
      ['DATA', 'DATA', '3'],
      ['BODY', `${stuffed(envelope.message)}\r\n.`, '2'],
    ]
    for (const [name, line, expected] of steps) {
      if (line !== undefined) socket.write(`${line}\r\n`)
      const reply = await replies.next()
      if (typeof reply !== 'object') return { ok: false, text: failureText(reply, peer, replies.connected()) }
      if (name === 'banner') connected(`[${socket.remoteAddress ?? server.host}]:${server.port}`)
      if (!reply.text.startsWith(expected)) {
        const status = /^\d{3}/.exec(reply.text)?.[0] ?? 'none'
        const said = reply.text.split('\n', 1)[0]?.trim().slice(0, 200) ?? ''
        return {
          ok: false,
          text: `Error processing ${name} cmd on SMTP server ${peer}. SMTP status code = ${status} (${said})`,
        }
      }
    }
    socket.end('QUIT\r\n')
    return { ok: true, peer }
  } finally {
    // The mail is accepted, or lost: a server slow to say goodbye is not waited for.
    socket.destroySoon()
    socket.resume()
    const linger = setTimeout(() => socket.destroy(), 1000)
    linger.unref()
    socket.once('close', () => clearTimeout(linger))
  }
}

function failureText(failure: 'timeout' | 'closed' | 'refused' | 'flood', peer: string, connected: boolean): string {
  switch (failure) {
    case 'timeout':
      return connected
        ? `Timeout reading data to remote SMTP server ${peer}.`
        : `Timeout connecting SMTP server ${peer}.`
    case 'closed':
      return `Remote SMTP server ${peer} has closed the connection.`
    case 'refused':
      return `SMTP connection ERROR to ${peer}.`
    case 'flood':
      return `Error reading data from remote SMTP server ${peer}.`
  }
}

/** A line that is a dot, or begins with one, would end the message: it gets a second (RFC 5321 §4.5.2). */
const stuffed = (message: string): string => message.replace(/^\./gm, '..')

type Failure = 'timeout' | 'closed' | 'refused' | 'flood'
type Reply = { readonly text: string } | Failure

/** Whole replies (all lines of a multi-line one), one for each `next()`; after a failure, that failure for ever. */
function repliesOf(socket: Socket, signal: AbortSignal): { next(): Promise<Reply>; connected(): boolean } {
  let received = ''
  let failure: Failure | undefined
  let isConnected = false
  let wake = (): void => undefined

  const fail = (reason: Failure): void => {
    failure ??= reason
    wake()
  }
  socket.setEncoding('latin1')
  socket.on('connect', () => {
    isConnected = true
  })
  socket.on('data', (chunk: string) => {
    received += chunk
    if (received.length > LONGEST_REPLY) fail('flood')
    wake()
  })
  socket.on('error', () => fail(isConnected ? 'closed' : 'refused'))
  socket.on('end', () => fail('closed'))
  socket.on('close', () => fail('closed'))
  const abort = (): void => {
    fail('timeout')
    socket.destroy()
  }
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  socket.once('close', () => signal.removeEventListener('abort', abort))

  const take = (): Reply | undefined => {
    // Continuation lines have a hyphen after the code (RFC 5321 §4.2.1).
    const whole = /^(?:\d{3}-[^\n]*\n)*(?!\d{3}-)[^\n]*\n/.exec(received)?.[0]
    if (whole === undefined) return failure
    received = received.slice(whole.length)
    return { text: whole }
  }
  const next = async (): Promise<Reply> => {
    for (;;) {
      const reply = take()
      if (reply !== undefined) return reply
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return { next, connected: () => isConnected }
}
