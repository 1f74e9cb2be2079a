// Gratuitous ARP counts and times of an instance: its own settings, else the global ones, else keepalived's defaults.

import type { GlobalValues } from '../../config/global-defs.js'
import { Seconds } from '../../config/values/time.js'
import type { InstanceValues } from './instance.js'
import type { GarpConfig } from './model.js'

/**
 * The settings for a lower priority fall back to the global settings for a new master, not to the instance's own ones.
 * vrrp_min_garp changes only what no global keyword sets.
 */
export function garpConfig(values: InstanceValues, globals: GlobalValues): GarpConfig {
  const delay = globals.garpMasterDelay ?? Seconds(globals.minGarp ? 0 : 5)
  const repeat = globals.garpMasterRepeat ?? (globals.minGarp ? 1 : 5)
  return {
    delay: values.garpMasterDelay ?? delay,
    repeat: values.garpMasterRepeat ?? repeat,
    refresh: values.garpMasterRefresh ?? globals.garpMasterRefresh ?? Seconds(0),
    refreshRepeat: values.garpMasterRefreshRepeat ?? globals.garpMasterRefreshRepeat ?? 1,
    lowerPriorityDelay: values.garpLowerPrioDelay ?? globals.garpLowerPrioDelay ?? delay,
    lowerPriorityRepeat: values.garpLowerPrioRepeat ?? globals.garpLowerPrioRepeat ?? repeat,
  }
}
