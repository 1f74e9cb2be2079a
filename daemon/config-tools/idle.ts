// Keywords that one of two files writes out and the other leaves to its default: no difference when the file means the same without
// them. Whether it does is asked of the whole language, since defaults depend on other keywords and on other blocks.

import { hostname } from 'node:os'
import type { Statement } from '../../config/tree.js'
import { bindRoot } from '../root-schema.js'
import type { Change } from './changes.js'
import type { Outline, Value } from './outline.js'

/** Files with more such keywords are compared as they are written: each of them costs a reading of its block. */
const MOST = 500

/** The changes without keywords that say what holds anyway. `files`: the statements of both, in that order. */
export function withoutIdle(
  changes: readonly Change[],
  files: readonly [readonly Statement[], readonly Statement[]],
): readonly Change[] {
  let asked = 0
  const isIdle = (value: Value, statements: readonly Statement[]): boolean =>
    value.statement !== undefined && asked++ < MOST && meansTheSame(statements, value.statement)
  /** A block with nothing but values that hold anyway. */
  const isIdleBlock = ({ values, lists, blocks }: Outline, statements: readonly Statement[]): boolean => {
    const written = [...values.values()].filter((one) => one.written)
    const first = written[0]?.statement
    if (lists.size + blocks.size > 0 || first === undefined) return false
    if (written.some(({ statement }) => statement === undefined)) return false
    const outermost = statements.find((one) => contains(one, first))
    return outermost !== undefined && asked++ < MOST && meansTheSame(statements, outermost)
  }
  const kept = (all: readonly Change[]): readonly Change[] =>
    all.flatMap((change): readonly Change[] => {
      if (change.kind === 'block') {
        const inner = kept(change.changes)
        return inner.length === 0 ? [] : [{ ...change, changes: inner }]
      }
      if (change.kind === 'added') return isIdleBlock(change.block, files[1]) ? [] : [change]
      if (change.kind === 'removed') return isIdleBlock(change.block, files[0]) ? [] : [change]
      if (change.kind !== 'keyword') return [change]
      const { before, after } = change
      if (after?.written === true && before?.written !== true) return isIdle(after, files[1]) ? [] : [change]
      if (before?.written === true && after?.written !== true) return isIdle(before, files[0]) ? [] : [change]
      return [change]
    })
  return kept(changes)
}

function meansTheSame(statements: readonly Statement[], victim: Statement): boolean {
  const context = statements.filter((one) => one.keyword !== 'virtual_server' || contains(one, victim))
  return meaningOf(context) === meaningOf(without(context, victim))
}

const contains = (outer: Statement, victim: Statement): boolean =>
  outer === victim || outer.block?.statements.some((one) => contains(one, victim)) === true

const without = (statements: readonly Statement[], victim: Statement): readonly Statement[] =>
  statements
    .filter((one) => one !== victim)
    .map((one) =>
      one.block === undefined || !contains(one, victim)
        ? one
        : { ...one, block: { ...one.block, statements: without(one.block.statements, victim) } },
    )

/** Places are where things stand, not what they mean. */
const meaningOf = (statements: readonly Statement[]): string =>
  JSON.stringify(bindRoot({ statements }, () => undefined, { hostName: hostname() }).model, (key, value: unknown) =>
    key === 'place' ? undefined : value,
  )
