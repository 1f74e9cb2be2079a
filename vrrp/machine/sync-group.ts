// Agreement inside a sync group: which member may move, and how the others follow (section N). The member that moves comes first,
// then the line in the log, then the others in configured order, then the notify of the group (SYN-03, SYN-12).
// An instance without a group goes through the same functions and simply has nobody to take along.

import { Milliseconds } from '../../config/values/time.js'
import type { VrrpState } from './effects.js'
import type { Group, Instance, TransitionReason } from './state.js'
import { masterDownInterval, PRIORITY_OWNER, skewOf } from './timers.js'
import { becomeBackup, becomeFault, becomeMaster, releaseAddresses } from './transitions.js'
import { logGroup } from './turn.js'
import type { Turn } from './turn.js'

type GroupState = 'MASTER' | 'BACKUP' | 'FAULT'

const NOBODY: readonly Instance[] = []

/** The other members, in configured order. */
export const companions = (instance: Instance): readonly Instance[] =>
  instance.group === undefined ? NOBODY : instance.group.members.filter((member) => member !== instance)

/** A member may become master when every other one wants to be (SYN-02). */
export const mayBecomeMaster = (instance: Instance): boolean =>
  companions(instance).every((member) => member.wantsMaster && member.state !== 'FAULT')

/** An instance cannot run while it or a companion has a fault (SYN-07). */
export const isHeldInFault = (instance: Instance): boolean =>
  instance.faults.length > 0 || companions(instance).some((member) => member.faults.length > 0)

/** An owner is master from the start, unless companions that are no owners have to be waited for (SYN-01). */
export const isUnhinderedOwner = (instance: Instance): boolean =>
  [instance, ...companions(instance)].every((member) => member.config.priority === PRIORITY_OWNER)

/** BACKUP to MASTER, the group with it. */
export function takeOver(turn: Turn, instance: Instance, reason: TransitionReason): void {
  becomeMaster(turn, instance, reason)
  const { group } = instance
  if (group === undefined || group.members.every((member) => member.state === 'MASTER' && group.state === 'MASTER'))
    return
  syncLog(turn, group, 'MASTER', instance)
  for (const member of companions(instance)) if (member.state !== 'MASTER') becomeMaster(turn, member, 'sync-group')
  enterGroup(turn, group, 'MASTER')
}

/** MASTER to BACKUP after a lost election: silently, and the companions as silently (SYN-05). */
export function yieldMastership(turn: Turn, instance: Instance, reason: TransitionReason): void {
  instance.wantsMaster = false
  becomeBackup(turn, instance, reason, { timer: masterDownInterval(instance) })
  followToBackup(turn, instance)
}

/** A companion found a better master: who is master here steps down, who still holds addresses lets them go. */
export function followToBackup(turn: Turn, instance: Instance): void {
  const { group } = instance
  if (group === undefined) return
  if (group.state !== 'MASTER' && !group.members.some((member) => member !== instance && member.holdsAddresses)) return
  const moving = group.state === 'MASTER' || group.members.some((member) => member.state === 'MASTER')
  if (moving) syncLog(turn, group, 'BACKUP', instance)
  for (const member of companions(instance))
    if (member.state === 'MASTER') {
      member.wantsMaster = false
      becomeBackup(turn, member, 'sync-group', { timer: masterDownInterval(member) })
    } else releaseAddresses(turn, member)
  if (moving) enterGroup(turn, group, 'BACKUP')
}

/**
 * A virtual address of a master was removed by somebody: priority 0, the other addresses off, and after the skew time
 * master again if nobody objects (FSM-45, IF-06). The whole group does it, each member with its own priority 0; the group's
 * notify is left out for such a dip.
 */
export function dip(turn: Turn, instance: Instance): void {
  dipOne(turn, instance, 'virtual-address-removed')
  for (const member of companions(instance)) if (member.state === 'MASTER') dipOne(turn, member, 'sync-group')
  if (instance.group !== undefined) {
    instance.group.state = 'BACKUP'
    instance.group.since = turn.now
  }
}

function dipOne(turn: Turn, instance: Instance, reason: TransitionReason): void {
  instance.wantsMaster = false
  becomeBackup(turn, instance, reason, { timer: skewOf(instance), takeover: reason, priorityZero: true })
}

/** Into FAULT, companions with it: those that are master say priority 0 (SYN-06). */
export function fallIntoFault(turn: Turn, instance: Instance, reason: TransitionReason): void {
  if (instance.state !== 'FAULT') becomeFault(turn, instance, reason)
  const { group } = instance
  if (group === undefined || hasFallen(group)) return
  syncLog(turn, group, 'FAULT', instance)
  for (const member of companions(instance)) if (member.state !== 'FAULT') becomeFault(turn, member, 'sync-group')
  enterGroup(turn, group, 'FAULT')
}

/** At start the state of the group comes before those of its members. */
const hasFallen = (group: Group): boolean =>
  group.state === 'FAULT' && group.members.every((member) => member.state === 'FAULT' || member.state === 'INIT')

/** After a reload: a member with a fault may have joined others that were running. */
export function settleFaults(turn: Turn, group: Group): void {
  const faulty = group.members.find((member) => member.faults.length > 0)
  if (faulty !== undefined) fallIntoFault(turn, faulty, 'sync-group')
}

/** Out of FAULT as soon as no member has a fault: all together, the one whose fault went first (SYN-07). */
export function recover(turn: Turn, instance: Instance, reason: TransitionReason): void {
  if (instance.state !== 'FAULT' || isHeldInFault(instance)) return
  const { group } = instance
  if (group === undefined) return leaveFault(turn, instance, reason)
  leaveFault(turn, instance, reason)
  syncLog(turn, group, 'BACKUP', instance)
  for (const member of companions(instance)) if (member.state === 'FAULT') leaveFault(turn, member, 'sync-group')
  enterGroup(turn, group, 'BACKUP')
}

/** To BACKUP with a full timer; an owner that nobody hinders is master at once (FSM-25). */
function leaveFault(turn: Turn, instance: Instance, reason: TransitionReason): void {
  const owner = isUnhinderedOwner(instance)
  if (owner && instance.group === undefined && turn.router.startupDelayEnds === undefined)
    return becomeMaster(turn, instance, reason)
  instance.wantsMaster = owner
  const timer = owner ? Milliseconds(0) : masterDownInterval(instance)
  becomeBackup(turn, instance, reason, { timer, ...(owner ? { takeover: 'address-owner' as const } : {}) })
}

export function notifyGroup(
  turn: Turn,
  group: Group,
  state: GroupState | 'STOP',
  mail = !turn.starting && group.notifiedState !== state,
): void {
  if (state !== 'STOP') group.notifiedState = state
  turn.effects.push({ kind: 'notify', subject: 'GROUP', name: group.config.name, state, priority: 0, mail })
}

/** The group has reached a state: remembered and notified, after all its members (SYN-12). */
export function enterGroup(turn: Turn, group: Group, state: GroupState): void {
  group.state = state
  group.since = turn.now
  notifyGroup(turn, group, state)
}

function syncLog(turn: Turn, group: Group, state: VrrpState, cause: Instance): void {
  logGroup(turn, group, `Syncing instances to ${state} state`, {
    kind: 'group-transition',
    fields: { old_state: group.state, new_state: state, instance: cause.config.name, reason: cause.reason },
  })
}
