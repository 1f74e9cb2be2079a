// Keywords of global_defs that hold for all of VRRP, or are the defaults of its instances.

import { says } from '../diagnostic.js'
import type { Arg } from '../schema/arg.js'
import { anyWord, integer, interfaceName, multicastGroup4, multicastGroup6, oneOf, seconds } from '../schema/args.js'
import { flag, keyword } from '../schema/keyword.js'
import { integerFault, readInteger } from '../schema/numbers.js'
import { familyOf, ipToBytes, parseIpAddress, type IpAddress } from '../values/ip.js'
import type { Duration } from '../values/time.js'
import { bufferForce, bufferSize, exactlyOne, onOff } from './fields.js'
import { receiveBuffers } from './receive-buffers.js'

type Version = '2' | '3'

/** A number, as keepalived reads it: `03` is 3. */
const vrrpVersion = (): Arg<Version> => ({
  ...oneOf(['2', '3']),
  read: ({ word }) => {
    const version = readInteger(word, 'int')
    return version === 2 ? '2' : version === 3 ? '3' : undefined
  },
  fault: (word) => integerFault(word, 2, 3, 'int'),
})

/** What of a word keeps it from being the multicast group of a family. */
function groupSays(keywordName: string, family: 'IPv4' | 'IPv6'): (word: string) => string {
  return (word) => {
    const cut = word.search(/[-/]/)
    const address = parseIpAddress(cut < 0 ? word : word.slice(0, cut))
    if (address === undefined) return `Can't parse ${keywordName} [${word}]. Skipping`
    const wrong = familyOf(address) === (family === 'IPv4' ? 'inet' : 'inet6') ? 'multicast' : family
    return `${keywordName} [${word}] is not ${wrong}. Skipping`
  }
}

/** A group of IPv6; one that is heard beyond the link is taken, and reported as in keepalived. */
const groupOnLink = (): Arg<IpAddress> => {
  const group = multicastGroup6()
  return {
    ...group,
    read: (cursor) => {
      const address = group.read(cursor)
      if (address === undefined || ((ipToBytes(address)[1] ?? 0) & 0x0f) === 2) return address
      cursor.tell({
        code: 'multicast-scope',
        severity: 'warning',
        message: `\`${address}\` is not a link-local multicast address (ff02::/16)`,
        hint: 'It is used, but VRRP is not meant to leave the link: routers must not forward adverts.',
        keepalived: says(`vrrp_mcast_group6 [${cursor.word}] should be link-local multicast.`),
      })
      return address
    },
  }
}

/** The longer of two delays counts. */
export const longest = {
  hint: 'The longest counts, as in keepalived.',
  choose: (before: Duration, next: Duration): Duration => (before > next ? before : next),
}

const invalid =
  (name: string) =>
  (word: string): string =>
    `${name} '${word}' is invalid`

const wholeValue = (name: string) => (): string => `Invalid value for ${name} specified`

