// Puts crafted frames on the wire of a namespace's interface. Not with the product's own packet sockets: they must not be trusted to test
// the product.

import type { Namespace } from './namespace.js'
import { python } from './python.js'

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
  const { device = 'eth0', count = 1, gap = 0 } = options
  await machine.run(python('send.py', device, String(count), String(gap)), {
    input: frames.join('\n'),
    timeout: 30_000 + frames.length * count * (gap + 1),
  })
}
