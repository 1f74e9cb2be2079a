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
    value.statement !== undefined && asked++ < MOST && isWithout(statements, value.statement)
  /** A block with nothing but values that hold anyway. */
  const isIdleBlock = ({ values, lists, blocks }: Outline, statements: readonly Statement[]): boolean => {
    const written = [...values.values()].filter((one) => one.written)
    const first = written[0]?.statement
    if (lists.size + blocks.size > 0 || first === undefined) return false
    if (written.some(({ statement }) => statement === undefined)) return false
    const outermost = statements.find((one) => contains(one, first))
    return outermost !== undefined && asked++ < MOST && isWithout(statements, outermost)
  }
  /** Entries that write out what holds anyway, such as the device of an address. */
  const isSameList = (before: readonly Value[], after: readonly Value[]): boolean => {
    const [old, now] = [statementsOf(before), statementsOf(after)]
    if (old === undefined || now === undefined || asked++ >= MOST) return false
    const [first, ...others] = now
    if (first === undefined || old.length === 0) return false
    const instead = new Map<Statement, readonly Statement[]>(others.map((one) => [one, []]))
    return meansTheSame(files[1], instead.set(first, old), first)
  }
  const kept = (all: readonly Change[]): readonly Change[] =>
    all.flatMap((change): readonly Change[] => {
      if (change.kind === 'block') {
        const inner = kept(change.changes)
        return inner.length === 0 ? [] : [{ ...change, changes: inner }]
      }
      if (change.kind === 'added') return isIdleBlock(change.block, files[1]) ? [] : [change]
      if (change.kind === 'removed') return isIdleBlock(change.block, files[0]) ? [] : [change]
      if (change.kind === 'list') return isSameList(change.before, change.after) ? [] : [change]
      if (change.kind !== 'keyword') return [change]
      const { before, after } = change
      if (after?.written === true && before?.written !== true) return isIdle(after, files[1]) ? [] : [change]
      if (before?.written === true && after?.written !== true) return isIdle(before, files[0]) ? [] : [change]
      return [change]
    })
  return kept(changes)
}

const isWithout = (statements: readonly Statement[], victim: Statement): boolean =>
  meansTheSame(statements, new Map([[victim, []]]), victim)

/** The lines the entries stand on; undefined where something is not enforced. */
function statementsOf(values: readonly Value[]): readonly Statement[] | undefined {
  const all = [...new Set(values.map(({ statement }) => statement))]
  return all.some((one) => one === undefined) ? undefined : (all as readonly Statement[])
}

/** Whether nothing changes when statements are replaced, all of them near `place`. */
function meansTheSame(
  statements: readonly Statement[],
  instead: ReadonlyMap<Statement, readonly Statement[]>,
  place: Statement,
): boolean {
  // A service changes no other service; anything else may change all of them.
  const isService = (one: Statement): boolean => one.keyword === 'virtual_server'
  const home = statements.find((one) => contains(one, place))
  const alone = home !== undefined && isService(home)
  const context = alone ? statements.filter((one) => one === home || !isService(one)) : statements
  return meaningOf(context) === meaningOf(replaced(context, instead))
}

const contains = (outer: Statement, inner: Statement): boolean =>
  outer === inner || outer.block?.statements.some((one) => contains(one, inner)) === true

const replaced = (
  statements: readonly Statement[],
  instead: ReadonlyMap<Statement, readonly Statement[]>,
): readonly Statement[] =>
  statements.flatMap((one) => {
    const others = instead.get(one)
    if (others !== undefined || one.block === undefined) return others ?? [one]
    return [{ ...one, block: { closed: one.block.closed, statements: replaced(one.block.statements, instead) } }]
  })

/** Places are where things stand, not what they mean. */
const meaningOf = (statements: readonly Statement[]): string =>
  JSON.stringify(bindRoot({ statements }, () => undefined, { hostName: hostname() }).model, (key, value: unknown) =>
    key === 'place' ? undefined : value,
  )
