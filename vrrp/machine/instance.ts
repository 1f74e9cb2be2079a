// One virtual router: what it does about adverts, deadlines and changes around it (section G.2). Decisions only: state changes are in
// transitions.ts, and go through sync-group.ts so that companions follow.

import { compareIp } from '../../config/values/ip.js'
import { after } from '../../config/values/time.js'
import type { Instant } from '../../config/values/time.js'
import { buildAdverts, sendAdvert } from './adverts.js'
import { announceAgain, lowerPriorityBurstDue, refreshDue, secondBurstDue } from './announcements.js'
import type { AdvertFault, ReceivedAdvert } from './events.js'
import { clearedReason, faultText, findFaults } from './faults.js'
import { effectivePriority } from './priority.js'
import { findSource } from './sources.js'
import { isUp } from './state.js'
import type { Fault, Instance } from './state.js'
import {
  companions,
  fallIntoFault,
  followToBackup,
  mayBecomeMaster,
  recover,
  takeOver,
  yieldMastership,
} from './sync-group.js'
import { isDue, masterDownInterval, nextDue, PRIORITY_OWNER, skewOf } from './timers.js'
import { releaseAddresses } from './transitions.js'
import { logInstance, logProblem } from './turn.js'
import type { Turn } from './turn.js'

/** A packet that passed all checks. In INIT and FAULT nothing is recorded (FSM-24). */
export function receiveAdvert(turn: Turn, instance: Instance, advert: ReceivedAdvert): void {
  if (instance.state !== 'BACKUP' && instance.state !== 'MASTER') return
  instance.counters.advertReceived++
  if (advert.priority === 0) instance.counters.priorityZeroReceived++
  const senderKnown = instance.master === advert.source
  if (instance.state === 'BACKUP') {
    backupHears(turn, instance, advert)
    checkAddressList(turn, instance, advert, senderKnown)
  } else {
    checkAddressList(turn, instance, advert, senderKnown)
    masterHears(turn, instance, advert)
  }
}

/** A packet that failed a check: counted, logged once, and no timer moves (RX-27, RX-28). */
export function rejectAdvert(turn: Turn, instance: Instance, source: string, fault: AdvertFault): void {
  instance.counters[fault.counter]++
  logProblem(turn, instance, fault.counter, fault.text, { peer: source })
}

/** A differing address list is told of, not refused (RX-20). */
function checkAddressList(turn: Turn, instance: Instance, advert: ReceivedAdvert, senderKnown: boolean): void {
  const { advertised, config } = instance
  if (advert.addresses === advertised) return
  if (config.skipCheckAdvertAddresses && senderKnown) return
  const missing = advertised.find((address) => !advert.addresses.includes(address))
  const countDiffers = advert.addresses.length !== advertised.length
  if (!countDiffers && missing === undefined) return
  instance.counters.addressListErrors++
  const fields = { peer: advert.source }
  if (countDiffers) {
    const text = `expected ${advertised.length} VIPs but received ${advert.addresses.length}`
    logProblem(turn, instance, 'addressCount', text, fields)
  }
  if (missing !== undefined) {
    const text = `ip address associated with VRID ${config.virtualRouterId} not present in advert from ${advert.source}: ${missing}`
    logProblem(turn, instance, 'addressMissing', text, fields)
  }
}

function backupHears(turn: Turn, instance: Instance, advert: ReceivedAdvert): void {
  if (advert.priority === 0) {
    logInstance(turn, instance, 'Backup received priority 0 advertisement', { detail: true })
    instance.masterDownAt = after(turn.now, skewOf(instance))
    instance.takeoverReason = 'priority-0'
    return
  }
  instance.peerAddress = advert.source
  instance.peerPriority = advert.priority
  if (!instance.config.preempt) return obey(turn, instance, advert)
  if (advert.priority >= instance.effectivePriority) {
    stopPreemptDelay(turn, instance)
    return obey(turn, instance, advert)
  }
  if (preemptDelayed(turn, instance)) return obey(turn, instance, advert)
  instance.takeoverReason = 'preempt'
  const text = `received lower priority (${advert.priority}) advert from ${advert.source} - discarding`
  logInstance(turn, instance, text, { fields: { peer: advert.source, peer_priority: advert.priority } })
}

