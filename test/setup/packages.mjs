// System packages of a Debian-like machine: named before they are installed, installed only where missing and only as root. No service
// is started by it: a policy-rc.d that forbids it stands while packages are set up.

import { existsSync, rmSync, writeFileSync } from 'node:fs'

import { isRoot, must, run, which } from './command.mjs'
import { say } from './report.mjs'

/** A package and how to see that what is needed of it is there. */
export const systemPackages = [
  { name: 'iproute2', there: () => which('ip') },
  { name: 'util-linux', there: () => which('unshare') && which('nsenter') && which('setpriv') },
  { name: 'procps', there: () => which('sysctl') },
  { name: 'tcpdump', there: () => which('tcpdump') },
  { name: 'python3', there: () => which('python3') },
  { name: 'keepalived', there: () => which('keepalived') },
  { name: 'ipvsadm', there: () => which('ipvsadm') },
  { name: 'systemd', there: () => which('systemd-analyze') && which('journalctl') && journald() },
]

export const guestPackages = [
  { name: 'qemu-system-x86', there: () => which('qemu-system-x86_64') },
  { name: 'busybox-static', there: () => existsSync('/usr/share/doc/busybox-static') && which('busybox') },
  { name: 'kmod', there: () => which('depmod') },
  { name: 'cpio', there: () => which('cpio') },
  { name: 'xz-utils', there: () => which('xz') },
]

export const compilerPackages = [
  { name: 'python3', there: () => which('python3') },
  { name: 'make', there: () => which('make') },
  { name: 'g++', there: () => which('g++') || which('c++') },
]

/** The path of systemd's journal daemon, or undefined. */
export function journald() {
  return ['/lib/systemd/systemd-journald', '/usr/lib/systemd/systemd-journald'].find((path) => existsSync(path))
}

/** Installs what is missing of `packages` where that is possible. Returns the names still missing and why. */
export async function ensurePackages(packages) {
  const missing = packages.filter(({ there }) => !there()).map(({ name }) => name)
  if (missing.length === 0) return { missing, why: '' }
  if (!which('apt-get')) return { missing, why: 'this system has no apt-get' }
  if (!isRoot) return { missing, why: 'installing needs root' }
  say(`installing system packages: ${missing.join(' ')}`)
  try {
    await refreshLists()
    await withoutServices(() =>
      must(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...missing], { env: quiet }),
    )
  } catch (error) {
    return { missing: packages.filter(({ there }) => !there()).map(({ name }) => name), why: error.message }
  }
  const still = packages.filter(({ there }) => !there()).map(({ name }) => name)
  return { missing: still, why: 'apt-get installed it, but what is needed of it is not there' }
}

let refreshed = false

/** `apt-get update`, once. */
export async function refreshLists() {
  if (refreshed) return
  say('reading package lists (apt-get update)')
  const { status, output } = await run(['apt-get', 'update', '-qq'], { env: quiet })
  refreshed = true
  if (status !== 0)
    say(
      `apt-get update ended with status ${status}; going on with the lists there are: ${output.trim().split('\n')[0]}`,
    )
}

const quiet = { DEBIAN_FRONTEND: 'noninteractive' }

async function withoutServices(install) {
  const policy = '/usr/sbin/policy-rc.d'
  const ours = !existsSync(policy)
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await install()
  } finally {
    if (ours) rmSync(policy, { force: true })
  }
}
