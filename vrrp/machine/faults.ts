// Which reasons forbid an instance to run (IF-01 … IF-04, IF-11, TRK-02). Computed anew from links and addresses each
// time, so that no count can go wrong; several reasons stand side by side and all must go.

import { findSource } from './sources.js'
import { isContent } from './priority.js'
import { isUp } from './state.js'
import type { Fault, Instance, RouterState, TransitionReason } from './state.js'

export function findFaults(router: RouterState, instance: Instance): readonly Fault[] {
  const { config } = instance
  const faults: Fault[] = []
  const holder = router.byInterface.get(config.interface)?.get(config.virtualRouterId)
  if (holder !== undefined && holder !== instance) faults.push({ kind: 'duplicate-vrid', holder: holder.config.name })
  if (!ownInterfaceUp(router, instance)) faults.push({ kind: 'link-down', interface: config.interface })
  for (const tracked of config.trackInterfaces)
    if (tracked.weight === 0 && !isContent(tracked, isUp(router, tracked.interface)))
      faults.push({ kind: 'tracked-interface-down', interface: tracked.interface })
  if (findSource(router, instance) === undefined) faults.push({ kind: 'no-source-address' })
  return faults
}

/** dont_track_primary forgives a missing carrier, not a missing interface: nothing could be sent there. */
function ownInterfaceUp(router: RouterState, instance: Instance): boolean {
  const name = instance.config.interface
  return instance.config.dontTrackPrimary ? router.links.get(name)?.exists === true : isUp(router, name)
}

/** keepalived's words for entering FAULT; `mark` stands between name and text as keepalived has it. */
export function faultText(fault: Fault): {
  readonly mark: ' ' | ': '
  readonly text: string
  /** The part in brackets, for reports. */
  readonly reason: string
} {
  const reason = describe(fault)
  const mark = fault.kind === 'link-down' || fault.kind === 'tracked-interface-down' ? ': ' : ' '
  return { mark, text: `entering FAULT state (${reason})`, reason }
}

function describe(fault: Fault): string {
  switch (fault.kind) {
    case 'link-down':
    case 'tracked-interface-down':
      return `interface ${fault.interface} down`
    case 'no-source-address':
      return 'no IPv4 address for interface'
    case 'duplicate-vrid':
      return `VRID already in use by ${fault.holder} on the same interface`
  }
}

/** What going away of a fault is called. */
export function clearedReason(fault: Fault | undefined): TransitionReason {
  switch (fault?.kind) {
    case undefined:
    case 'link-down':
      return 'link-up'
    case 'tracked-interface-down':
      return 'tracked-interface-up'
    case 'no-source-address':
      return 'source-address-added'
    case 'duplicate-vrid':
      return 'duplicate-vrid-resolved'
  }
}
