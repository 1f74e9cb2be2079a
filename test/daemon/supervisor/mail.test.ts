// Mail against servers that are good, slow, dead or say no.

import { createServer, type Server, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { GlobalConfig } from '../../../config/global-model.js'
import { Milliseconds, Seconds, type Duration } from '../../../config/values/time.js'
import { compose, createMailer } from '../../../daemon/supervisor/mail.js'
import { global } from './helpers.js'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A mail server; `answer` gives the reply to each line it gets ('' when connected), or nothing. Records the dialogue. */
async function mailServer(answer: (line: string) => string | undefined): Promise<{ port: number; lines: string[] }> {
  const lines: string[] = []
  const server = createServer((socket: Socket) => {
    let pending = ''
    let inMessage = false
    const reply = (line: string): void => {
      const text = answer(line)
      if (text !== undefined) socket.write(text)
      if (line === 'DATA' && text?.startsWith('354') === true) inMessage = true
    }
    reply('')
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      pending += chunk.toString()
      for (let at = pending.indexOf('\r\n'); at >= 0; at = pending.indexOf('\r\n')) {
        const line = pending.slice(0, at)
        pending = pending.slice(at + 2)
        lines.push(line)
        if (line === '.') inMessage = false
        if (!inMessage) reply(line)
      }
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, lines }
}

const polite = (line: string): string =>
  line === '' ? '220-hello\r\n220 there\r\n' : line === 'DATA' ? '354 go\r\n' : '250 ok\r\n'

function mailTo(port: number, connectTimeout: Duration = Seconds(5), host = '127.0.0.1'): GlobalConfig {
  return {
    ...global,
    mail: {
      ...global.mail,
      to: ['One <one@example.org>', 'two@example.org'],
      server: { host, port },
      heloName: 'helo.example.org',
      connectTimeout,
    },
  }
}

const at = Date.UTC(2021, 2, 1, 9, 44, 8)

function mailer(): ReturnType<typeof createMailer> & { lines: string[] } {
  const lines: string[] = []
  return {
    ...createMailer(
      (entry) => lines.push(entry.text),
      () => at,
    ),
    lines,
  }
}

const letter = { subject: 'VRRP Instance X - Stopping', body: '=> VRRP Instance stopping <=' }

describe('a mail', () => {
  it('is delivered in the plain dialogue, with keepalived’s header', async () => {
    const server = await mailServer(polite)
    const mails = mailer()
    mails.post(mailTo(server.port), letter)
    await mails.idle()
    expect(server.lines.filter((line) => line !== 'QUIT')).toEqual([
      'HELO helo.example.org',
      'MAIL FROM:<lvs@example.org>',
      'RCPT TO:<one@example.org>',
      'RCPT TO:<two@example.org>',
      'DATA',
      'Date: Mon, 01 Mar 2021 09:44:08 +0000',
      'From: lvs@example.org',
      'Subject: [R1] VRRP Instance X - Stopping',
      'X-Mailer: Keepalived',
      'To: One <one@example.org>,',
      ' two@example.org',
      '',
      '=> VRRP Instance stopping <=',
      '.',
    ])
    expect(mails.lines).toEqual([
      `Remote SMTP server [127.0.0.1]:${server.port} connected.`,
      'SMTP alert successfully sent.',
    ])
    expect(mails.counts()).toEqual({ waiting: 0, sent: 1, failed: 0, dropped: 0 })
  })

  it('whose body has a line that is a dot arrives whole', async () => {
    const server = await mailServer(polite)
    const mails = mailer()
    mails.post(mailTo(server.port), { subject: 's', body: 'a\n.\n.b\nc' })
    await mails.idle()
    const body = server.lines.slice(server.lines.indexOf('') + 1)
    expect(body.slice(0, 5)).toEqual(['a', '..', '..b', 'c', '.'])
  })

  it('cannot smuggle headers or commands through names', () => {
    const evil = mailTo(25)
    const made = compose(
      { ...evil, routerId: 'R\r\nBcc: all', mail: { ...evil.mail, from: 'a\r\nRCPT TO:<x>' } },
      letter,
      at,
    )
    expect(made.message).not.toMatch(/^Bcc/m)
    expect(made.from).not.toMatch(/[\r\n]/)
  })

  it.each([
    ['the banner', '', 'banner'],
    ['HELO', 'HELO helo.example.org', 'HELO'],
    ['a recipient', 'RCPT TO:<two@example.org>', 'RCPT'],
    ['the message', '.', 'BODY'],
  ])('that is refused at %s costs one line', async (_title, refused, step) => {
    const server = await mailServer((line) => (line === refused ? '550 no thanks\r\n' : polite(line)))
    const mails = mailer()
    mails.post(mailTo(server.port), letter)
    await mails.idle()
    expect(mails.lines.at(-1)).toBe(
      `Error processing ${step} cmd on SMTP server [127.0.0.1]:${server.port}. SMTP status code = 550 (550 no thanks) Mail not sent: ${letter.subject}`,
    )
    expect(mails.counts()).toMatchObject({ sent: 0, failed: 1 })
  })

  it('to a server that connects but says nothing ends at the deadline', async () => {
    const server = await mailServer(() => undefined)
    const mails = mailer()
    mails.post(mailTo(server.port, Milliseconds(80)), letter)
    await mails.idle()
    expect(mails.lines[0]).toContain(`Timeout reading data to remote SMTP server [127.0.0.1]:${server.port}.`)
  })

  it('to a server that trickles one byte after the other ends at the deadline, too', async () => {
    const trickle: NodeJS.Timeout[] = []
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      trickle.push(setInterval(() => socket.write('2'), 10))
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const mails = mailer()
    mails.post(mailTo((server.address() as { port: number }).port, Milliseconds(100)), letter)
    await mails.idle()
    trickle.forEach(clearInterval)
    expect(mails.counts()).toMatchObject({ failed: 1 })
  })

  it('gets through whatever pieces the replies come in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }), async (sizes) => {
        const all = [
          '220-a\r\n220-b\r\n220 c\r\n',
          '250 ok\r\n',
          '250 ok\r\n',
          '250-x\r\n250 ok\r\n',
          '250 ok\r\n',
          '354 go\r\n',
          '250 ok\r\n',
        ]
        const text = all.join('')
        const server = createServer((socket) => {
          socket.on('error', () => undefined)
          let at = 0
          for (let i = 0; at < text.length; i++) {
            const size = sizes[i % sizes.length] ?? 1
            socket.write(text.slice(at, at + size))
            at += size
          }
        })
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
        const mails = mailer()
        mails.post(mailTo((server.address() as { port: number }).port), letter)
        await mails.idle()
        server.close()
        expect(mails.counts()).toMatchObject({ sent: 1 })
      }),
      { numRuns: 15 },
    )
  })

  it('to a dead server is given up, and the next one is tried', async () => {
    const server = await mailServer(polite)
    const mails = mailer()
    mails.post(mailTo(1), letter)
    mails.post(mailTo(server.port), letter)
    await mails.idle()
    expect(mails.lines[0]).toContain('SMTP connection ERROR to [127.0.0.1]:1.')
    expect(mails.counts()).toMatchObject({ sent: 1, failed: 1 })
  })

  it('to a server that closes midway is given up', async () => {
    const server = createServer((socket) => socket.end('220 hello\r\n'))
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const mails = mailer()
    mails.post(mailTo((server.address() as { port: number }).port), letter)
    await mails.idle()
    expect(mails.lines.at(-1)).toContain('has closed the connection.')
  })

  it('is not sent when no server or no recipient is configured', async () => {
    const mails = mailer()
    mails.post({ ...global, mail: { ...global.mail, server: undefined } }, letter)
    mails.post({ ...global, mail: { ...global.mail, to: [] } }, letter)
    await mails.idle()
    expect(mails.lines).toEqual([])
  })

  it('beyond what can wait is dropped and counted; what waits at the end is told', async () => {
    const server = await mailServer(() => undefined)
    const mails = mailer()
    for (let i = 0; i < 203; i++) mails.post(mailTo(server.port), letter)
    expect(mails.counts()).toMatchObject({ waiting: 201, dropped: 2 })
    mails.close()
    await mails.idle()
    expect(mails.lines).toEqual(['200 mails wait to be sent; further ones are dropped', '201 mails not sent: stopping'])
  })
})
