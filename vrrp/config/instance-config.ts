// The configuration of one virtual router made from a bound vrrp_instance block, with keepalived's defaults and corrections
// (vrrp-conformance F, G, I). What concerns several instances is in rules.ts.

import { saysAtEnd, type Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import { statementOf } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import type { IpAddress } from '../../config/values/ip.js'
import { instanceAddresses } from './addresses.js'
import { authenticationConfig } from './authentication.js'
import { electionOf, type Election } from './election.js'
import { protocolOf, type Protocol } from './family.js'
import { hmacConfig } from './hmac.js'
import { checkIdentity } from './identity.js'
import type { BoundInstance } from './instance.js'
import { intervalOf } from './interval.js'
import { tellLeftOut } from './left-out.js'
import type {
  AuthenticationConfig,
  InstanceConfig,
  TrackedInterface,
  TrackedObjects,
  UnenforcedConfig,
} from './model.js'
import { effectiveSmtpAlert, notifyConfig } from './notify.js'
import { tellOldKeywords } from './old-keywords.js'
import { acceptIn, ownerIgnores, strictIn, strictSettings } from './strict.js'
import { asksForUnicast, unicastConfig } from './unicast.js'
import { ownInterfaces } from './virtual-mac.js'

/** The sync group of an instance, as far as it concerns its members. */
export interface Membership {
  readonly name: string
  readonly notifyPriorityChanges: boolean | undefined
}

/** What an instance tracks, the lists of its group included; its own interface is not among them. */
export interface Tracked {
  readonly interfaces: readonly TrackedInterface[]
  readonly objects: TrackedObjects
}

/** The configuration of one virtual router; undefined when it cannot run anywhere (reported). */
export function instanceConfig(
  bound: BoundInstance,
  globals: GlobalValues,
  membership: Membership | undefined,
  tracked: Tracked,
  report: Report,
): InstanceConfig | undefined {
  const { values } = bound
  const strict = strictIn(bound, globals, report)
  const protocol = protocolOf(bound, globals, strict, report)
  const { family, version } = protocol
  const unicast = unicastConfig(bound, family, globals, report)
  const placed = checkIdentity(bound, protocol, { strict, unicast: unicast !== undefined }, report)
  const election = electionOf(bound, strict, report)
  const interval = intervalOf(bound, version, report)
  const hmac = hmacConfig(values.hmac, { name: bound.header, strict, interval }, report)
  const legacy = authenticationConfig(values.authentication, { name: bound.header, strict, version, family }, report)
  const authentication = withoutHmac(bound, legacy, report)
  const settings = strictSettings(bound, globals, strict, report)
  const trailer = (hmac === undefined ? 0 : HMAC_TRAILER) + (authentication.type === 'ah' ? AH_HEADER : 0)
  const owner = { device: values.interface, family, version, strict, trailer }
  const { otherFamily, ...addresses } = instanceAddresses(bound, owner, report)
  const made: Made = { strict, protocol, election, unicast, hmac, otherFamily }
  const unenforced = { ...unenforcedConfig(bound, globals, membership, made, report), tracked: tracked.objects }
  tellOldKeywords(bound, report)
  if (!placed || values.virtualRouterId === undefined) return undefined
  const config: InstanceConfig = {
    name: bound.header,
    interface: values.interface,
    virtualRouterId: values.virtualRouterId,
    version,
    family,
    initialState: authentication.type === 'ah' ? backupForAh(bound, election, report) : election.initialState,
    priority: election.priority,
    advertInterval: interval,
    preempt: election.preempt,
    preemptDelay: election.preemptDelay,
    authentication,
    sourceAddress: protocol.sourceAddress,
    ...addresses,
    ...settings,
    dontTrackPrimary: values.dontTrackPrimary,
    trackInterfaces: tracked.interfaces,
    skipCheckAdvertAddresses: values.skipCheckAdvAddr ?? globals.skipCheckAdvAddr,
    notify: notifyConfig(values),
    smtpAlert: effectiveSmtpAlert(values, globals),
    group: membership?.name,
    unenforced,
  }
  tellLeftOut(bound, config, protocol, report)
  return config
}

/** What authentication adds to an advert, in bytes (HMAC-01, AH-01). */
const HMAC_TRAILER = 28
const AH_HEADER = 24

interface Made {
  readonly strict: boolean
  readonly protocol: Protocol
  readonly election: Election
  readonly unicast: UnenforcedConfig['unicast']
  readonly hmac: UnenforcedConfig['hmac']
  readonly otherFamily: UnenforcedConfig['otherFamily']
}

function unenforcedConfig(
  bound: BoundInstance,
  globals: GlobalValues,
  membership: Membership | undefined,
  { strict, protocol, election, unicast, hmac, otherFamily }: Made,
  report: Report,
): Omit<UnenforcedConfig, 'tracked'> {
  const { values } = bound
  const { family, version } = protocol
  const { priority, preempt } = election
  const sending = { family, strict, asksForUnicast: asksForUnicast(bound), unicast: unicast !== undefined }
  return {
    strict,
    unicast,
    multicastGroup: multicastGroupOf(bound, protocol, unicast !== undefined, report),
    hmac,
    ...ownInterfaces(bound, sending, report),
    virtualMacForAddresses: values.virtualMacForAddresses,
    accept: acceptIn(bound, { strict, version, priority }, report),
    otherFamily,
    routes: values.routes.map(({ value }) => value),
    rules: values.rules.map(({ value }) => value),
    trackSourceAddress: values.trackSourceAddress && protocol.sourceAddress !== undefined,
    ownerIgnoresAdverts: ownerIgnores(bound, { strict, priority }, globals, report),
    timerExpiredBackup: timerExpiredBackup(bound, preempt, report),
    v3ChecksumAsV2: values.v3ChecksumAsV2 ?? globals.checksumAsV2,
    linkbeatPolling: values.linkbeatPolling,
    extraGarp: values.extraGarp ?? globalExtraGarp(globals),
    receiveBuffer: values.receiveBuffer,
    debug: values.debug ?? 0,
    notifyPriorityChanges:
      values.notifyPriorityChanges ?? membership?.notifyPriorityChanges ?? globals.vrrpNotifyPriorityChanges,
    notifyDeleted: values.notifyDeleted,
    notifyLowerPriority: values.notifyLowerPriority,
  }
}

/** vrrp_garp_extra_if */
const globalExtraGarp = ({ extraGarp }: GlobalValues): UnenforcedConfig['extraGarp'] =>
  extraGarp === undefined ? undefined : { interval: extraGarp.every, everywhere: extraGarp.all }

/** auth_hmac takes the place of the old ways. */
function withoutHmac(bound: BoundInstance, auth: AuthenticationConfig, report: Report): AuthenticationConfig {
  if (bound.values.hmac.length === 0 || auth.type === 'none') return auth
  tellKeyword(report, bound.values.authentication.at(-1)?.statement ?? bound.statement, {
    code: 'authentication-ignored',
    severity: 'error',
    message: '`authentication` and `auth_hmac` exclude each other',
    hint: 'The password is not used, as in keepalived. Remove one of the blocks.',
    keepalived: saysAtEnd(`(${bound.header}) auth_hmac cannot be combined with authentication, dropping legacy auth`),
  })
  return { type: 'none' }
}

/** An advert must have been heard for its sequence number before taking over. */
function backupForAh(
  bound: BoundInstance,
  { initialState, priority }: Pick<InstanceConfig, 'initialState' | 'priority'>,
  report: Report,
): InstanceConfig['initialState'] {
  if (initialState === 'BACKUP' || priority === 255) return initialState
  tellKeyword(report, statementOf(bound, 'state') ?? bound.statement, {
    code: 'adjusted-value',
    severity: 'error',
    message: '`state MASTER` is not possible with `auth_type AH`',
    hint: '`BACKUP` is used, as in keepalived: the others must be heard first.',
    keepalived: saysAtEnd(`(${bound.header}) Initial state master is incompatible with AH authentication - clearing`),
  })
  return 'BACKUP'
}

function multicastGroupOf(
  bound: BoundInstance,
  { multicastGroup }: Protocol,
  unicast: boolean,
  report: Report,
): IpAddress | undefined {
  if (multicastGroup === undefined || !unicast) return multicastGroup
  tellKeyword(report, statementOf(bound, 'multicastGroup') ?? bound.statement, {
    code: 'ignored-flag',
    severity: 'error',
    message: '`mcast_dst_ip` means nothing with unicast peers',
    hint: 'It is ignored, as in keepalived. Remove the line.',
    keepalived: saysAtEnd(`(${bound.header}) multicast destination specified with unicast - ignoring`),
  })
  return undefined
}

function timerExpiredBackup(bound: BoundInstance, preempt: boolean, report: Report): number | undefined {
  const { timerExpiredBackup: priority } = bound.values
  if (priority === undefined || !preempt) return priority
  tellKeyword(report, statementOf(bound, 'timerExpiredBackup') ?? bound.statement, {
    code: 'ignored-flag',
    severity: 'error',
    message: '`timer_expired_backup` needs `nopreempt`',
    hint: 'It is ignored, as in keepalived. Add `nopreempt` (and `state BACKUP`), or remove the line.',
    keepalived: saysAtEnd(`(${bound.header}) expired_timer_backup requires nopreempt - resetting`),
  })
  return undefined
}
