// Preferences of policy rules that have none: keepalived counts down from 16384, for each family, in the order of the file.

import { says, type Report } from '../../config/diagnostic.js'
import { tellAt } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import type { AddressFamily } from '../../config/values/ip.js'
import type { Statement } from '../../config/tree.js'
import type { RuleLine } from './route-model.js'
import type { BoundVrrpTopLevel } from './top-level.js'

const FIRST = 16384

type Root = Pick<BoundVrrpTopLevel, 'values' | 'block'>

/** The preference of every rule that gives none. */
export function assignedPreferences(root: Root): ReadonlyMap<Entry<RuleLine>, number> {
  const assigned = new Map<Entry<RuleLine>, number>()
  const next: Record<AddressFamily, number> = { inet: FIRST, inet6: FIRST }
  for (const entry of rulesInOrder(root)) {
    if (entry.value.preference === undefined) assigned.set(entry, next[entry.value.family]--)
  }
  return assigned
}

/** Rules of instances and static ones, as they stand in the file. */
function rulesInOrder({ values, block }: Root): readonly Entry<RuleLine>[] {
  const lists: (readonly Entry<RuleLine>[])[] = values.instances.map((instance) => instance.values.rules)
  const all = [values.staticRules, ...lists].flat()
  if (!all.some(({ value }) => value.preference === undefined)) return []
  const byLine = new Map(all.map((entry) => [entry.statement, entry]))
  const found: Entry<RuleLine>[] = []
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      const entry = byLine.get(statement)
      if (entry !== undefined) found.push(entry)
      else if (statement.block !== undefined) visit(statement.block.statements)
    }
  }
  visit(block.statements)
  return found
}

export function tellRulesWithoutPreference(root: Root, report: Report): void {
  for (const [{ statement, start }, preference] of assignedPreferences(root)) {
    tellAt(report, statement, start, statement.to, {
      code: 'rule-without-preference',
      severity: 'error',
      message: 'The rule has no `preference`',
      hint: `It gets ${preference}, as in keepalived; the number changes with every rule before it. Add \`preference NUMBER\`: the lowest is looked at first.`,
      keepalived: says(
        `Rule has no preference specified - setting to ${preference}. This is probably not what you want.`,
      ),
    })
  }
}
