// What a line of virtual_ipaddress, virtual_ipaddress_excluded or static_ipaddress says. Plain readonly data. How it is read is in
// virtual-address.ts.

import type { IpAddress } from '../../config/values/ip.js'
import type { Duration } from '../../config/values/time.js'

/** As written: what the instance supplies is still missing. */
export interface AddressLine {
  readonly address: IpAddress
  readonly prefixLength: number
  readonly device: string | undefined
  readonly label: string | undefined
  readonly scope: number
  readonly broadcast: IpAddress | '+' | '-' | undefined
  /** What is read and not acted on yet; absent when there is nothing of it. */
  readonly unenforced?: AddressOptions
}

/** Each is there only when the line has it. */
export interface AddressOptions {
  /** The address of the other end; the prefix length is that of a host then. */
  readonly peer?: IpAddress
  readonly home?: true
  /** `-nodad`: does without duplicate address detection. */
  readonly noDuplicateDetection?: true
  readonly manageTemporary?: true
  readonly noPrefixRoute?: true
  readonly autojoin?: true
  /** `no_track`: losing the address is no fault. */
  readonly untracked?: true
  /** Default for IPv6: 0 s with a length of 128, else forever. */
  readonly preferredLifetime?: Duration | 'forever'
  /** The address gets a virtual MAC address on its device. */
  readonly virtualMac?: true
  /** Of static addresses only. */
  readonly trackGroup?: string
}
