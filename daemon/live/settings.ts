// Kernel settings that make a sound configuration fail quietly: forwarding, source checks, answers from the wrong interface, binding.

import { spanOf } from '../../config/schema/block.js'
import { familyOf, ipToBytes, type AddressFamily, type IpAddress } from '../../config/values/ip.js'
import type { InstanceConfig } from '../../vrrp/config/model.js'
import { servicesIn } from '../lint/services.js'
import type { Whole } from '../lint/whole.js'
import type { InterfaceAddress, Machine } from './machine.js'
import { tellLive, type LiveRule } from './rule.js'

export const checkForwarding: LiveRule = (whole, machine, report) => {
  const seen = new Set<AddressFamily>()
  for (const { service, place } of servicesIn(whole)) {
    const server = service.realServers.find((one) => one.method === 'NAT')
    if (server === undefined) continue
    const family = familyOf(server.address)
    if (seen.has(family)) continue
    seen.add(family)
    const name = family === 'inet' ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.all.forwarding'
    if (machine.sysctl(name) !== '0') continue
    tellLive(report, {
      code: 'forwarding-off',
      severity: 'warning',
      message: `\`${name}\` is 0, and real servers are reached by NAT`,
      hint: `Clients get no answer: the kernel does not pass their packets on. Set ${name} = 1 in /etc/sysctl.d.`,
      span: place,
    })
  }
}

/** The kernel drops what arrives by another interface than its answer would leave by; the stricter of `all` and the interface counts. */
export const checkSourceFilter: LiveRule = (whole, machine, report) => {
  const direct = servicesIn(whole).some(({ service }) => service.realServers.some(({ method }) => method !== 'NAT'))
  if (!direct) return
  for (const bound of whole.root.values.instances) {
    const device = bound.values.interface
    if (device === undefined || machine.interfaces?.has(device) !== true) continue
    const strict = ['all', device].some((one) => machine.sysctl(settingOf(one, 'rp_filter')) === '1')
    const loose = ['all', device].some((one) => machine.sysctl(settingOf(one, 'rp_filter')) === '2')
    if (!strict || loose || machine.interfaces.size < 3) continue
    tellLive(report, {
      code: 'strict-source-filter',
      severity: 'hint',
      message: `\`${settingOf(device, 'rp_filter')}\` is strict (1), and this machine has several interfaces`,
      hint: 'Packets of clients whose way back leads through another interface are dropped without a word. Set it to 2 if routes are not symmetric.',
      span: spanOf(bound, 'interface'),
    })
    return
  }
}

const settingOf = (device: string, name: string): string => `net.ipv4.conf.${device.replaceAll('.', '/')}.${name}`

/** Two interfaces in one network answer for each other's addresses unless arp_ignore keeps them from it. */
export const checkAnswers: LiveRule = (whole, machine, report) => {
  if (machine.interfaces === undefined) return
  for (const bound of whole.root.values.instances) {
    const device = bound.values.interface
    const [first] = bound.values.addresses
    if (device === undefined || first === undefined || !holdsNetwork(machine, device, first.value.address)) continue
    const twin = [...machine.interfaces].find(
      ([name, one]) =>
        name !== device && !one.loopback && one.addresses.some((own) => covers(own, first.value.address)),
    )
    const careful = ['all', device].some(
      (one) => !['0', undefined].includes(machine.sysctl(settingOf(one, 'arp_ignore'))),
    )
    if (twin === undefined || careful || bound.values.virtualMac !== undefined) continue
    tellLive(report, {
      code: 'answers-elsewhere',
      severity: 'hint',
      message: `\`${twin[0]}\` is in the network of ${first.value.address} too, and answers ARP for it`,
      hint: `Hosts may learn the hardware address of \`${twin[0]}\` for it. Set net.ipv4.conf.all.arp_ignore = 1 and arp_announce = 2.`,
      span: spanOf(bound, 'interface'),
    })
    return
  }
}

/** Whether an interface has the network of an IPv4 address. */
const holdsNetwork = (machine: Machine, device: string, address: IpAddress): boolean =>
  familyOf(address) === 'inet' &&
  machine.interfaces?.get(device)?.addresses.some((own) => covers(own, address)) === true

function covers({ address, prefixLength }: InterfaceAddress, other: IpAddress): boolean {
  if (familyOf(address) !== familyOf(other) || prefixLength === 0) return false
  const [a, b] = [ipToBytes(address), ipToBytes(other)]
  for (let bit = 0; bit < prefixLength; bit++) {
    const mask = 128 >> (bit & 7)
    if (((a[bit >> 3] ?? 0) & mask) !== ((b[bit >> 3] ?? 0) & mask)) return false
  }
  return true
}

/** A check that is sent from a virtual address works on the master only. */
export const checkBinding: LiveRule = (whole, machine, report) => {
  const virtual = virtualAddresses(whole)
  for (const { service, place } of servicesIn(whole)) {
    for (const { checkers } of service.realServers) {
      for (const checker of checkers) {
        const address = 'connection' in checker ? checker.connection.bindAddress : undefined
        if (address === undefined || !virtual.has(address) || mayBind(machine, familyOf(address))) continue
        tellLive(report, {
          code: 'bind-to-virtual-address',
          severity: 'warning',
          message: `Checks are sent from ${address}, which only the master has`,
          hint: 'On the other director they all fail, and it takes over with every server down. Remove `bindto`, or set net.ipv4.ip_nonlocal_bind = 1.',
          span: place,
        })
        return
      }
    }
  }
}

const mayBind = (machine: Machine, family: AddressFamily): boolean =>
  machine.sysctl(family === 'inet' ? 'net.ipv4.ip_nonlocal_bind' : 'net.ipv6.ip_nonlocal_bind') === '1'

const virtualAddresses = ({ vrrp }: Whole): ReadonlySet<IpAddress> =>
  new Set([...vrrp.instances, ...vrrp.leftOut].flatMap(addressesOf))

const addressesOf = ({ addresses, excludedAddresses, unenforced }: InstanceConfig): readonly IpAddress[] =>
  [...addresses, ...excludedAddresses, ...unenforced.otherFamily].map(({ address }) => address)
