// Sync groups whose members do not fit together: a group changes state as one, so its members should decide alike.

import type { Report } from '../../../config/diagnostic.js'
import { spanOf } from '../../../config/schema/block.js'
import { tellKeyword } from '../../../config/schema/cursor.js'
import type { Group } from '../group-members.js'
import type { BoundInstance, InstanceValues } from '../instance.js'
import type { InstanceConfig } from '../model.js'
import type { LintedVrrp, VrrpRule } from './rule.js'

export const checkGroups: VrrpRule = ({ made, groups }, report) => {
  for (const group of groups) {
    if (group.members.length < 2) continue
    checkInterfaces(group, made, report)
    for (const difference of differences) checkDifference(group, made, difference, report)
  }
}

/** An IPv4 and an IPv6 instance on one interface are a good reason for a group; two of a family are one instance. */
function checkInterfaces({ bound, members }: Group, made: LintedVrrp['made'], report: Report): void {
  const configs = members.flatMap((member) => made.get(member) ?? [])
  const places = new Set(configs.map((config) => `${config.interface ?? ''} ${config.family}`))
  const [first] = configs
  if (places.size !== 1 || configs.length !== members.length || first?.interface === undefined) return
  tellKeyword(report, bound.statement, {
    code: 'group-on-one-interface',
    severity: 'hint',
    message: `All members of the sync group \`${bound.header}\` are on \`${first.interface}\``,
    hint: 'The interface fails for all of them anyway. One instance with all addresses does the same with fewer adverts.',
  })
}

interface Difference {
  readonly field: keyof InstanceValues
  readonly what: string
  readonly of: (config: InstanceConfig) => string
  readonly hint: string
}

const differences: readonly Difference[] = [
  {
    field: 'advertInterval',
    what: 'intervals',
    of: ({ advertInterval }) => `${advertInterval / 1000} s`,
    hint: 'The group takes over when the slowest member has waited. Give all members the same `advert_int`.',
  },
  {
    field: 'priority',
    what: 'priorities',
    of: ({ priority }) => String(priority),
    hint: 'If one member wins its election and another loses, the group stays backup. Give all members of this router the same priority.',
  },
  {
    field: 'preempt',
    what: 'rules for preemption',
    of: ({ preempt }) => (preempt ? 'preempt' : 'nopreempt'),
    hint: 'The group takes over only when all of its members do: one `nopreempt` holds for all. Write it in all members.',
  },
]

function checkDifference(
  { bound, members }: Group,
  made: LintedVrrp['made'],
  { field, what, of, hint }: Difference,
  report: Report,
): void {
  const first = new Map<string, BoundInstance>()
  for (const member of members) {
    const config = made.get(member)
    if (config !== undefined && !first.has(of(config))) first.set(of(config), member)
  }
  // A mixture of owners and others has been reported.
  if (first.size < 2 || (field === 'priority' && first.has('255'))) return
  const shown = [...first].map(([value, member]) => `${value} in \`${member.header}\``)
  tellKeyword(report, bound.statement, {
    code: 'group-differs',
    severity: 'hint',
    message: `The members of the sync group \`${bound.header}\` have different ${what}: ${shown.join(', ')}`,
    hint,
    related: [...first.values()].map((member) => ({ message: `in ${member.header}`, span: spanOf(member, field) })),
  })
}
