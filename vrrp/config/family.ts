// The address family and the VRRP version of an instance. Both depend on the order of its lines: the first address decides, and what
// comes later and does not fit is dropped.

import { saysAtEnd, says, type Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import { statementOf } from '../../config/schema/block.js'
import { tellKeyword, tellValues, valueRange } from '../../config/schema/cursor.js'
import type { Entry } from '../../config/schema/keyword.js'
import { readInteger } from '../../config/schema/numbers.js'
import type { Statement } from '../../config/tree.js'
import { familyOf, parseIpAddress, type AddressFamily, type IpAddress } from '../../config/values/ip.js'
import type { BoundInstance } from './instance.js'
import type { VrrpVersion } from './model.js'

export interface Protocol {
  readonly family: AddressFamily
  readonly version: VrrpVersion
  /** Of the family. */
  readonly sourceAddress: IpAddress | undefined
  /** mcast_dst_ip, of the family. */
  readonly multicastGroup: IpAddress | undefined
  /** The line that made the family what it is; undefined = nothing did, and it is IPv4. */
  readonly decidedBy: Statement | undefined
}

export const familyName = (family: AddressFamily): string => (family === 'inet' ? 'IPv4' : 'IPv6')

export function protocolOf(bound: BoundInstance, globals: GlobalValues, strict: boolean, report: Report): Protocol {
  const { family, version, decidedBy } = walk(bound, report)
  return {
    family: family ?? 'inet',
    version: versionFor(bound, family, version, globals, strict, report),
    sourceAddress: sourceFor(bound, family, report),
    multicastGroup: groupFor(bound, family, report),
    decidedBy,
  }
}

interface Walk {
  readonly family: AddressFamily | undefined
  readonly version: VrrpVersion | undefined
  readonly decidedBy: Statement | undefined
}

/** The lines of the block in order, as far as they speak of family and version. */
function walk(bound: BoundInstance, report: Report): Walk {
  let family: AddressFamily | undefined
  let version: VrrpVersion | undefined
  let decidedBy: Statement | undefined
  for (const statement of bound.block.statements) {
    if (statement.keyword === 'version') {
      version = nextVersion(bound, statement, version, family, report)
    } else if (statement.keyword === 'native_ipv6') {
      if (family === 'inet') tellNative(bound, statement, report)
      else {
        decidedBy ??= statement
        family = 'inet6'
        version = 3
      }
    } else if (family === undefined) {
      const address = addressIn(bound, statement)
      if (address === undefined) continue
      family = familyOf(address)
      decidedBy = statement
    }
  }
  return { family, version, decidedBy }
}

/** The first address of a line or block that can decide the family. */
function addressIn(bound: BoundInstance, statement: Statement): IpAddress | undefined {
  const { values } = bound
  switch (statement.keyword) {
    case 'mcast_src_ip':
    case 'unicast_src_ip':
    case 'mcast_dst_ip':
      return bound.refused?.has(statement) === true ? undefined : addressAfter(statement)
    case 'unicast_peer':
      return firstOf(values.unicastPeers, statement)
    case 'virtual_ipaddress':
      return firstOf(values.addresses, statement)
    case 'use_ipvlan':
      return values.ipvlan?.address?.address
    default:
      return undefined
  }
}

/** Of the entries of one block, the first that has an address. */
function firstOf(
  entries: readonly Entry<{ readonly address: IpAddress | undefined }>[],
  opened: Statement,
): IpAddress | undefined {
  const lines = opened.block?.statements
  return entries.find((entry) => entry.value.address !== undefined && lines?.includes(entry.statement) === true)?.value
    .address
}

/** The first word after the keyword, without what is cut off behind an address. */
function addressAfter(statement: Statement): IpAddress | undefined {
  const word = wordAfter(statement)
  return parseIpAddress(word) ?? parseIpAddress(word.replace(/[/-].*$/, ''))
}

function wordAfter(statement: Statement): string {
  const { from, to } = valueRange(statement)
  return statement.line.text.slice(from, to).split(/\s/, 1)[0]?.replaceAll('"', '') ?? ''
}

/** A version stays once it is known, and 2 is too late when the family is IPv6. */
function nextVersion(
  bound: BoundInstance,
  statement: Statement,
  before: VrrpVersion | undefined,
  family: AddressFamily | undefined,
  report: Report,
): VrrpVersion | undefined {
  const asked = readInteger(wordAfter(statement), 'int')
  if (asked !== 2 && asked !== 3) return before
  const fits = (before === undefined || before === asked) && !(asked === 2 && family === 'inet6')
  if (fits) return asked
  tellValues(report, statement, {
    code: 'version-conflict',
    severity: 'error',
    message:
      asked === 2 && family === 'inet6'
        ? '`version 2` is for IPv4, and this is an IPv6 instance'
        : `\`version ${asked}\` comes after \`version ${before ?? 3}\``,
    hint: `The line is ignored, as in keepalived: version ${before ?? 3} is used.`,
    keepalived: says(
      `(${bound.header}) vrrp_version ${asked} conflicts with configured or deduced version ${before ?? 0}; ignoring.`,
    ),
  })
  return before
}

function tellNative(bound: BoundInstance, statement: Statement, report: Report): void {
  tellKeyword(report, statement, {
    code: 'wrong-family',
    severity: 'error',
    message: '`native_ipv6` comes after IPv4 addresses',
    hint: 'It is ignored, as in keepalived: the instance is an IPv4 one. Use an instance for each family.',
    keepalived: says(`(${bound.header}) Cannot specify native_ipv6 with IPv4 addresses`),
  })
}

function versionFor(
  bound: BoundInstance,
  family: AddressFamily | undefined,
  version: VrrpVersion | undefined,
  globals: GlobalValues,
  strict: boolean,
  report: Report,
): VrrpVersion {
  if (family !== 'inet6') return version ?? (globals.vrrpVersion === '3' ? 3 : 2)
  if (version !== 2 || !strict) return version ?? 3
  tellValues(report, statementOf(bound, 'version') ?? bound.statement, {
    code: 'version-conflict',
    severity: 'error',
    message: 'Strict mode does not allow VRRP version 2 with IPv6',
    hint: 'Version 3 is used instead, as in keepalived.',
    keepalived: saysAtEnd(`(${bound.header}) cannot use IPv6 with VRRP version 2; setting version 3`),
  })
  return 3
}

function sourceFor(bound: BoundInstance, family: AddressFamily | undefined, report: Report): IpAddress | undefined {
  const { sourceAddress, ipvlan } = bound.values
  if (sourceAddress === undefined) {
    const own = ipvlan?.address?.address
    return own !== undefined && familyOf(own) === family ? own : undefined
  }
  if (family === undefined || familyOf(sourceAddress) === family) return sourceAddress
  const statement = statementOf(bound, 'sourceAddress') ?? bound.statement
  tellValues(report, statement, {
    code: 'wrong-family',
    severity: 'error',
    message: `\`${sourceAddress}\` cannot be the source of an ${familyName(family)} instance`,
    hint: "It is ignored, as in keepalived: the interface's own address is used.",
    keepalived: says(
      `Configuration error: VRRP instance[${bound.header}] and src address[${wordAfter(statement)}] MUST be of the same family !!! Skipping...`,
    ),
  })
  return undefined
}

/** First eight bits of IPv4, first sixteen of IPv6 (link-local scope only). */
const isGroup = (address: IpAddress): boolean =>
  familyOf(address) === 'inet' ? /^2(2[4-9]|3\d)\./.test(address) : /^ff[0-9a-f]2:/.test(address)

function groupFor(bound: BoundInstance, family: AddressFamily | undefined, report: Report): IpAddress | undefined {
  const { multicastGroup } = bound.values
  if (multicastGroup === undefined) return undefined
  const statement = statementOf(bound, 'multicastGroup') ?? bound.statement
  const word = wordAfter(statement)
  if (family !== undefined && familyOf(multicastGroup) !== family) {
    tellValues(report, statement, {
      code: 'wrong-family',
      severity: 'error',
      message: `\`${multicastGroup}\` cannot be the destination of an ${familyName(family)} instance`,
      hint: 'It is ignored, as in keepalived: the usual multicast group is used.',
      keepalived: says(`(${bound.header}) mcast dest address ${word} MUST match VRRP instance family. Skipping...`),
    })
    return undefined
  }
  if (isGroup(multicastGroup)) return multicastGroup
  const scope = familyOf(multicastGroup) === 'inet6' ? 'link-local ' : ''
  tellValues(report, statement, {
    code: 'wrong-value',
    severity: 'error',
    message: `\`${multicastGroup}\` is no ${scope}multicast address`,
    hint: 'It is ignored, as in keepalived: the usual multicast group is used.',
    keepalived: says(
      `(${bound.header}) mcast_dst_ip ${word} not${scope === '' ? '' : ' link-local'} multicast. Skipping...`,
    ),
  })
  return undefined
}
