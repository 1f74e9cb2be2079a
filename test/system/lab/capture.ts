// What is on the wire of a namespace's interface, as it arrives: tcpdump writes packets to a pipe, and tests look at the fields.

import { spawn } from 'node:child_process'

import { readAdvert, readArp, type Advert, type Arp } from './frames.js'
import type { Namespace } from './namespace.js'
import { pcapReader, type Captured } from './pcap.js'
import { until } from './wait.js'

export interface Capture {
  readonly packets: readonly Captured[]
  adverts(): Advert[]
  /** ARP requests whose sender and target address are the same. */
  gratuitous(address?: string): Arp[]
  stop(): void
}

/** Starts to capture VRRP and ARP (or `filter`) on `device`; resolves when tcpdump listens. */
export async function capture(machine: Namespace, device = 'eth0', filter = 'proto 112 or arp'): Promise<Capture> {
  const argv = ['tcpdump', '-U', '-Z', 'root', '--immediate-mode', '-s', '0', '-n', '-w', '-', '-i', device, filter]
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...machine.inside(argv)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const packets: Captured[] = []
  const read = pcapReader()
  child.stdout.on('data', (chunk: Buffer) => packets.push(...read(chunk)))
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  await until('tcpdump listening', () => said.includes('listening on'), { detail: () => said })
  return {
    packets,
    adverts: () => packets.map(readAdvert).filter((advert) => advert !== undefined),
    gratuitous: (address) =>
      packets
        .map(readArp)
        .filter((arp) => arp !== undefined)
        .filter((arp) => arp.senderIp === arp.targetIp && (address === undefined || arp.senderIp === address)),
    stop: () => {
      child.kill('SIGKILL')
    },
  }
}
