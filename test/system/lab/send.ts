// Puts crafted frames on the wire of a namespace's interface. Python does it, because Node has no packet sockets and the product's own
// must not be trusted to test the product.

import { existsSync } from 'node:fs'

import type { Namespace } from './namespace.js'
import { inProject } from './root.js'

export interface SendOptions {
  readonly device?: string
  /** How many times all frames are sent; default once. */
  readonly count?: number
  /** Milliseconds between two frames; default 0. */
  readonly gap?: number
}

/** Resolves when the last frame has been sent. */
export async function sendFrames(
  machine: Namespace,
  frames: readonly string[],
  options: SendOptions = {},
): Promise<void> {
  const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
  const program = inProject('test', 'system', 'lab', 'programs', 'send.py')
  const { device = 'eth0', count = 1, gap = 0 } = options
  await machine.run([python, program, device, String(count), String(gap)], {
    input: frames.join('\n'),
    timeout: 30_000 + frames.length * count * (gap + 1),
  })
}
