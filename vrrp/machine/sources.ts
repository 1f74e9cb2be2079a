// The primary address of an instance: what its adverts come from and what settles equal priorities (PKT-05, IF-04).

import { familyOf } from '../../config/values/ip.js'
import type { IpAddress } from '../../config/values/ip.js'
import type { InterfaceAddress } from './events.js'
import type { Instance, RouterState } from './state.js'
import { isForeign } from './vips.js'

const SCOPE_GLOBAL = 0
const SCOPE_HOST = 254

/**
 * mcast_src_ip, or the address in use while it is still there, or the first of the interface: primary before
 * secondary, global before narrower scopes. Virtual addresses never count, except those an address owner found in place at
 * start: they are the host's own.
 */
export function findSource(router: RouterState, instance: Instance): IpAddress | undefined {
  const configured = instance.config.sourceAddress
  if (configured !== undefined) return configured
  let best: InterfaceAddress | undefined
  for (const candidate of router.addresses.get(instance.config.interface) ?? []) {
    if (!isUsable(router, instance, candidate)) continue
    if (candidate.address === instance.source) return candidate.address
    if (best === undefined || rank(candidate) < rank(best)) best = candidate
  }
  return best?.address
}

function isUsable(router: RouterState, instance: Instance, candidate: InterfaceAddress): boolean {
  if (familyOf(candidate.address) !== 'inet' || candidate.scope >= SCOPE_HOST) return false
  return !router.virtualAddresses.has(candidate.address) || isForeign(instance.vips, candidate)
}

const rank = (candidate: InterfaceAddress): number =>
  (candidate.secondary ? 2 : 0) + (candidate.scope === SCOPE_GLOBAL ? 0 : 1)
