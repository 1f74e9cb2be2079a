// Interfaces of an instance's own (use_vmac, use_ipvlan) and the VRF: what becomes of them beside the other keywords.

import { says, saysAtEnd, type KeepalivedSays, type Report } from '../../config/diagnostic.js'
import { statementOf } from '../../config/schema/block.js'
import { tellAt, tellKeyword } from '../../config/schema/cursor.js'
import { addressBits, familyOf, type AddressFamily } from '../../config/values/ip.js'
import type { BoundInstance, InstanceValues } from './instance.js'
import type { IpvlanConfig, VirtualMacConfig } from './model.js'

interface Owner {
  readonly family: AddressFamily
  readonly strict: boolean
  /** Whether a unicast keyword is there, and whether there are peers. */
  readonly asksForUnicast: boolean
  readonly unicast: boolean
}

export interface OwnInterfaces {
  readonly virtualMac: VirtualMacConfig | undefined
  readonly ipvlan: IpvlanConfig | undefined
  readonly vrf: string | undefined
  readonly promoteSecondaries: boolean
}

export function ownInterfaces(bound: BoundInstance, owner: Owner, report: Report): OwnInterfaces {
  const { values } = bound
  const virtualMac = virtualMacOf(bound, owner, report)
  const ipvlan = values.interface === undefined ? undefined : ipvlanOf(bound, owner, report)
  checkAddressMacs(bound, owner.family, report)
  const wanted = virtualMac !== undefined || ipvlan !== undefined
  if (values.promoteSecondaries && wanted) {
    tell(bound, 'promoteSecondaries', report, {
      code: 'ignored-flag',
      message: '`promote_secondaries` is not needed with `use_vmac` or `use_ipvlan`',
      hint: 'It is ignored, as in keepalived: it is always set there. Remove the line.',
      keepalived: saysAtEnd(`(${bound.header}) promote_secondaries is automatically set for vmacs - ignoring`),
    })
  }
  return {
    virtualMac,
    ipvlan,
    vrf: vrfOf(bound, owner, report),
    promoteSecondaries: values.promoteSecondaries && !wanted,
  }
}

function virtualMacOf(bound: BoundInstance, owner: Owner, report: Report): VirtualMacConfig | undefined {
  const { virtualMac, interface: device } = bound.values
  if (virtualMac === undefined || device === undefined) {
    // Without an interface identityOf() has told.
    if (virtualMac === undefined) checkSendsFromBase(bound, report)
    return undefined
  }
  return {
    name: virtualMac.name,
    address: hardwareAddressOf(bound, virtualMac.octets, owner.strict, report),
    sendsFromBase: sendsFromBase(bound, owner, report),
    notifies: virtualMac.notifies,
    interfaceGroup: virtualMac.interfaceGroup,
  }
}

function checkSendsFromBase(bound: BoundInstance, report: Report): void {
  if (!bound.values.sendsFromBase) return
  tell(bound, 'sendsFromBase', report, {
    code: 'ignored-flag',
    message: '`vmac_xmit_base` means nothing without `use_vmac`',
    hint: 'It is ignored, as in keepalived. Remove the line, or add `use_vmac`.',
    keepalived: saysAtEnd(`(${bound.header}) vmac_xmit_base is only valid with a vmac`),
  })
}

function hardwareAddressOf(
  bound: BoundInstance,
  octets: readonly string[] | undefined,
  strict: boolean,
  report: Report,
): string | undefined {
  if (octets === undefined) return undefined
  if (strict) {
    tell(bound, 'virtualMac', report, {
      code: 'adjusted-value',
      message: 'Strict mode does not allow a hardware address of your own',
      hint: 'It is ignored, as in keepalived: the one of the virtual router id is used.',
      keepalived: saysAtEnd(`(${bound.header}): cannot specify MAC address with strict mode - clearing`),
    })
    return undefined
  }
  const last = (bound.values.virtualRouterId ?? 0).toString(16).padStart(2, '0')
  return [...octets, last].slice(0, 6).join(':')
}

function sendsFromBase(bound: BoundInstance, owner: Owner, report: Report): boolean {
  let sends = bound.values.sendsFromBase
  if (!sends && owner.asksForUnicast) {
    sends = true
    tell(bound, 'virtualMac', report, {
      code: 'adjusted-value',
      message: '`use_vmac` with unicast needs `vmac_xmit_base`',
      hint: 'It is assumed, as in keepalived: adverts leave through the interface itself. Add the line.',
      keepalived: says(`(${bound.header}) unicast with use_vmac requires vmac_xmit_base - setting`),
    })
  }
  if (!sends || !owner.strict) return sends
  tell(bound, bound.values.sendsFromBase ? 'sendsFromBase' : 'virtualMac', report, {
    code: 'adjusted-value',
    message: 'Strict mode does not allow `vmac_xmit_base`',
    hint: 'It is ignored, as in keepalived: adverts leave through the virtual interface.',
    keepalived: saysAtEnd(`(${bound.header}) xmit_base is incompatible with strict mode - resetting`),
  })
  return false
}

