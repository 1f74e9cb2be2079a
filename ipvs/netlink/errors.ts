// Kernel error numbers as values with their names. Knows nothing of the requests that met them.

/** An error answered by the kernel, or one of ours: ETIMEDOUT (no answer in time), ECANCELED (socket closed), EPROTO. */
export interface NetlinkError {
  /** Positive errno. */
  readonly errno: number
  /** Symbolic name, or `errno N` for a number without one here. */
  readonly name: string
  /** The kernel's own words (extended acknowledgement), when it gave any. */
  readonly text?: string
}

export const ERRNO = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  ENOSPC: 28,
  ERANGE: 34,
  ENOSYS: 38,
  EPROTO: 71,
  EOVERFLOW: 75,
  EMSGSIZE: 90,
  ENOPROTOOPT: 92,
  EPROTONOSUPPORT: 93,
  EOPNOTSUPP: 95,
  EAFNOSUPPORT: 97,
  EADDRINUSE: 98,
  EADDRNOTAVAIL: 99,
  ENETDOWN: 100,
  ENETUNREACH: 101,
  ENOBUFS: 105,
  ETIMEDOUT: 110,
  ECONNREFUSED: 111,
  ECANCELED: 125,
} as const

export type ErrnoName = keyof typeof ERRNO

const names = new Map<number, string>(Object.entries(ERRNO).map(([name, number]) => [number, name]))

export const errnoName = (errno: number): string => names.get(errno) ?? `errno ${errno}`

/** An error from its positive number, with the kernel's words if there are any. */
export const netlinkError = (errno: number, text?: string): NetlinkError =>
  text === undefined ? { errno, name: errnoName(errno) } : { errno, name: errnoName(errno), text }

/** `ENOENT (2)`, `EINVAL (22): Invalid prefix length`. */
export const formatError = (error: NetlinkError): string =>
  `${error.name.startsWith('errno') ? error.name : `${error.name} (${error.errno})`}${error.text === undefined ? '' : `: ${error.text}`}`
