// What is on the wire of a namespace's interface, as it arrives: tcpdump writes packets to a pipe, and tests look at the fields.

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

import { readAdvert, readArp, type Advert, type Arp } from './frames.js'
import type { Namespace } from './namespace.js'
import { pcapReader, type Captured } from './pcap.js'
import { python } from './python.js'
import { until } from './wait.js'

export interface Capture {
  readonly packets: readonly Captured[]
  adverts(): Advert[]
  /** ARP requests whose sender and target address are the same. */
  gratuitous(address?: string): Arp[]
  stop(): void
}

/** Starts to capture VRRP and ARP (only about the addresses `about`, when there are any) on `device`; resolves when it listens. */
export async function capture(machine: Namespace, device = 'eth0', about: readonly string[] = []): Promise<Capture> {
  const arp = about.length === 0 ? ['arp'] : about.map((address) => `arp host ${address}`)
  const filter = ['proto 112', ...arp].join(' or ')
  const tcpdump = ['tcpdump', '-U', '-Z', 'root', '--immediate-mode', '-s', '0', '-n', '-w', '-', '-i', device, filter]
  const argv = inUserNamespace() ? python('capture.py', device, ...about) : tcpdump
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...machine.inside(argv)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const packets: Captured[] = []
  const read = pcapReader()
  child.stdout.on('data', (chunk: Buffer) => packets.push(...read(chunk)))
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  await until(`${argv[0] ?? ''} listening`, () => said.includes('listening on'), { detail: () => said })
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

/** tcpdump gives up privileges it does not have there, and ends: a small program stands in for it. */
function inUserNamespace(): boolean {
  return !/^\s*0\s+0\s+4294967295/.test(readFileSync('/proc/self/uid_map', 'utf8'))
}