function ipvlanOf(bound: BoundInstance, { family, asksForUnicast }: Owner, report: Report): IpvlanConfig | undefined {
  const { ipvlan, virtualMac } = bound.values
  if (ipvlan === undefined) return undefined
  if (asksForUnicast && virtualMac === undefined && !bound.values.sendsFromBase) {
    tell(bound, 'ipvlan', report, {
      code: 'adjusted-value',
      message: '`use_ipvlan` with unicast sends from the interface itself',
      hint: 'That is assumed, as in keepalived.',
      keepalived: says(`(${bound.header}) unicast with use_vmac requires vmac_xmit_base - setting`),
    })
  }
  if (ipvlan.address === undefined) {
    if (family === 'inet') {
      tell(bound, 'ipvlan', report, {
        code: 'missing-value',
        message: '`use_ipvlan` needs an address for IPv4',
        hint: 'keepalived keeps the instance in FAULT without one. Add the address the adverts come from.',
        keepalived: saysAtEnd(
          `(${bound.header}) IPv4 ipvlan requires a source ip address to be configured. setting instance to fault state`,
        ),
      })
    }
    return ipvlan
  }
  if (familyOf(ipvlan.address.address) === family) return ipvlan
  tell(bound, 'ipvlan', report, {
    code: 'wrong-family',
    message: `\`${ipvlan.address.address}\` is not of the instance's family`,
    hint: 'The address is dropped, as in keepalived.',
    keepalived: says(
      `(${bound.header}) ipvlan address[${ipvlan.address.address}] MUST match vrrp instance family !!! Skipping...`,
    ),
  })
  return { ...ipvlan, address: undefined }
}

function vrfOf(bound: BoundInstance, { unicast }: Owner, report: Report): string | undefined {
  const { vrf, interface: device } = bound.values
  if (vrf === undefined || (device === undefined && unicast)) return vrf
  tell(bound, 'vrf', report, {
    code: 'ignored-flag',
    message: device === undefined ? '`vrf` needs unicast' : '`vrf` and `interface` exclude each other',
    hint: 'The VRF is ignored, as in keepalived: the interface itself belongs to one.',
    keepalived: vrfSays(bound),
  })
  return undefined
}

/** keepalived notices at once when the interface is known by then. */
function vrfSays(bound: BoundInstance): readonly KeepalivedSays[] {
  const name = `(${bound.header})`
  if (bound.values.interface === undefined)
    return saysAtEnd(`${name} vrf can only be specified with unicast - clearing`)
  const { statements } = bound.block
  const first = statements.find((statement) => statement.keyword === 'interface' || statement.keyword === 'vrf')
  return first?.keyword === 'interface'
    ? says(`${name} Cannot specify VRF interface and interface - ignoring`)
    : saysAtEnd(`${name} vrf can only be specified without interface - clearing`)
}

interface Told {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly keepalived: readonly KeepalivedSays[]
}

function tell(bound: BoundInstance, field: keyof InstanceValues, report: Report, told: Told): void {
  tellKeyword(report, statementOf(bound, field) ?? bound.statement, { severity: 'error', ...told })
}

/** `use_vmac` at an address that gets a virtual MAC address anyway. */
function checkAddressMacs({ header, values }: BoundInstance, family: AddressFamily, report: Report): void {
  for (const entry of [...values.addresses, ...values.excludedAddresses]) {
    const { address, prefixLength, device, unenforced } = entry.value
    if (unenforced?.virtualMac !== true) continue
    const fits = familyOf(address) === family
    const onOwn = device === undefined || device === values.interface
    const byInstance = onOwn && fits && values.virtualMac !== undefined
    const byAddresses = (!onOwn || !fits) && values.virtualMacForAddresses
    if (!byInstance && !byAddresses) continue
    const host = prefixLength === addressBits(familyOf(address))
    const shown = host ? address : `${address}/${prefixLength}`
    tellAt(report, entry.statement, entry.start, entry.end, {
      code: 'ignored-flag',
      severity: 'error',
      message: `\`use_vmac\` is not needed for \`${shown}\``,
      hint: `It is ignored, as in keepalived: \`${byInstance ? 'use_vmac' : 'use_vmac_addr'}\` of the instance does the same. Remove the word.`,
      keepalived: saysAtEnd(
        byInstance
          ? `(${header}) use_vmac specified for VIP/eVIP ${shown} and vrrp instance`
          : `(${header}) use_vmac_addr specified and use_vmac specified for VIP/eVIP ${shown}`,
      ),
    })
  }
}

/** Names of virtual interfaces are used once; keepalived lets the later instance find one by itself. */
export function tellSharedNames(instances: readonly BoundInstance[], report: Report): void {
  const holder = new Map<string, BoundInstance>()
  for (const bound of instances) {
    for (const field of ['virtualMac', 'ipvlan'] as const) {
      const name = bound.values[field]?.name
      if (name === undefined) continue
      const other = holder.get(name)
      if (other === undefined) holder.set(name, bound)
      else if (other !== bound) {
        tell(bound, field, report, {
          code: 'duplicate-name',
          message: `\`${name}\` is the virtual interface of \`${other.header}\` already`,
          hint: 'The name is ignored, as in keepalived: another one is found. Give each instance its own.',
          keepalived: says(`(${bound.header}) VRRP instance ${other.header} is already using ${name} - ignoring name`),
        })
      }
    }
  }
}
