// What a check wants to know of a machine: facts only, looked up when asked for. host.ts reads them from the system, tests make them up.

import type { IpAddress } from '../../config/values/ip.js'

export interface Machine {
  /** By name; undefined = cannot be told (no /proc). */
  readonly interfaces: ReadonlyMap<string, NetworkInterface> | undefined
  /** Links followed; undefined = there is none, or it cannot be looked at. */
  file(path: string): FileFacts | undefined
  /** Of a text file of the system; undefined when it cannot be read. */
  text(path: string): string | undefined
  /** The path without links; undefined when there is no such file. */
  realPath(path: string): string | undefined
  user(name: string): { readonly uid: number; readonly gid: number } | undefined
  /** The number of a group. */
  group(name: string): number | undefined
  /** `net.ipv4.ip_forward`; undefined when the kernel has no such setting. */
  sysctl(name: string): string | undefined
  module(name: string): ModuleState
  /** Effective capabilities as a bit mask; undefined = cannot be told. */
  readonly capabilities: bigint | undefined
  /** Of whoever checks. */
  readonly uid: number
  /** PATH */
  readonly searchPath: string
  /** The command line of a process, its words ended by NUL; undefined when there is no such process. */
  commandLine(pid: number): string | undefined
}

/** available: the kernel loads it when it is needed; unknown: nothing on this machine tells. */
export type ModuleState = 'loaded' | 'available' | 'absent' | 'unknown'

export interface NetworkInterface {
  /** Up with a carrier; undefined = cannot be told. */
  readonly running: boolean | undefined
  readonly loopback: boolean
  /** Bytes; undefined = cannot be told. */
  readonly mtu: number | undefined
  /** Empty as well when the interface is not running. */
  readonly addresses: readonly InterfaceAddress[]
}

export interface InterfaceAddress {
  readonly address: IpAddress
  readonly prefixLength: number
}

export interface FileFacts {
  readonly kind: 'file' | 'directory' | 'other'
  /** The twelve permission bits. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
}
