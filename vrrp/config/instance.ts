// The vrrp_instance block: its keywords, and the configuration of one virtual router made from them with keepalived's
// defaults and corrections (vrrp-conformance F, G, I). What concerns several instances is in rules.ts.

import type { Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import {
  blockName,
  boolean,
  integer,
  interfaceName,
  ipAddress,
  oneOf,
  raisedToOne,
  seconds,
  wholeSeconds,
} from '../../config/schema/args.js'
import { block, isMentioned, statementOf, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword, tellValues } from '../../config/schema/cursor.js'
import { choice, flag, keyword, lines, nested } from '../../config/schema/keyword.js'
import { Seconds, type Duration } from '../../config/values/time.js'
import { instanceAddresses } from './addresses.js'
import { authentication, authenticationConfig } from './authentication.js'
import { garpConfig } from './garp.js'
import type { InstanceConfig, TrackedInterface } from './model.js'
import { effectiveSmtpAlert, notifyConfig, notifyFields } from './notify.js'
import { trackedInterface } from './trackers.js'
import { isUnsupported } from './unsupported.js'
import { virtualAddress } from './virtual-address.js'

const counter = 4294967295
const refused = 'keepalived refuses the whole VRRP configuration because of this.'

const masterStays = {
  hint: '`MASTER` stays once it was given, as in keepalived.',
  choose: (before: 'MASTER' | 'BACKUP', next: 'MASTER' | 'BACKUP') => (before === 'MASTER' ? before : next),
}

export const vrrpInstance = block(
  'vrrp_instance',
  {
    state: keyword('state', oneOf(['MASTER', 'BACKUP']), { wrong: 'BACKUP', merge: masterStays }),
    interface: keyword('interface', interfaceName(), { fatal: refused }),
    virtualRouterId: keyword('virtual_router_id', integer(1, 255), { fatal: refused }),
    version: keyword('version', oneOf(['2', '3']), { repeat: 'first' }),
    priority: keyword('priority', integer(1, 255), { wrong: 100 }),
    advertInterval: keyword('advert_int', seconds(0.01, 255), { default: Seconds(1) }),
    preempt: choice({ preempt: true, nopreempt: false }),
    preemptDelay: keyword('preempt_delay', seconds(0, 1000), { wrong: Seconds(0), default: Seconds(0) }),
    authentication: nested(authentication),
    sourceAddress: keyword('mcast_src_ip', ipAddress()),
    addresses: lines('virtual_ipaddress', virtualAddress()),
    excludedAddresses: lines('virtual_ipaddress_excluded', virtualAddress()),
    noAddresses: flag('no_virtual_ipaddress'),
    accept: flag('accept'),
    dontTrackPrimary: flag('dont_track_primary'),
    trackInterfaces: lines('track_interface', trackedInterface()),
    strictMode: keyword('strict_mode', boolean(), { bare: true }),
    skipCheckAdvAddr: keyword('skip_check_adv_addr', boolean(), { bare: true }),
    higherPrioSendAdvert: keyword('higher_prio_send_advert', boolean(), { bare: true }),
    lowerPrioNoAdvert: keyword('lower_prio_no_advert', boolean(), { bare: true }),
    downTimerAdverts: keyword('down_timer_adverts', integer(1, 100)),
    garpMasterDelay: keyword('garp_master_delay', wholeSeconds(0, 4294)),
    garpMasterRepeat: keyword('garp_master_repeat', raisedToOne(integer(0, counter))),
    garpMasterRefresh: keyword('garp_master_refresh', wholeSeconds(0, counter), { wrong: Seconds(0) }),
    garpMasterRefreshRepeat: keyword('garp_master_refresh_repeat', raisedToOne(integer(0, counter))),
    garpLowerPrioDelay: keyword('garp_lower_prio_delay', wholeSeconds(0, 4294)),
    garpLowerPrioRepeat: keyword('garp_lower_prio_repeat', integer(0, 2147483647)),
    ...notifyFields(),
  },
  { header: blockName() },
)

export type InstanceValues = Infer<typeof vrrpInstance>
export type BoundInstance = Bound<InstanceValues, string>

/**
 * The configuration of one virtual router; undefined when it cannot run (reported). `tracked` is what its group and itself
 * track, own interface not included.
 */
export function instanceConfig(
  bound: BoundInstance,
  globals: GlobalValues,
  tracked: readonly TrackedInterface[],
  report: Report,
): InstanceConfig | undefined {
  const { values } = bound
  const identity = identityOf(bound, report)
  const unsupported = isUnsupported(bound, globals, report)
  const auth = authenticationConfig(values.authentication, strictIn(bound, globals, report), report)
  if (identity === undefined || unsupported || auth === 'unsupported') return undefined
  const election = electionOf(bound, report)
  return {
    name: bound.header,
    interface: identity.interface,
    virtualRouterId: identity.virtualRouterId,
    version: 2,
    family: 'inet',
    initialState: election.initialState,
    priority: election.priority,
    advertInterval: wholeInterval(bound, report),
    preempt: election.preempt,
    preemptDelay: election.preemptDelay,
    authentication: auth,
    sourceAddress: values.sourceAddress,
    ...instanceAddresses(bound, identity.interface, report),
    garp: garpConfig(values, globals),
    higherPriorityAdvert: values.higherPrioSendAdvert ?? globals.higherPrioSendAdvert,
    lowerPriorityNoAdvert: values.lowerPrioNoAdvert ?? globals.lowerPrioNoAdvert,
    downTimerAdverts: values.downTimerAdverts ?? globals.downTimerAdverts,
    dontTrackPrimary: values.dontTrackPrimary,
    trackInterfaces: tracked,
    skipCheckAdvertAddresses: values.skipCheckAdvAddr ?? globals.skipCheckAdvAddr,
    notify: notifyConfig(values),
    smtpAlert: effectiveSmtpAlert(values, globals),
  }
}

interface Identity {
  readonly interface: string
  readonly virtualRouterId: number
}

function identityOf(bound: BoundInstance, report: Report): Identity | undefined {
  const { interface: device, virtualRouterId } = bound.values
  // A unicast instance may do without: it is left out for another reason.
  if (!isUnicast(bound)) tellMissing(bound, 'interface', 'interface', report)
  tellMissing(bound, 'virtualRouterId', 'virtual_router_id', report)
  return device === undefined || virtualRouterId === undefined ? undefined : { interface: device, virtualRouterId }
}

const isUnicast = (bound: BoundInstance): boolean =>
  bound.block.statements.some((statement) => statement.keyword === 'unicast_peer')

function tellMissing(bound: BoundInstance, field: 'interface' | 'virtualRouterId', name: string, report: Report): void {
  // A wrong value has been reported where it stands.
  if (isMentioned(bound, field)) return
  tellValues(report, bound.statement, {
    code: 'missing-keyword',
    severity: 'fatal',
    message: `\`vrrp_instance ${bound.header}\` has no \`${name}\``,
    hint: `Add it: ${refused}`,
  })
}

function strictIn(bound: BoundInstance, globals: GlobalValues, report: Report): boolean {
  const statement = bound.values.strictMode === true ? statementOf(bound, 'strictMode') : undefined
  if (statement !== undefined) {
    tellKeyword(report, statement, {
      code: 'not-enforced-yet',
      severity: 'warning',
      message: '`strict_mode` is read, but not enforced yet',
      hint: 'Of its rules only one is followed: the instance does without authentication.',
    })
  }
  return bound.values.strictMode ?? globals.vrrpStrict
}

interface Election {
  readonly initialState: 'MASTER' | 'BACKUP'
  readonly priority: number
  readonly preempt: boolean
  readonly preemptDelay: Duration
}

/** State, priority and preemption as they follow from each other (FSM-53 to FSM-55). */
function electionOf(bound: BoundInstance, report: Report): Election {
  const { values } = bound
  const priority = values.priority ?? (values.state === 'MASTER' ? 255 : 100)
  const initialState = values.state ?? (priority === 255 ? 'MASTER' : 'BACKUP')
  if (values.priority === undefined && priority === 255) {
    tellKeyword(report, statementOf(bound, 'state') ?? bound.statement, {
      code: 'owner-by-default',
      severity: 'warning',
      message: '`state MASTER` without `priority` means priority 255: the owner of the addresses, whom nobody replaces',
      hint: 'Give a priority, for example 100.',
    })
  }
  const remedy = priority === 255 ? 'Use a priority of at most 254.' : 'Use `state BACKUP` on both routers.'
  let { preempt = true, preemptDelay } = values
  if (!preempt && (priority === 255 || initialState === 'MASTER')) {
    preempt = true
    tellKeyword(report, statementOf(bound, 'preempt') ?? bound.statement, {
      code: 'nopreempt-cleared',
      severity: 'error',
      message:
        priority === 255
          ? '`nopreempt` is not possible with priority 255'
          : '`nopreempt` is not possible with `state MASTER`',
      hint: `It is cleared, as in keepalived: this router takes over from a lower priority. ${remedy}`,
    })
  }
  if (preemptDelay > 0 && initialState === 'MASTER') {
    preemptDelay = Seconds(0)
    tellKeyword(report, statementOf(bound, 'preemptDelay') ?? bound.statement, {
      code: 'preempt-delay-cleared',
      severity: 'error',
      message: '`preempt_delay` is not possible with `state MASTER`',
      hint: `It is cleared, as in keepalived. ${remedy}`,
    })
  }
  return { initialState, priority, preempt, preemptDelay }
}

/** Version 2 knows whole seconds only (TMR-01): half a second and more is rounded up, and 0 is raised to 1. */
function wholeInterval(bound: BoundInstance, report: Report): Duration {
  const asked = bound.values.advertInterval / 1000
  const used = Math.max(1, Math.round(asked))
  const statement = statementOf(bound, 'advertInterval')
  if (used !== asked && statement !== undefined) {
    tellValues(report, statement, {
      code: 'adjusted-value',
      severity: 'error',
      message: `VRRP version 2 cannot advertise every ${asked} seconds: the interval must be a whole number`,
      hint: `${used} is used instead, as in keepalived.`,
    })
  }
  return Seconds(used)
}
