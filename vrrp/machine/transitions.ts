// The only places where an instance changes its state, each with everything that belongs to the change, in order (section
// "what happens at each transition"). Whether a change is right is decided elsewhere; an impossible one is a bug and throws.
// Sync groups are not known here: other members follow in sync-group.ts.

import { after } from '../../config/values/time.js'
import type { Duration } from '../../config/values/time.js'
import { sendAdvert, sendPriorityZero } from './adverts.js'
import { announceMastership, stopAnnouncing } from './announcements.js'
import type { VrrpState } from './effects.js'
import type { Instance, TransitionReason } from './state.js'
import { logInstance } from './turn.js'
import type { Turn } from './turn.js'
import { expectAdded, expectRemoved } from './vips.js'

export interface BackupOptions {
  /** Until we take over if nobody is heard. */
  readonly timer: Duration
  /** What taking over after this timer will be due to. Default receive-timeout. */
  readonly takeover?: TransitionReason
  /** Coming from MASTER: say so with priority 0. Not after a lost election (ACT-04). */
  readonly priorityZero?: boolean
}

/** BACKUP or (address owner only) FAULT to MASTER: advert, addresses, announcements, notify, in that order (ACT-01). */
export function becomeMaster(turn: Turn, instance: Instance, reason: TransitionReason): void {
  const previous = allow(instance, 'MASTER', ['BACKUP', 'FAULT'])
  enter(turn, instance, 'MASTER', reason)
  instance.wantsMaster = true
  instance.masterDownAt = undefined
  sendAdvert(turn, instance, instance.effectivePriority)
  instance.advertAt = after(turn.now, instance.config.advertInterval)
  instance.counters.becomeMaster++
  logTransition(turn, instance, previous, 'Entering MASTER STATE')
  takeAddresses(turn, instance)
  announceMastership(turn, instance)
  instance.master = undefined
  instance.peerAddress = undefined
  notifyInstance(turn, instance, 'MASTER')
}

/** INIT, MASTER or FAULT to BACKUP. */
export function becomeBackup(turn: Turn, instance: Instance, reason: TransitionReason, options: BackupOptions): void {
  const previous = allow(instance, 'BACKUP', ['INIT', 'MASTER', 'FAULT'])
  enter(turn, instance, 'BACKUP', reason)
  const entering = previous === 'INIT' ? 'Entering BACKUP STATE (init)' : 'Entering BACKUP STATE'
  instance.masterDownAt = after(startOfTimers(turn), options.timer)
  instance.takeoverReason = options.takeover ?? 'receive-timeout'
  logTransition(turn, instance, previous, entering)
  if (previous === 'MASTER') leaveMaster(turn, instance, options.priorityZero === true)
  notifyInstance(turn, instance, 'BACKUP')
}

/** INIT, BACKUP or MASTER to FAULT: a master says priority 0 (once) and lets its addresses go. */
export function becomeFault(turn: Turn, instance: Instance, reason: TransitionReason): void {
  const previous = allow(instance, 'FAULT', ['INIT', 'BACKUP', 'MASTER'])
  enter(turn, instance, 'FAULT', reason)
  instance.wantsMaster = false
  instance.masterDownAt = undefined
  logTransition(turn, instance, previous, previous === 'INIT' ? 'Entering FAULT STATE (init)' : 'Entering FAULT STATE')
  if (previous === 'MASTER') leaveMaster(turn, instance, true)
  releaseAddresses(turn, instance)
  notifyInstance(turn, instance, 'FAULT')
}

/** Shutdown: a master has already said priority 0; the state is over without a word in the log (FSM-04, FSM-10). */
export function becomeInit(turn: Turn, instance: Instance, reason: 'stop'): void {
  enter(turn, instance, 'INIT', reason)
  instance.masterDownAt = undefined
  instance.advertAt = undefined
  stopAnnouncing(instance)
}

/** Takes the addresses off if they are (to be) there: as a former master, or adopted from a process that died. */
export function releaseAddresses(turn: Turn, instance: Instance): void {
  if (!instance.holdsAddresses) return
  instance.holdsAddresses = false
  removeAddresses(turn, instance, instance.allAddresses)
}

/** Asks for the removal of some addresses of the instance, the host's own excepted. */
export function removeAddresses(turn: Turn, instance: Instance, which: Instance['allAddresses']): void {
  const addresses = expectRemoved(instance.vips, which, turn.now)
  if (addresses.length === 0) return
  logInstance(turn, instance, 'removing VIPs.', { detail: true })
  turn.effects.push({ kind: 'removeAddresses', instance: instance.config.name, addresses })
}

/** Asks for addresses to be added. */
export function addAddresses(turn: Turn, instance: Instance, addresses: Instance['allAddresses']): void {
  if (addresses.length === 0) return
  expectAdded(instance.vips, addresses, turn.now)
  logInstance(turn, instance, 'setting VIPs.', { detail: true })
  turn.effects.push({ kind: 'addAddresses', instance: instance.config.name, addresses })
}

/** vrrp_startup_delay: timers count from its end (LIFE-01). */
export const startOfTimers = (turn: Turn): Turn['now'] => turn.router.startupDelayEnds ?? turn.now

export function notifyInstance(
  turn: Turn,
  instance: Instance,
  state: 'MASTER' | 'BACKUP' | 'FAULT' | 'STOP',
  mail = !turn.starting && instance.notifiedState !== state,
): void {
  if (state !== 'STOP') instance.notifiedState = state
  const { name } = instance.config
  const priority = instance.effectivePriority
  turn.effects.push({ kind: 'notify', subject: 'INSTANCE', name, state, priority, mail })
}

function allow(instance: Instance, to: VrrpState, from: readonly VrrpState[]): VrrpState {
  if (!from.includes(instance.state))
    throw new Error(`${instance.config.name}: impossible transition from ${instance.state} to ${to}`)
  return instance.state
}

function enter(turn: Turn, instance: Instance, state: VrrpState, reason: TransitionReason): void {
  instance.state = state
  instance.since = turn.now
  instance.reason = reason
  instance.preemptAt = undefined
  instance.problemsLogged.clear()
}

function takeAddresses(turn: Turn, instance: Instance): void {
  instance.holdsAddresses = true
  addAddresses(turn, instance, instance.allAddresses)
}

function leaveMaster(turn: Turn, instance: Instance, priorityZero: boolean): void {
  instance.counters.releaseMaster++
  instance.advertAt = undefined
  stopAnnouncing(instance)
  if (priorityZero) sendPriorityZero(turn, instance)
  releaseAddresses(turn, instance)
}

function logTransition(turn: Turn, instance: Instance, previous: VrrpState, text: string): void {
  const { peerAddress } = instance
  logInstance(turn, instance, text, {
    kind: 'instance-transition',
    fields: {
      old_state: previous,
      new_state: instance.state,
      reason: instance.reason,
      priority: instance.effectivePriority,
      ...(peerAddress === undefined ? {} : { peer: peerAddress, peer_priority: instance.peerPriority }),
      ...(instance.group === undefined ? {} : { group: instance.group.config.name }),
    },
  })
}
