// The schedulers of IPVS that a configuration can name, and since when the kernel has the newer ones.

export const schedulers = [
  'rr',
  'wrr',
  'lc',
  'wlc',
  'lblc',
  'sh',
  'mh',
  'dh',
  'fo',
  'ovf',
  'lblcr',
  'sed',
  'nq',
  'twos',
] as const

export type Scheduler = (typeof schedulers)[number]

/** keepalived's default. */
export const defaultScheduler: Scheduler = 'wlc'

/** The first release of Linux with the scheduler; the others are older than any kernel in use. */
export const kernelSince: ReadonlyMap<Scheduler, string> = new Map([
  ['fo', '3.18'],
  ['ovf', '4.3'],
  ['mh', '4.18'],
  ['twos', '5.12'],
])
