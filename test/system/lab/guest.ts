// Boots the guest kernel that test/setup/guest.mjs has built and runs one program in it. What the program prints arrives line by line; the
// guest sees this machine's files, read-only, and nothing of its network.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { startProcess, type Running } from './process.js'
import { inProject } from './root.js'

export interface GuestOptions {
  /** Path and arguments of a program for Node. */
  readonly program: readonly string[]
  /** Shell lines before it, for instance `modprobe ip_vs`. */
  readonly before?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Called for each line of the program, in order; boot messages are left out. */
  readonly onLine: (line: string) => void
}

export interface Guest {
  /** The program's exit status; rejects when the guest ends without one. */
  readonly ended: Promise<number>
  /** Switches it off. */
  stop(): Promise<void>
}

/** Whether a guest has been built. */
export function guestIsBuilt(): boolean {
  return existsSync(inProject('.cache', 'guest', 'version'))
}

/** Kernel modules of the laboratory: namespaces' cables and switches, IPVS with what the examples use. */
export const labModules = [
  'veth',
  'bridge',
  'ip_vs',
  'ip_vs_rr',
  'ip_vs_wrr',
  'ip_vs_wlc',
  'ip_vs_lc',
  'ip_vs_sh',
  'af_packet',
]

export function bootGuest(options: GuestOptions): Guest {
  const job = writeJob(options)
  const qemu = startProcess(qemuCommand(job), {})
  const begin = '@begin'
  let begun = false
  let status: number | undefined
  qemu.onLine(({ text }) => {
    const line = text.replace(/\r$/, '')
    const exit = /^guest-exit (\d+)/.exec(line)
    if (exit !== null) status = Number(exit[1])
    else if (line.endsWith(begin)) begun = true
    else if (begun && status === undefined) options.onLine(line)
  })
  return {
    ended: qemu.ended.then(() => {
      rmSync(job, { force: true })
      if (status === undefined) throw new Error(`the guest ended by itself:\n${lastLines(qemu)}`)
      return status
    }),
    stop: async () => {
      await qemu.crash()
      rmSync(job, { force: true })
    },
  }
}

let jobs = 0

function writeJob({ program, before = [], env = {} }: GuestOptions): string {
  const folder = inProject('.cache', 'guest', 'jobs')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${process.pid}-${jobs++}.sh`)
  const lines = [
    ...labModules.map((name) => `modprobe -q ${name} || true`),
    ...Object.entries(env).map(([name, value]) => `export ${name}=${quote(value)}`),
    ...before,
    `cd ${quote(inProject())}`,
    'echo @begin',
    [process.execPath, ...program].map(quote).join(' '),
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

function qemuCommand(job: string): string[] {
  const folder = inProject('.cache', 'guest')
  const version = readFileSync(join(folder, 'version'), 'utf8').trim()
  const kernel = [
    'console=ttyS0',
    'quiet',
    'panic=-1',
    'mitigations=off',
    `guest=${join(folder, 'init')}`,
    `job=${job}`,
  ]
  const options = [
    ['-M', 'q35,accel=tcg'],
    ['-cpu', 'max'],
    ['-smp', '2'],
    ['-m', '2048'],
    ['-display', 'none'],
    ['-monitor', 'none'],
    ['-serial', 'stdio'],
    ['-no-reboot'],
    ['-nic', 'none'],
    ['-kernel', join(folder, 'root', 'boot', `vmlinuz-${version}`)],
    ['-initrd', join(folder, 'initrd')],
    ['-append', kernel.join(' ')],
    ['-fsdev', 'local,id=host,path=/,security_model=none,readonly=on,multidevs=remap'],
    ['-device', 'virtio-9p-pci,fsdev=host,mount_tag=host'],
  ]
  return ['qemu-system-x86_64', ...options.flat()]
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function lastLines({ lines }: Running): string {
  return lines
    .slice(-30)
    .map(({ text }) => text)
    .join('\n')
}
