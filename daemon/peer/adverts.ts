// Whether two directors accept each other's adverts, and whether these say the same. What a receiver checks is in vrrp-conformance E
// (RX-05 to RX-20). No password may appear in a message.

import type { Report } from '../../config/diagnostic.js'
import type { AddressFamily } from '../../config/values/ip.js'
import type { HmacConfig, InstanceConfig } from '../../vrrp/config/model.js'
import type { InstanceValues } from '../../vrrp/config/instance.js'
import { tellPair } from './complaint.js'
import { placeOf } from './director.js'
import type { RouterPair } from './matching.js'
import { unicastHearing } from './unicast.js'

export interface Hearing {
  /** Whether the own side accepts the adverts of the other. */
  readonly own: boolean
  readonly other: boolean
}

interface Difference {
  readonly code: string
  readonly field: keyof InstanceValues
  readonly message: string
  readonly hint: string
  /** What stands in the other file. */
  readonly note: string
}

const heldByGroup =
  'Each drops the adverts of the other: both become master, unless another member of the sync group holds them back.'
const bothMasters = 'Each drops the adverts of the other: both become master, and both answer for the addresses.'

/** Reports everything the two disagree on; tells who hears whom. */
export function compareAdverts(pair: RouterPair, groups: McastGroups, otherLabel: string, report: Report): Hearing {
  const found = [
    versions(pair),
    intervals(pair),
    authentications(pair),
    hmacs(pair),
    casts(pair),
    multicastGroups(pair, groups),
  ]
  const differences = found.filter((one) => one !== undefined)
  const fate = pair.own.config.group === undefined ? bothMasters : heldByGroup
  for (const { code, field, message, hint, note } of differences) {
    tellPair(report, {
      code,
      severity: 'error',
      message: `\`${pair.own.config.name}\`: ${message.replaceAll('%', otherLabel)}`,
      hint: hint.replace('%', fate),
      span: placeOf(pair.own, field),
      related: [{ message: note, span: placeOf(pair.other, field) }],
    })
  }
  const unicast = unicastHearing(pair, otherLabel, report)
  if (differences.length > 0) return { own: false, other: false }
  return unicast
}

function versions({ own, other }: RouterPair): Difference | undefined {
  const [a, b] = [own.config.version, other.config.version]
  if (a === b) return undefined
  return {
    code: 'peer-version',
    field: 'version',
    message: `VRRP version ${a} here, version ${b} in \`%\``,
    hint: '% Give both the same `version`.',
    note: `version ${b}`,
  }
}

/** Version 3 adopts the master's interval; it only says so in the log. */
function intervals({ own, other }: RouterPair): Difference | undefined {
  const [a, b] = [own.config.advertInterval / 1000, other.config.advertInterval / 1000]
  if (a === b || own.config.version !== 2 || other.config.version !== 2) return undefined
  return {
    code: 'peer-interval',
    field: 'advertInterval',
    message: `an advert every ${a} s here, every ${b} s in \`%\``,
    hint: '% Version 2 wants one `advert_int` on all routers.',
    note: `every ${b} s`,
  }
}

/** The same in version 3, where it only makes take-overs uneven. */
export function tellUnevenInterval({ own, other }: RouterPair, otherLabel: string, report: Report): void {
  const [a, b] = [own.config.advertInterval / 1000, other.config.advertInterval / 1000]
  if (a === b || own.config.version !== 3 || other.config.version !== 3) return
  tellPair(report, {
    code: 'peer-interval',
    severity: 'warning',
    message: `\`${own.config.name}\`: an advert every ${a} s here, every ${b} s in \`${otherLabel}\``,
    hint: 'The interval of whoever is master counts for both: a take-over takes longer or shorter depending on who failed. Use one `advert_int`.',
    span: placeOf(own, 'advertInterval'),
    related: [{ message: `every ${b} s`, span: placeOf(other, 'advertInterval') }],
  })
}

function authentications({ own, other }: RouterPair): Difference | undefined {
  const [a, b] = [own.config.authentication, other.config.authentication]
  const common = { code: 'peer-authentication', field: 'authentication' } as const
  if (a.type !== b.type) {
    return {
      ...common,
      message: `${kinds[a.type]} here, ${kinds[b.type]} in \`%\``,
      hint: '% Write the same `authentication` block in both files.',
      note: kinds[b.type],
    }
  }
  if (a.type === 'none' || b.type === 'none' || a.key === b.key) return undefined
  return {
    ...common,
    message: 'the password is not that of `%`',
    hint: '% Only the first eight characters count.',
    note: 'another password',
  }
}

const kinds = { none: 'no authentication', pass: 'a password', ah: 'an authentication header' } as const

function hmacs({ own, other }: RouterPair): Difference | undefined {
  const [a, b] = [own.config.unenforced.hmac, other.config.unenforced.hmac]
  if (a === undefined && b === undefined) return undefined
  const fault = a === undefined || b === undefined ? '`auth_hmac` in one of the files only' : hmacFault(a, b)
  if (fault === undefined) return undefined
  return {
    code: 'peer-authentication',
    field: 'hmac',
    message: fault,
    hint: '% Write the same keys in both files.',
    note: b === undefined ? 'no `auth_hmac`' : '`auth_hmac` here',
  }
}

/** The key each side signs with must be known to the other; secrets in files are compared by nobody here. */
function hmacFault(a: HmacConfig, b: HmacConfig): string | undefined {
  const knows = (hearer: HmacConfig, signer: HmacConfig): boolean => {
    const signing = signer.keys.find((key) => key.id === signer.activeKey)
    const known = hearer.keys.find((key) => key.id === signer.activeKey)
    if (signing === undefined) return true
    if (known === undefined) return false
    return 'file' in signing.secret || 'file' in known.secret || signing.secret.hex === known.secret.hex
  }
  if (knows(a, b) && knows(b, a)) return undefined
  return 'the key one director signs with is not among the keys of the other'
}

function casts({ own, other }: RouterPair): Difference | undefined {
  const [a, b] = [isUnicast(own.config), isUnicast(other.config)]
  if (a === b) return undefined
  return {
    code: 'peer-unicast',
    field: 'unicastPeers',
    message: a ? 'unicast here, multicast in `%`' : 'multicast here, unicast in `%`',
    hint: '% Use `unicast_peer` in both files or in none.',
    note: b ? 'unicast' : 'multicast',
  }
}

export const isUnicast = (config: InstanceConfig): boolean => config.unenforced.unicast !== undefined

/** The multicast groups of both files, for instances that name none. */
export interface McastGroups {
  readonly own: Readonly<Record<AddressFamily, string>>
  readonly other: Readonly<Record<AddressFamily, string>>
}

function multicastGroups({ own, other }: RouterPair, groups: McastGroups): Difference | undefined {
  if (isUnicast(own.config) || isUnicast(other.config)) return undefined
  const a = own.config.unenforced.multicastGroup ?? groups.own[own.config.family]
  const b = other.config.unenforced.multicastGroup ?? groups.other[other.config.family]
  if (a === b) return undefined
  return {
    code: 'peer-multicast-group',
    field: 'multicastGroup',
    message: `adverts go to ${a} here, to ${b} in \`%\``,
    hint: '% Use one multicast group.',
    note: `to ${b}`,
  }
}
