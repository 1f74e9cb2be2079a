// The keywords of the vrrp_instance block, one line each. What they amount to together is made in instance-config.ts.

import { says, saysAtEnd } from '../../config/diagnostic.js'
import type { ScriptCommand } from '../../config/global-model.js'
import type { Arg } from '../../config/schema/arg.js'
import {
  blockName,
  boolean,
  integer,
  interfaceName,
  ipAddress,
  oneOf,
  parseInteger,
  raisedToOne,
  seconds,
  wholeSeconds,
} from '../../config/schema/args.js'
import { block, type Bound, type Infer } from '../../config/schema/block.js'
import { blocks, choice, flag, keyword, lines } from '../../config/schema/keyword.js'
import { integerFault, readInteger } from '../../config/schema/numbers.js'
import { script } from '../../config/schema/script.js'
import { Seconds } from '../../config/values/time.js'
import { authentication } from './authentication.js'
import { authHmac } from './hmac.js'
import type { ExtraGarp } from './model.js'
import { notifyFields } from './notify.js'
import { virtualRoute } from './route.js'
import { virtualRule } from './rule.js'
import { trackingFields } from './tracking-fields.js'
import { unicastPeer } from './unicast.js'
import { virtualAddress } from './virtual-address.js'
import { ipvlan, macvlan, noIpvlan, noMacvlan } from './vmac.js'
import { named, namedColon } from './wording.js'

const counter = 4294967295
export const refused = 'keepalived refuses the whole VRRP configuration because of this.'
const ownMac = "The interface's own hardware address is used; gratuitous ARP tells the network of a change."
const leftOut = (why: string): string => `The instance is left out: ${why}`

/** Repeats that are judged beside what they repeat, in family.ts and election.ts: nothing is said while binding. */
const firstCounts = { choose: <T>(before: T): T => before }
const masterCounts = {
  choose: (before: 'MASTER' | 'BACKUP', next: 'MASTER' | 'BACKUP') => (before === 'MASTER' ? before : next),
}

const invalid = (keywordName: string) => named((word) => `invalid ${keywordName} ${word} specified`)
const ignoring = (keywordName: string) => namedColon((word) => `${keywordName} '${word}' invalid - ignoring`)

/** A number, as keepalived reads it: `03` is 3. */
const version = (): Arg<'2' | '3'> => ({
  ...oneOf(['2', '3']),
  read: ({ word }) => {
    const number = readInteger(word, 'int')
    return number === 2 ? '2' : number === 3 ? '3' : undefined
  },
  fault: (word) => integerFault(word, 2, 3, 'int'),
})

/** [all] SECONDS, in any order. */
const extraGarp = (): Arg<ExtraGarp> => ({
  expects: 'a whole number of seconds from 0 to 86400, optionally with `all`',
  read: (cursor) => {
    let everywhere = false
    let interval: number | undefined
    do {
      if (cursor.word === 'all') everywhere = true
      else {
        interval = parseInteger(cursor.word)
        if (interval === undefined || interval > 86400) return undefined
      }
    } while (cursor.next())
    return interval === undefined ? undefined : { interval: Seconds(interval), everywhere }
  },
  plain: ({ interval, everywhere }) => `${everywhere ? 'all ' : ''}${interval / 1000}`,
})