/** preempt_delay starts with the first advert of a lower priority and protects its sender until it is over (FSM-30, FSM-31). */
function preemptDelayed(turn: Turn, instance: Instance): boolean {
  const { preemptDelay } = instance.config
  if (preemptDelay === 0) return false
  if (instance.preemptAt === undefined) {
    instance.preemptAt = after(turn.now, preemptDelay)
    const text = `start preempt delay (${(preemptDelay / 1000).toFixed(6)})`
    logInstance(turn, instance, text, { detail: true })
  }
  return turn.now < instance.preemptAt
}

function stopPreemptDelay(turn: Turn, instance: Instance): void {
  if (instance.preemptAt === undefined) return
  instance.preemptAt = undefined
  logInstance(turn, instance, 'stop preempt delay', { detail: true })
}

/** There is a master: the timer starts again and the wish to be master is withdrawn (FSM-28, FSM-29, SYN-02). */
function obey(turn: Turn, instance: Instance, advert: ReceivedAdvert): void {
  instance.wantsMaster = false
  instance.masterDownAt = after(turn.now, masterDownInterval(instance))
  instance.takeoverReason = 'receive-timeout'
  if (instance.master !== advert.source) followNewMaster(turn, instance, advert)
  releaseAddresses(turn, instance)
  if (instance.group !== undefined) followToBackup(turn, instance)
}

function followNewMaster(turn: Turn, instance: Instance, advert: ReceivedAdvert): void {
  const change =
    instance.master === undefined
      ? `master set to ${advert.source}`
      : `master changed from ${instance.master} to ${advert.source}`
  instance.master = advert.source
  instance.problemsLogged.clear()
  logInstance(turn, instance, change, {
    detail: true,
    fields: { peer: advert.source, peer_priority: advert.priority },
  })
}

function masterHears(turn: Turn, instance: Instance, advert: ReceivedAdvert): void {
  if (advert.priority === 0) return answerPriorityZero(turn, instance)
  const ours = instance.effectivePriority
  const order = advert.priority - ours || compareIp(advert.source, instance.source ?? advert.source)
  if (order === 0) {
    const text = 'WARNING - equal priority advert received from remote host with our IP address.'
    logProblem(turn, instance, 'ownAddress', text, { peer: advert.source })
    return
  }
  if (advert.priority === PRIORITY_OWNER && ours === PRIORITY_OWNER) reportTwoOwners(turn, instance, advert)
  instance.peerAddress = advert.source
  instance.peerPriority = advert.priority
  if (order > 0) yieldTo(turn, instance, advert)
  else defend(turn, instance, advert)
}

/** Another router stopped: an advert at once tells the backups who is left (FSM-39, FSM-51). */
function answerPriorityZero(turn: Turn, instance: Instance): void {
  logInstance(turn, instance, 'Master received priority 0 message', { detail: true })
  sendAdvert(turn, instance, instance.effectivePriority)
  if (!instance.config.lowerPriorityNoAdvert) restartAdvertTimer(turn, instance)
}

/** Adverts count from now: only ever after one was sent (RX-27). */
function restartAdvertTimer(turn: Turn, instance: Instance): void {
  instance.advertAt = after(turn.now, instance.config.advertInterval)
}

/** A better master: step down without priority 0, so that nobody else starts to count (FSM-41, ACT-04). */
function yieldTo(turn: Turn, instance: Instance, advert: ReceivedAdvert): void {
  const { source, priority } = advert
  const ours = instance.effectivePriority
  const higher = priority > ours
  const text = higher
    ? `Master received advert from ${source} with higher priority ${priority}, ours ${ours}`
    : `Master received advert from ${source} with same priority ${priority} but higher IP address than ours`
  const fields = { peer: source, peer_priority: priority, priority: ours }
  if (instance.config.higherPriorityAdvert) sendAdvert(turn, instance, ours)
  logInstance(turn, instance, text, { fields })
  instance.master = source
  yieldMastership(turn, instance, higher ? 'higher-priority-advert' : 'same-priority-higher-address')
}

