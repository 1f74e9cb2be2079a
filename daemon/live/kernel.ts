// Whether the kernel has what services and virtual MAC addresses need: ip_vs with the schedulers named, macvlan.

import { spanOf } from '../../config/schema/block.js'
import type { Span } from '../../config/source.js'
import { servicesIn } from '../lint/services.js'
import type { Whole } from '../lint/whole.js'
import type { Machine } from './machine.js'
import { tellLive, type LiveRule } from './rule.js'

export const checkKernel: LiveRule = (whole, machine, report) => {
  checkServices(whole, machine, report)
  for (const bound of whole.root.values.instances) {
    if (bound.values.virtualMac !== undefined) tellModule('macvlan', spanOf(bound, 'virtualMac'), machine, report)
    else if (bound.values.ipvlan !== undefined) tellModule('ipvlan', spanOf(bound, 'ipvlan'), machine, report)
    else continue
    return
  }
}

function checkServices(whole: Whole, machine: Machine, report: Parameters<LiveRule>[2]): void {
  const services = servicesIn(whole)
  const [first] = services
  if (first === undefined) return
  if (machine.text('/proc/net/ip_vs') === undefined) {
    tellModule('ip_vs', first.place, machine, report)
    if (machine.module('ip_vs') === 'absent') return
  }
  const seen = new Set<string>()
  for (const { service, place } of services) {
    if (seen.has(service.scheduler)) continue
    seen.add(service.scheduler)
    tellModule(`ip_vs_${service.scheduler}`, place, machine, report)
  }
}

/** Nothing is said where nothing can be known: in a container without the kernel's modules, for example. */
function tellModule(name: string, place: Span | undefined, machine: Machine, report: Parameters<LiveRule>[2]): void {
  if (machine.module(name) !== 'absent') return
  tellLive(report, {
    code: 'missing-module',
    severity: 'warning',
    message: `The running kernel has no module \`${name}\``,
    hint: consequence(name),
    span: place,
  })
}

function consequence(name: string): string {
  if (name === 'ip_vs')
    return 'No service can be set up. Install the full kernel package: small cloud kernels leave ip_vs out.'
  if (name.startsWith('ip_vs_'))
    return 'The kernel refuses services with this scheduler. Install the module, or choose another `lb_algo`.'
  return 'The interface with the virtual hardware address cannot be made. Install the module, or leave the keyword out.'
}