export const vrrpInstance = block(
  'vrrp_instance',
  {
    state: keyword('state', oneOf(['MASTER', 'BACKUP']), {
      wrong: 'BACKUP',
      merge: masterCounts,
      says: named((word) => `unknown state '${word}', defaulting to BACKUP`),
    }),
    interface: keyword('interface', interfaceName(), {
      fatal: refused,
      says: (word, header) => [
        ...(word.length > 15 ? says(`Interface name '${word}' too long - ignoring`) : []),
        ...saysAtEnd(`(${String(header)}) Unknown interface!`),
      ],
    }),
    virtualRouterId: keyword('virtual_router_id', integer(1, 255), {
      fatal: refused,
      says: (word, header) => [
        ...says(`(${String(header)}): VRID '${word}' not valid - must be between 1 & 255`),
        ...saysAtEnd(`(${String(header)}) the virtual router id must be set`),
      ],
    }),
    version: keyword('version', version(), {
      merge: firstCounts,
      says: namedColon(() => 'Version must be either 2 or 3'),
    }),
    priority: keyword('priority', integer(1, 255), {
      wrong: 100,
      says: named(() => 'Priority not valid! must be between 1 & 255. Using default 100'),
    }),
    advertInterval: keyword('advert_int', seconds(0.01, 255), {
      default: Seconds(1),
      says: named((word) => `Advert interval (${word}) not valid! Must be > 0 - ignoring`),
    }),
    preempt: choice({ preempt: true, nopreempt: false }),
    preemptDelay: keyword('preempt_delay', seconds(0, 1000), {
      wrong: Seconds(0),
      default: Seconds(0),
      says: named(() => 'Preempt_delay not valid! must be between 0-1000'),
    }),
    authentication: blocks(authentication),
    hmac: blocks(authHmac, { notYet: leftOut('without its authentication two directors could both be master.') }),
    sourceAddress: keyword('mcast_src_ip', ipAddress(), {
      aliases: ['unicast_src_ip'],
      says: (word, header) =>
        `Configuration error: VRRP instance[${String(header)}] malformed src address[${word}]. Skipping...`,
    }),
    trackSourceAddress: flag('track_src_ip', {
      notYet: 'The instance keeps its state when its source address disappears.',
    }),
    multicastGroup: keyword('mcast_dst_ip', ipAddress(), {
      notYet: leftOut('its peer would not hear it in another multicast group.'),
      says: named((word) => `malformed mcast dest address ${word}. Skipping...`),
    }),
    nativeIpv6: flag('native_ipv6', { notYet: leftOut('only IPv4 is supported.') }),
    unicastPeers: lines('unicast_peer', unicastPeer(), {
      notYet: leftOut('without its unicast peers two directors could both be master.'),
    }),
    unicastFaultNoPeer: flag('unicast_fault_no_peer', {
      notYet: leftOut('without unicast peers it would stay in FAULT.'),
    }),
    checkUnicastSource: flag('check_unicast_src', { notYet: 'It matters only for instances with unicast peers.' }),
    oldUnicastChecksum: keyword<'always' | 'never'>('old_unicast_checksum', oneOf(['never']), {
      bare: 'always',
      notYet: 'It matters only for instances with unicast peers.',
      says: named((word) => `Unknown old_unicast_chksum mode ${word} - ignoring`),
    }),
    unicastTtl: keyword('unicast_ttl', integer(0, 255), {
      notYet: 'It matters only for instances with unicast peers.',
      says: namedColon((word) => `TTL '${word}' not valid - must be between 0 & 255`),
    }),
    v3ChecksumAsV2: keyword('v3_checksum_as_v2', boolean(), {
      bare: true,
      notYet: 'It matters only for instances of version 3, which are left out.',
      notYetIf: (value) => value,
      says: invalid('v3_checksum_as_v2'),
    }),
    vrf: keyword('vrf', interfaceName(), {
      repeat: 'first',
      notYet: 'The instance works outside the VRF.',
      saysRepeated: (_word, before, header) =>
        `(${String(header)}) VRF interface already specified as '${before}' - ignoring`,
      says: named((word) => `VRF interface name '${word}' too long - ignoring`),
    }),
    virtualMac: keyword('use_vmac', macvlan(), { bare: noMacvlan, notYet: ownMac }),
    virtualMacForAddresses: flag('use_vmac_addr', { notYet: ownMac }),
    sendsFromBase: flag('vmac_xmit_base', { notYet: ownMac }),
    ipvlan: keyword('use_ipvlan', ipvlan(), {
      bare: noIpvlan,
      repeat: 'first',
      notYet: ownMac,
      saysRepeated: (_word, _before, header) => `(${String(header)}) use_ipvlan already specified`,
    }),
    promoteSecondaries: flag('promote_secondaries', {
      notYet: 'Set the sysctl net.ipv4.conf.INTERFACE.promote_secondaries yourself.',
    }),
    extraGarp: keyword('garp_extra_if', extraGarp(), {
      deprecated: [
        {
          keyword: 'vmac_garp_intvl',
          says: 'Keyword "vmac_garp_intvl" is deprecated - please use "garp_extra_if"',
        },
      ],
      notYet: 'Announcements on other interfaces are made when the instance becomes master, and not again.',
      notYetIf: ({ interval }) => interval > 0,
      says: ignoring('garp_extra_if'),
      saysMissing: namedColon(() => 'garp_extra_if specified without time - ignoring'),
    }),
    addresses: lines('virtual_ipaddress', virtualAddress()),
    excludedAddresses: lines('virtual_ipaddress_excluded', virtualAddress()),
    noAddresses: flag('no_virtual_ipaddress'),
    routes: lines('virtual_routes', virtualRoute(), { notYet: 'The master does not add the routes.' }),
    rules: lines('virtual_rules', virtualRule(), { notYet: 'The master does not add the rules.' }),
    accept: choice({ accept: true, no_accept: false }),
    dontTrackPrimary: flag('dont_track_primary'),
    ...trackingFields(),
    linkbeatPolling: flag('linkbeat_use_polling', {
      notYet: 'The state of the link is taken from the kernel, not polled.',
    }),
    strictMode: keyword('strict_mode', boolean(), { bare: true, says: invalid('strict_mode') }),
    skipCheckAdvAddr: keyword('skip_check_adv_addr', boolean(), { bare: true, says: invalid('skip_check_adv_addr') }),
    higherPrioSendAdvert: keyword('higher_prio_send_advert', boolean(), {
      bare: true,
      says: invalid('higher_prio_send_advert'),
    }),
    lowerPrioNoAdvert: keyword('lower_prio_no_advert', boolean(), {
      bare: true,
      says: invalid('lower_prio_no_advert'),
    }),
    ownerIgnoreAdverts: keyword('owner_ignore_adverts', boolean(), {
      bare: true,
      notYet: 'The owner of the addresses reacts to the adverts of others.',
      notYetIf: (value) => value,
      says: invalid('owner_ignore_adverts'),
    }),
    downTimerAdverts: keyword('down_timer_adverts', integer(1, 100), {
      says: namedColon((word) => `Invalid down_timer_adverts [1:100] '${word}'`),
    }),
    timerExpiredBackup: keyword('timer_expired_backup', integer(1, 254), {
      bare: 254,
      deprecated: ['thread_timer_expired'],
      notYet: 'A master whose timers were late stays master until it hears a higher priority.',
      says: named(() => 'timer_expired_backup highest_other_priority not valid! must be between 1 & 254'),
    }),
    garpMasterDelay: keyword('garp_master_delay', wholeSeconds(0, 4294), { says: ignoring('garp_master_delay') }),
    garpMasterRepeat: keyword('garp_master_repeat', raisedToOne(integer(0, counter)), {
      says: ignoring('garp_master_repeat'),
    }),
    garpMasterRefresh: keyword('garp_master_refresh', wholeSeconds(0, counter), {
      wrong: Seconds(0),
      says: namedColon((word) => `Invalid garp_master_refresh '${word}' - ignoring`),
    }),
    garpMasterRefreshRepeat: keyword('garp_master_refresh_repeat', raisedToOne(integer(0, counter)), {
      says: ignoring('garp_master_refresh_repeat'),
    }),
    garpLowerPrioDelay: keyword('garp_lower_prio_delay', wholeSeconds(0, 4294), {
      says: ignoring('garp_lower_prio_delay'),
    }),
    garpLowerPrioRepeat: keyword('garp_lower_prio_repeat', integer(0, 2147483647), {
      says: namedColon((word) => `Invalid garp_lower_prio_repeat '${word}'`),
    }),
    receiveBuffer: keyword('kernel_rx_buf_size', integer(0, counter), {
      surplus: 'refused',
      notYet: 'The receive buffer keeps the size the kernel gives it.',
      says: named(() => 'invalid kernel_rx_buf_size specified'),
      saysMissing: named(() => 'invalid kernel_rx_buf_size specified'),
    }),
    debug: keyword('debug', integer(0, 4), {
      notYet: 'The log is not more detailed because of it.',
      notYetIf: (value) => value > 0,
      says: named((word) => `Debug value '${word}' not valid; must be between 0-4`),
    }),
    syncDaemonInterface: keyword('lvs_sync_daemon_interface', interfaceName(), {
      repeat: 'first',
      notYet: 'Connections are not synchronised: they break at a fail-over.',
    }),
    notifyDeleted: keyword<ScriptCommand | true>('notify_deleted', script(), {
      bare: true,
      repeat: 'first',
      notYet: 'A removed instance is reported as FAULT, and the script is not run.',
      saysRepeated: (word, _before, header) =>
        `(${String(header)}) notify_deleted already specified - ignoring ${word}`,
    }),
    notifyLowerPriority: keyword('notify_master_rx_lower_pri', script(), {
      repeat: 'first',
      notYet: 'The script is not run.',
      saysRepeated: (word, _before, header) =>
        `(${String(header)}) notify_master_rx_lower_pri script already specified - ignoring ${word}`,
    }),
    ...notifyFields('vrrp_instance'),
  },
  { header: blockName() },
)

export type InstanceValues = Infer<typeof vrrpInstance>
export type BoundInstance = Bound<InstanceValues, string>