export const vrrpFields = {
  /** allow_if_changes: an interface may also come back as another. undefined = interfaces must exist. */
  dynamicInterfaces: keyword('dynamic_interfaces', oneOf<'on' | 'allow_if_changes'>(['allow_if_changes']), {
    bare: 'on',
    wrong: 'on',
    notYet: 'Interfaces may always be missing; their instances wait in FAULT.',
    says: (word) => `Unknown dynamic_interfaces option '${word}'`,
  }),
  defaultInterface: keyword('default_interface', interfaceName(), {
    saysMissing: () => 'default_interface requires interface name',
  }),
  disableLocalIgmp: flag('disable_local_igmp', {
    notYet: 'The kernel reports membership of link-local groups as its sysctl says.',
  }),
  checksumAsV2: flag('v3_checksum_as_v2', {
    notYet:
      'Adverts of version 3 carry the checksum of RFC 5798: a router that leaves the pseudo-header out drops them.',
  }),
  multicastGroup4: keyword('vrrp_mcast_group4', multicastGroup4(), { says: groupSays('vrrp_mcast_group4', 'IPv4') }),
  multicastGroup6: keyword('vrrp_mcast_group6', groupOnLink(), {
    notYet: 'Adverts over IPv6 are not sent.',
    says: groupSays('vrrp_mcast_group6', 'IPv6'),
  }),
  startupDelay: keyword('vrrp_startup_delay', seconds(0.001, 4294.967295), {
    merge: longest,
    says: invalid('vrrp_startup_delay'),
  }),
  delayAfterBoot: keyword('vrrp_delay_after_boot', seconds(0.001, 4294.967295), {
    merge: longest,
    notYet: 'Instances start at once: use `vrrp_startup_delay`.',
    says: invalid('vrrp_delay_after_boot'),
  }),
  vrrpVersion: keyword('vrrp_version', vrrpVersion(), {
    default: '2',
    says: () => 'VRRP Error: Version must be either 2 or 3',
  }),
  vrrpStrict: onOff('vrrp_strict'),
  skipCheckAdvAddr: onOff('vrrp_skip_check_adv_addr', {
    says: (word) => `Invalid value '${word}' for global vrrp_check_adv_addr specified`,
  }),
  higherPrioSendAdvert: onOff('vrrp_higher_prio_send_advert', { says: wholeValue('vrrp_higher_prio_send_advert') }),
  lowerPrioNoAdvert: onOff('vrrp_lower_prio_no_advert', { says: wholeValue('vrrp_lower_prio_no_advert') }),
  downTimerAdverts: keyword('vrrp_down_timer_adverts', integer(1, 100), {
    default: 3,
    says: (word) => `Invalid vrrp_down_timer_adverts [1:100] '${word}'`,
  }),
  checkUnicastSource: flag('vrrp_check_unicast_src', {
    notYet: 'It matters only for instances with unicast peers, and those are left out.',
  }),
  ownerIgnoreAdverts: onOff('vrrp_owner_ignore_adverts', {
    notYet: 'The owner of the addresses reacts to the adverts of others.',
    says: (word) => `Invalid value 'vrrp_owner_ignore_adverts' for global ${word} specified`,
  }),
  logUnknownVrids: flag('log_unknown_vrids', {
    notYet: 'Adverts of virtual routers that are not configured are dropped without a word.',
  }),
  vmacPrefix: keyword('vmac_prefix', anyWord('the beginning of interface names'), {
    repeat: 'first',
    default: 'vrrp',
    notYet: 'No interfaces of its own are made for virtual addresses.',
    saysRepeated: (word) => `vmac prefix has already been specified - ignoring ${word}`,
  }),
  vmacAddressPrefix: keyword('vmac_addr_prefix', anyWord('the beginning of interface names'), {
    repeat: 'first',
    default: 'vrrp',
    notYet: 'No interfaces of its own are made for virtual addresses.',
    saysRepeated: (word) => `vmac_addr prefix has already been specified - ignoring ${word}`,
  }),
  receiveBuffers: receiveBuffers(),
  receiveBufferMultiplier: keyword('vrrp_rx_bufs_multiplier', integer(1, 4294967295), {
    ...exactlyOne({ says: 'Invalid vrrp_rx_bufs_multiplier' }),
    default: 3,
    notYet: "The kernel's usual size of receive buffers is used.",
    says: (word) => `Invalid vrrp_rx_bufs_multiplier ${word}`,
  }),
  vrrpCommandBuffer: bufferSize('vrrp_netlink_cmd_rcv_bufs', 'vrrp_netlink_cmd'),
  vrrpCommandBufferForce: bufferForce('vrrp_netlink_cmd_rcv_bufs_force'),
  vrrpMonitorBuffer: bufferSize('vrrp_netlink_monitor_rcv_bufs', 'vrrp_netlink_monitor'),
  vrrpMonitorBufferForce: bufferForce('vrrp_netlink_monitor_rcv_bufs_force'),
  processMonitorBuffer: bufferSize('process_monitor_rcv_bufs', 'process_monitor'),
  processMonitorBufferForce: bufferForce('process_monitor_rcv_bufs_force'),
  iprouteUsrDir: keyword('iproute_usr_dir', anyWord('a directory'), {
    ...exactlyOne({ says: 'iproute_usr_dir requires path' }),
    notYet: 'Names of routing tables, protocols and scopes are looked up in the usual places.',
  }),
  iprouteEtcDir: keyword('iproute_etc_dir', anyWord('a directory'), {
    ...exactlyOne({ says: 'iproute_etc_dir requires path' }),
    notYet: 'Names of routing tables, protocols and scopes are looked up in the usual places.',
  }),
}