/** A worse master: tell it, and repair what its announcements may have spoilt, for the whole group (FSM-40, SYN-08). */
function defend(turn: Turn, instance: Instance, advert: ReceivedAdvert): void {
  const { source, priority } = advert
  const ours = instance.effectivePriority
  const silent = instance.config.lowerPriorityNoAdvert
  const text = `Received advert from ${source} with lower priority ${priority}, ours ${ours}`
  if (!silent) {
    sendAdvert(turn, instance, ours)
    restartAdvertTimer(turn, instance)
  }
  logInstance(turn, instance, silent ? text : `${text}, forcing new election`, {
    fields: { peer: source, peer_priority: priority, priority: ours },
  })
  announceAgain(turn, instance)
  for (const member of companions(instance)) if (member.state === 'MASTER') announceAgain(turn, member)
}

function reportTwoOwners(turn: Turn, instance: Instance, advert: ReceivedAdvert): void {
  const text = `CONFIGURATION ERROR: local instance and ${advert.source} are both configured as address owner, please resolve`
  logProblem(turn, instance, 'twoOwners', text, { peer: advert.source })
}

/** Does what is due. Each deadline is moved past `now`, so one call is enough. */
export function runDeadlines(turn: Turn, instance: Instance): void {
  if (isDue(instance.masterDownAt, turn.now)) masterDownDue(turn, instance)
  if (isDue(instance.advertAt, turn.now)) advertDue(turn, instance, instance.advertAt)
  if (isDue(instance.secondBurstAt, turn.now)) secondBurstDue(turn, instance)
  if (isDue(instance.lowerPriorityBurstAt, turn.now)) lowerPriorityBurstDue(turn, instance)
  if (isDue(instance.refreshAt, turn.now)) refreshDue(turn, instance)
}

/** Nobody is heard: take over, or if companions are not ready wish for it and wait another full interval (SYN-02). */
function masterDownDue(turn: Turn, instance: Instance): void {
  logInstance(turn, instance, 'Receive advertisement timeout', { detail: true })
  instance.wantsMaster = true
  if (mayBecomeMaster(instance)) takeOver(turn, instance, instance.takeoverReason)
  else instance.masterDownAt = after(turn.now, masterDownInterval(instance))
}

function advertDue(turn: Turn, instance: Instance, due: Instant): void {
  sendAdvert(turn, instance, instance.effectivePriority)
  instance.advertAt = nextDue(due, turn.now, instance.config.advertInterval)
}

/** Links, addresses or the configuration have changed: what follows for source, priority and faults. */
export function reconsider(turn: Turn, instance: Instance): void {
  updateSource(turn, instance)
  updatePriority(turn, instance, skewOf(instance))
  updateFaults(turn, instance)
}

/** Another primary address takes the place of a lost one; without any, the old one stays for a last word (IF-04). */
export function updateSource(turn: Turn, instance: Instance): void {
  const found = findSource(turn.router, instance)
  if (found === undefined || found === instance.source) return
  if (instance.source !== undefined)
    logInstance(turn, instance, `primary address changed from ${instance.source} to ${found}`)
  instance.source = found
  buildAdverts(turn.router, instance)
}

/** In BACKUP the deadline moves by the difference of the skews, never into the past (TMR-10, TRK-13). */
export function updatePriority(turn: Turn, instance: Instance, oldSkew: number): void {
  const priority = effectivePriority(instance.config, (name) => isUp(turn.router, name))
  if (priority !== instance.effectivePriority) {
    const text = `Changing effective priority from ${instance.effectivePriority} to ${priority}`
    instance.effectivePriority = priority
    logInstance(turn, instance, text, { fields: { priority } })
  }
  if (instance.masterDownAt === undefined) return
  const shifted = instance.masterDownAt + skewOf(instance) - oldSkew
  if (shifted !== instance.masterDownAt) instance.masterDownAt = Math.max(turn.now, shifted) as Instant
}

export function updateFaults(turn: Turn, instance: Instance): void {
  const before = instance.faults
  instance.faults = findFaults(turn.router, instance)
  const [first] = instance.faults
  if (first === undefined) {
    if (before.length > 0) recover(turn, instance, clearedReason(before[0]))
  } else if (before.length === 0) {
    logFaults(turn, instance)
    fallIntoFault(turn, instance, first.kind)
  }
}

/** One line for each reason. */
export function logFaults(turn: Turn, instance: Instance): void {
  for (const fault of instance.faults) logFault(turn, instance, fault)
}

function logFault(turn: Turn, instance: Instance, fault: Fault): void {
  const { mark, text } = faultText(fault)
  logInstance(turn, instance, text, { mark, fields: { reason: fault.kind } })
}
