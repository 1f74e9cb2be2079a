// Whether the interfaces a file names are there and up, and have an address to send from. With `dynamic_interfaces` they may come later.

import { says, saysAtEnd, type KeepalivedSays } from '../../config/diagnostic.js'
import { spanOf } from '../../config/schema/block.js'
import type { Span } from '../../config/source.js'
import { familyOf } from '../../config/values/ip.js'
import type { BoundInstance } from '../../vrrp/config/instance.js'
import type { InstanceConfig } from '../../vrrp/config/model.js'
import type { Whole } from '../lint/whole.js'
import { listOf } from '../lint/list-of.js'
import { usesIn, type InterfaceUse } from './interface-uses.js'
import type { Machine } from './machine.js'
import { tellLive, type LiveRule } from './rule.js'

export const checkInterfaces: LiveRule = (whole, machine, report) => {
  const { interfaces } = machine
  if (interfaces === undefined) return
  const made = madeByInstances(whole)
  const known = [...interfaces].flatMap(([name, one]) => (one.loopback ? [] : [name]))
  let told = false
  for (const use of usesIn(whole)) {
    if (interfaces.has(use.interface) || made.has(use.interface)) continue
    const ending = told || !use.refuses ? [] : nonExistent
    told ||= use.refuses
    tellMissing(use, known, isDynamic(whole), ending, report)
  }
}

/** What keepalived says once, at the end: the whole VRRP configuration is refused. */
const nonExistent: readonly KeepalivedSays[] = [
  { message: 'Non-existent interface specified in configuration', placed: false, status: 4 },
]

function tellMissing(
  use: InterfaceUse,
  known: readonly string[],
  dynamic: boolean,
  ending: readonly KeepalivedSays[],
  report: Parameters<LiveRule>[2],
): void {
  const there = known.length === 0 ? 'there is none beside loopback' : `there are ${listOf(known.map(quote), 8)}`
  const guess = `On this machine ${there}.`
  const said = use.says === undefined ? [] : use.placed ? says(use.says) : saysAtEnd(use.says)
  tellLive(report, {
    code: 'missing-interface',
    severity: dynamic ? 'hint' : 'error',
    message: `There is no interface \`${use.interface}\` on this machine`,
    hint: dynamic
      ? `${use.waits} until it appears. ${guess}`
      : `${use.waits} until it appears; without \`dynamic_interfaces\` ${use.fate} ${guess}`,
    span: use.place,
    ...(dynamic ? {} : { keepalived: use.status === 4 ? fatal(said) : [...said, ...ending] }),
  })
}

const quote = (name: string): string => `\`${name}\``

const fatal = (said: readonly KeepalivedSays[]): readonly KeepalivedSays[] => said.map((one) => ({ ...one, status: 4 }))

const isDynamic = ({ globals }: Whole): boolean => globals.dynamicInterfaces !== undefined

/** Interfaces that virtual MAC addresses bring with them. */
function madeByInstances({ vrrp }: Whole): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { virtualRouterId, unenforced, family } of [...vrrp.instances, ...vrrp.leftOut]) {
    const { virtualMac, ipvlan } = unenforced
    if (virtualMac !== undefined)
      names.add(virtualMac.name ?? `vrrp${family === 'inet6' ? '6' : ''}.${virtualRouterId}`)
    if (ipvlan?.name !== undefined) names.add(ipvlan.name)
  }
  return names
}

/** Instances whose interface is there and cannot work: no carrier, or no address of the family. */
export const checkInstanceInterfaces: LiveRule = (whole, machine, report) => {
  for (const config of [...whole.vrrp.instances, ...whole.vrrp.leftOut]) {
    const bound = whole.root.values.instances.find(({ header }) => header === config.name)
    const found = config.interface === undefined ? undefined : machine.interfaces?.get(config.interface)
    if (bound === undefined || found === undefined || config.interface === undefined) continue
    const place = spanOf(bound, 'interface')
    if (found.running === false) {
      tellLive(report, {
        code: 'interface-down',
        severity: 'warning',
        message: `\`${config.interface}\` is down`,
        hint: config.dontTrackPrimary
          ? 'Adverts cannot leave, so two directors may both be master.'
          : `\`${config.name}\` is in FAULT while it is.`,
        span: place,
      })
    } else checkSource(config, bound, machine, place, report)
  }
}

function checkSource(
  config: InstanceConfig,
  bound: BoundInstance,
  machine: Machine,
  place: Span,
  report: Parameters<LiveRule>[2],
): void {
  const { sourceAddress, family } = config
  const device = config.interface ?? ''
  const addresses = machine.interfaces?.get(device)?.addresses ?? []
  if (sourceAddress !== undefined) {
    if (
      [...(machine.interfaces?.values() ?? [])].some((one) =>
        one.addresses.some(({ address }) => address === sourceAddress),
      )
    )
      return
    tellLive(report, {
      code: 'missing-source-address',
      severity: 'warning',
      message: `No interface of this machine has the address ${sourceAddress}`,
      hint: 'Adverts would come from an address that is not there: replies and unicast adverts do not arrive. Use an address of this director.',
      span: spanOf(bound, 'sourceAddress'),
    })
    return
  }
  const own = new Set(config.addresses.map(({ address }) => address))
  if (addresses.some(({ address }) => familyOf(address) === family && !own.has(address))) return
  tellLive(report, {
    code: 'missing-source-address',
    severity: 'warning',
    message: `\`${device}\` has no ${family === 'inet' ? 'IPv4' : 'IPv6'} address to send adverts from`,
    hint: `\`${config.name}\` stays in FAULT until it has one. Give the interface an address of its own beside the virtual ones.`,
    span: place,
  })
}
