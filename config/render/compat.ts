// What `keepalived --config-test` would print and end with. keepalived reads a configuration once in each of its processes, one
// after the other; each line stands here where it is first printed, once, with the name of its file.

import type { Diagnostic, KeepalivedSays } from '../diagnostic.js'
import { renderPlain } from './plain.js'

/** keepalived's processes in the order they read: the parent, then those for checkers, VRRP and BFD. */
export type Pass = 0 | 1 | 2 | 3

export interface CompatResult {
  /** Lines, each ended; empty when all is well. */
  readonly text: string
  /** 0 nothing; 2 a word is missing, and nothing is read after that; 4, 5, 6: the worst of what was said. */
  readonly exitStatus: KeepalivedSays['status'] | 0
}

/** `diagnostics` in file order; `passOf` tells which process finds one. */
export function renderCompat(
  diagnostics: readonly Diagnostic[],
  passOf: (diagnostic: Diagnostic) => Pass,
): CompatResult {
  const all = diagnostics.flatMap((diagnostic) => {
    if (diagnostic.keepalived === undefined) return []
    const pass = passOf(diagnostic)
    return diagnostic.keepalived.map((said) => ({ said, diagnostic, rank: pass * 2 + (said.placed ? 0 : 1) }))
  })
  all.sort((a, b) => a.rank - b.rank)
  const last = all.findIndex(({ said }) => said.status === 2)
  const said = last < 0 ? all : all.slice(0, last + 1)
  const lines = new Set(
    said.map(({ said: { message, placed }, diagnostic: { span } }) =>
      renderPlain({ message, span: placed ? span : undefined }),
    ),
  )
  return {
    text: [...lines].map((line) => `${line}\n`).join(''),
    exitStatus: last < 0 ? worstOf(said.map((one) => one.said.status)) : 2,
  }
}

/** Later classes of errors hide earlier ones, and the numbers rise with the classes. */
const worstOf = (statuses: readonly KeepalivedSays['status'][]): CompatResult['exitStatus'] =>
  statuses.reduce<CompatResult['exitStatus']>((worst, status) => (status > worst ? status : worst), 0)
