// Virtual addresses are added, removed and announced one after the other in the order in which the core asked for it, without
// the core waiting: an address is announced only after it was added, and one that could not be added is not announced.
// Knows nothing of netlink or ARP; both are handed in.

import type { IpAddress } from '../../config/values/ip.js'
import type { VirtualAddress } from '../config/model.js'

/** "Already there" and "not there" count as done. */
export type AddressResult =
  { readonly ok: true } | { readonly ok: false; readonly errno: string; readonly reason: string }

export interface AddressWorkOptions {
  readonly addAddress: (address: VirtualAddress) => Promise<AddressResult>
  readonly removeAddress: (address: VirtualAddress) => Promise<AddressResult>
  readonly announce: (instance: string, addresses: readonly VirtualAddress[], repeat: number) => void
  /** Announcements already handed over are to be withdrawn. */
  readonly withdraw: (instance: string, addresses: readonly VirtualAddress[]) => void
  readonly failed: (instance: string, address: IpAddress, reason: string) => void
}

export interface AddressWork {
  add(instance: string, addresses: readonly VirtualAddress[]): void
  /** Also withdraws announcements of these addresses that have not been made yet (GARP-06). */
  remove(instance: string, addresses: readonly VirtualAddress[]): void
  announce(instance: string, addresses: readonly VirtualAddress[], repeat: number): void
  /** Resolves when everything asked for so far is done. */
  settled(): Promise<void>
}

type Job =
  | { readonly kind: 'add' | 'remove'; readonly instance: string; readonly address: VirtualAddress }
  | {
      readonly kind: 'announce'
      readonly instance: string
      addresses: readonly VirtualAddress[]
      readonly repeat: number
    }

export function createAddressWork(options: AddressWorkOptions): AddressWork {
  const jobs: Job[] = []
  let running: Promise<void> | undefined
  /** Addresses whose addition failed, until it succeeds. */
  const missing = new Set<string>()

  function enqueue(...more: Job[]): void {
    jobs.push(...more)
    running ??= run()
  }

  /** Begins in a later turn of the loop: adverts that the core asked for together with this leave first. */
  async function run(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      if (job.kind === 'announce') announce(job.instance, job.addresses, job.repeat)
      else await change(job.kind, job.instance, job.address)
    }
    running = undefined
  }

  async function change(kind: 'add' | 'remove', instance: string, address: VirtualAddress): Promise<void> {
    const result = await attempt(kind === 'add' ? options.addAddress : options.removeAddress, address)
    if (kind === 'add' && !result.ok) missing.add(keyOf(address))
    else missing.delete(keyOf(address))
    if (!result.ok) options.failed(instance, address.address, result.reason)
  }

  function announce(instance: string, addresses: readonly VirtualAddress[], repeat: number): void {
    const present = addresses.filter((address) => !missing.has(keyOf(address)))
    if (present.length > 0) options.announce(instance, present, repeat)
  }

  return {
    add: (instance, addresses) => enqueue(...addresses.map((address) => ({ kind: 'add', instance, address }) as const)),
    remove(instance, addresses) {
      const gone = new Set(addresses.map(keyOf))
      for (const job of jobs) {
        if (job.kind === 'announce' && job.instance === instance)
          job.addresses = job.addresses.filter((address) => !gone.has(keyOf(address)))
      }
      options.withdraw(instance, addresses)
      enqueue(...addresses.map((address) => ({ kind: 'remove', instance, address }) as const))
    },
    announce: (instance, addresses, repeat) => enqueue({ kind: 'announce', instance, addresses, repeat }),
    settled: async () => {
      while (running !== undefined) await running
    },
  }
}

const keyOf = ({ device, address }: VirtualAddress): string => `${device} ${address}`

/** A throw is a failure of this address like any other: it must not stop the ones behind it (ACT-03). */
async function attempt(
  change: (address: VirtualAddress) => Promise<AddressResult>,
  address: VirtualAddress,
): Promise<AddressResult> {
  try {
    return await change(address)
  } catch (error) {
    return { ok: false, errno: 'unknown', reason: error instanceof Error ? error.message : String(error) }
  }
}
