// A child's end of the channel to its supervisor, and the options that travel on the command line of a child.
// Pings are answered here, so that an answer means: this process's event loop turns. Knows nothing of roles.

import type { ChildOptions, FromChild } from './messages.js'

export interface SupervisorChannel {
  /** Queues a message; nothing happens when the supervisor is gone (`closed` tells). */
  send(message: FromChild): void
  /** Sends a last message, waits until it is written (or the supervisor is gone) and closes this end. */
  sendLast(message: FromChild): Promise<void>
}

interface Answered {
  readonly kind: 'ping'
  readonly id: number
}

/**
 * Opens this process's channel. `receive` is called once for each message but pings; `closed` once, when the supervisor
 * is gone for whatever reason: the child then has to stop in order by itself. Throws when nobody forked this process.
 */
export function openChannel<Incoming extends { readonly kind: string }>(
  receive: (message: Exclude<Incoming, Answered>) => void,
  closed: () => void,
): SupervisorChannel {
  if (process.send === undefined) throw new Error('this role is started by `lvs-ha run`, not by hand')
  let ending = false
  process.on('message', (message: Exclude<Incoming, Answered> | Answered) => {
    if (isPing(message)) void write({ kind: 'alive', id: message.id })
    else receive(message)
  })
  process.once('disconnect', () => {
    if (!ending) closed()
  })
  return {
    send: (message) => void write(message),
    sendLast: async (message) => {
      await write(message)
      ending = true
      if (process.connected) process.disconnect()
    },
  }
}

const isPing = (message: { readonly kind: string }): message is Answered => message.kind === 'ping'

/** Resolves when the message is handed to the kernel, or cannot be. */
function write(message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve()
    else process.send(message, () => resolve())
  })
}

/** Command-line words that start a role: `--role ROLE OPTIONS`. */
export const roleArguments = (role: string, options: ChildOptions): string[] => [
  '--role',
  role,
  JSON.stringify(options),
]

/** The options this child was started with (see roleArguments). */
export function childOptions(argv: readonly string[] = process.argv): ChildOptions {
  const at = argv.indexOf('--role')
  const text = at < 0 ? undefined : argv[at + 2]
  if (text === undefined) throw new Error('no child options on the command line')
  return JSON.parse(text) as ChildOptions
}
