// IPVS as seen from the laboratory: the table as ipvsadm prints it, and web traffic counted by the server that answered.

import type { Browser, Visit } from '../../lab/traffic.js'
import type { Namespace } from '../../lab/namespace.js'

/** `ipvsadm -Ln` without its connection counters. */
export async function listing(director: Namespace): Promise<string> {
  const text = await director.run(['ipvsadm', '-Ln'])
  return text
    .split('\n')
    .map((line) => line.replace(/^(\s+-> \S+\s+\S+\s+\d+)\s.*$/, '$1').trimEnd())
    .slice(1)
    .join('\n')
}

/** `ipvsadm -Sn`: the commands that would make this table. */
export function saved(director: Namespace): Promise<string> {
  return director.run(['ipvsadm', '-Sn'])
}

/** The weight of a destination, or undefined when it is not in the table. */
export async function weight(director: Namespace, destination: string): Promise<number | undefined> {
  const line = (await saved(director)).split('\n').find((each) => each.includes(`-r ${destination} `))
  const found = line === undefined ? null : /-w (\d+)/.exec(line)
  return found === null ? undefined : Number(found[1])
}

/** How many requests each server answered, and how many failed, one request from each address. */
export async function browse(browser: Browser, addresses: readonly string[]): Promise<Record<string, number>> {
  const visits = await Promise.all(addresses.map((address) => browser.visit(address)))
  return tally(visits)
}

function tally(visits: readonly Visit[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { server, error } of visits) {
    const key = server ?? `failed: ${error ?? 'unknown'}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}
