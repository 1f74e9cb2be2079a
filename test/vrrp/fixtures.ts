// Configurations for tests of the VRRP core: keepalived's defaults, with what a test cares about on top.

import type { IpAddress } from '../../config/values/ip.js'
import { Seconds } from '../../config/values/time.js'
import type { InterfaceAddress, LinkState } from '../../vrrp/machine/events.js'
import type {
  GarpConfig,
  RunnableInstance,
  NotifyConfig,
  SyncGroupConfig,
  UnenforcedConfig,
  VirtualAddress,
  VrrpConfig,
} from '../../vrrp/config/model.js'

export const ip = (text: string): IpAddress => text as IpAddress

export const noNotify: NotifyConfig = {
  master: undefined,
  backup: undefined,
  fault: undefined,
  stop: undefined,
  any: undefined,
}

export const defaultGarp: GarpConfig = {
  delay: Seconds(5),
  repeat: 5,
  refresh: Seconds(0),
  refreshRepeat: 1,
  lowerPriorityDelay: Seconds(5),
  lowerPriorityRepeat: 5,
}

/** `192.0.2.100/24` on a device. */
export function vip(text: string, device = 'eth0', extra: Partial<VirtualAddress> = {}): VirtualAddress {
  const [address = '', length = '32'] = text.split('/')
  return {
    address: ip(address),
    prefixLength: Number(length),
    device,
    label: undefined,
    scope: 0,
    broadcast: undefined,
    ...extra,
  }
}

export const nothingUnenforced: UnenforcedConfig = {
  strict: false,
  unicast: undefined,
  multicastGroup: undefined,
  hmac: undefined,
  virtualMac: undefined,
  virtualMacForAddresses: false,
  ipvlan: undefined,
  vrf: undefined,
  accept: true,
  otherFamily: [],
  routes: [],
  rules: [],
  tracked: { scripts: [], files: [], processes: [], bfds: [] },
  trackSourceAddress: false,
  ownerIgnoresAdverts: false,
  timerExpiredBackup: undefined,
  v3ChecksumAsV2: false,
  promoteSecondaries: false,
  linkbeatPolling: false,
  extraGarp: undefined,
  receiveBuffer: undefined,
  debug: 0,
  notifyPriorityChanges: false,
  notifyDeleted: undefined,
  notifyLowerPriority: undefined,
}

export const instance = (overrides: Partial<RunnableInstance> = {}): RunnableInstance => ({
  name: 'VI_1',
  interface: 'eth0',
  virtualRouterId: 51,
  version: 2,
  family: 'inet',
  initialState: 'BACKUP',
  priority: 100,
  advertInterval: Seconds(1),
  preempt: true,
  preemptDelay: Seconds(0),
  authentication: { type: 'none' },
  sourceAddress: undefined,
  addresses: [vip('192.0.2.100/24', overrides.interface ?? 'eth0')],
  excludedAddresses: [],
  garp: defaultGarp,
  higherPriorityAdvert: false,
  lowerPriorityNoAdvert: false,
  downTimerAdverts: 3,
  dontTrackPrimary: false,
  trackInterfaces: [],
  skipCheckAdvertAddresses: false,
  notify: noNotify,
  smtpAlert: false,
  group: undefined,
  unenforced: nothingUnenforced,
  ...overrides,
})

export const group = (name: string, members: readonly string[]): SyncGroupConfig => ({
  name,
  members,
  notify: noNotify,
  smtpAlert: false,
})

export const config = (
  instances: readonly RunnableInstance[],
  syncGroups: readonly SyncGroupConfig[] = [],
  extra: Partial<VrrpConfig> = {},
): VrrpConfig => ({
  instances,
  leftOut: [],
  syncGroups,
  multicastGroup4: ip('224.0.0.18'),
  startupDelay: Seconds(0),
  ...extra,
})

export const link = (name: string, overrides: Partial<LinkState> = {}): LinkState => ({
  name,
  index: 2,
  exists: true,
  up: true,
  mtu: 1500,
  mac: '02:00:00:00:00:01',
  noArp: false,
  ...overrides,
})

/** `192.0.2.1/24` on an interface. */
export function address(text: string, device = 'eth0', overrides: Partial<InterfaceAddress> = {}): InterfaceAddress {
  const [host = '', length = '32'] = text.split('/')
  return {
    interface: device,
    address: ip(host),
    prefixLength: Number(length),
    scope: 0,
    secondary: false,
    ...overrides,
  }
}
