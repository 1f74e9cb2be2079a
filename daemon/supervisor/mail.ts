// Mails to the people who are on call: composed, queued, sent one after another, never waited for by anybody.
// A dead mail server costs a log line; the queue is bounded, and what does not fit is counted.

import { hostname } from 'node:os'
import type { GlobalConfig } from '../../config/global-model.js'
import type { LogEntry } from '../../config/values/log-entry.js'
import { deliver, type Envelope } from './smtp.js'
import type { Letter } from './notifications.js'

export interface Mailer {
  /** Queues a letter; does nothing when no mail server or no recipient is configured. */
  post(global: GlobalConfig, letter: Letter): void
  counts(): { readonly waiting: number; readonly sent: number; readonly failed: number; readonly dropped: number }
  /** Resolves when the queue is empty. */
  idle(): Promise<void>
  /** Gives up what is under way and waiting; logs how many letters that were. */
  close(): void
}

/** Letters that wait at most: more than a night of a flapping server farm can be read by nobody. */
const LONGEST_QUEUE = 200

/** @param now wall-clock time in milliseconds since the epoch, for the Date header. */
export function createMailer(log: (entry: LogEntry) => void, now: () => number): Mailer {
  const queue: { readonly global: GlobalConfig; readonly letter: Letter; readonly at: number }[] = []
  const stop = new AbortController()
  let sending: Promise<void> | undefined
  let sent = 0
  let failed = 0
  let dropped = 0

  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !stop.signal.aborted; next = queue.shift()) {
      const { server, connectTimeout } = next.global.mail
      if (server === undefined) continue
      const deadline = AbortSignal.any([stop.signal, AbortSignal.timeout(connectTimeout)])
      const envelope = compose(next.global, next.letter, next.at)
      const result = await deliver(server, envelope, deadline, (peer) =>
        log({ level: 'info', text: `Remote SMTP server ${peer} connected.` }),
      )
      if (stop.signal.aborted) return
      if (result.ok) sent++
      else failed++
      if (result.ok) log({ level: 'info', text: 'SMTP alert successfully sent.', detail: true })
      else log({ level: 'warning', text: `${result.text} Mail not sent: ${next.letter.subject}` })
    }
  }
  const start = async (): Promise<void> => {
    await work()
    sending = undefined
  }

  return {
    post: (global, letter) => {
      if (stop.signal.aborted || global.mail.server === undefined || global.mail.to.length === 0) return
      if (queue.length >= LONGEST_QUEUE) {
        dropped++
        if (dropped === 1)
          log({ level: 'warning', text: `${LONGEST_QUEUE} mails wait to be sent; further ones are dropped` })
        return
      }
      queue.push({ global, letter, at: now() })
      sending ??= start()
    },
    counts: () => ({ waiting: queue.length + (sending === undefined ? 0 : 1), sent, failed, dropped }),
    idle: async () => {
      while (sending !== undefined) await sending
    },
    close: () => {
      const lost = queue.length + (sending === undefined ? 0 : 1)
      if (lost > 0) log({ level: 'warning', text: `${lost} mails not sent: stopping` })
      queue.length = 0
      stop.abort()
    },
  }
}

/** Header and body as keepalived writes them. Addresses lose name and brackets in the envelope only. */
export function compose(global: GlobalConfig, letter: Letter, at: number): Envelope {
  const { mail, routerId } = global
  const from = mail.from ?? `keepalived@${hostname()}`
  const lines = [
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `From: ${oneLine(from)}`,
    `Subject: ${oneLine(`[${routerId}] ${letter.subject}`)}`,
    'X-Mailer: Keepalived',
    `To: ${mail.to.map(oneLine).join(',\r\n ')}`,
    '',
    ...letter.body.split('\n'),
  ]
  return {
    heloName: oneLine(mail.heloName ?? (hostname() || 'localhost')),
    from: bareAddress(from),
    to: mail.to.map(bareAddress),
    message: lines.join('\r\n'),
  }
}

/** A name with a line end would start a header, or a command, of its own. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ')

const bareAddress = (address: string): string => oneLine(/<([^>]*)>/.exec(address)?.[1] ?? address)
