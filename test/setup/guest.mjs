// A kernel with IPVS for tests and demo: Debian's kernel package, unpacked below .cache/guest, and a tiny initramfs that mounts this machine's own
// root file system read-only under an overlay in memory. Built once. How it is started is in test/system/lab/guest.ts.

import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

import { cache, must, run, which, isRoot } from './command.mjs'
import { ensurePackages, guestPackages, refreshLists } from './packages.mjs'
import { say } from './report.mjs'

export const guestFolder = join(cache, 'guest')

/** Modules the initramfs loads before there is a root file system; what they depend on comes by itself. */
const earlyModules = ['virtio_pci', '9pnet_virtio', '9p', 'overlay']

/** Returns why there is no guest, or undefined when there is one. */
export async function ensureGuest() {
  if (process.arch !== 'x64') return `the guest kernel is built for x86-64 only, and this is ${process.arch}`
  if (/\s/.test(guestFolder)) return "the project's path contains a space, which a kernel command line cannot hold"
  const { missing, why } = await ensurePackages(guestPackages)
  if (missing.length > 0) return `${missing.join(', ')} cannot be had: ${why}`
  if (existsSync(join(guestFolder, 'version'))) {
    writeInit()
    return undefined
  }
  if (!which('apt-get') || !which('dpkg')) return 'the kernel comes as a Debian package, and there is no apt-get here'
  try {
    await build()
    return undefined
  } catch (error) {
    return error.message
  }
}

async function build() {
  const kernelPackage = await findKernel()
  const version = kernelPackage.replace('linux-image-', '')
  say(`downloading the guest's kernel (${kernelPackage}) into .cache/guest`)
  rmSync(guestFolder, { recursive: true, force: true })
  mkdirSync(guestFolder, { recursive: true })
  // apt's sandbox user cannot write here; the package is checked against the signed lists all the same.
  await must(['apt-get', 'download', '-qq', '-o', 'APT::Sandbox::User=root', kernelPackage], { cwd: guestFolder })
  const archive = readdirSync(guestFolder).find((name) => name.endsWith('.deb'))
  if (archive === undefined) throw new Error(`apt-get downloaded nothing for ${kernelPackage}`)
  const root = join(guestFolder, 'root')
  await must(['dpkg', '-x', archive, 'root'], { cwd: guestFolder })
  rmSync(join(guestFolder, archive))
  if (!existsSync(join(root, 'lib', 'modules', version)))
    throw new Error(`${kernelPackage} holds no modules for ${version}`)
  await must(['depmod', '-b', root, version])
  say("building the guest's first file system")
  await buildInitramfs(join(root, 'lib', 'modules', version))
  writeInit()
  writeFileSync(join(guestFolder, 'version'), `${version}\n`)
}

/** The newest kernel package the lists know; the lists are read first where they are empty. */
async function findKernel() {
  const find = async () =>
    /Depends: (linux-image-\S+)/.exec((await run(['apt-cache', 'depends', 'linux-image-amd64'])).output)?.[1]
  const known = await find()
  if (known !== undefined) return known
  if (isRoot) await refreshLists()
  const found = await find()
  if (found === undefined) throw new Error('the package lists know no linux-image-amd64')
  return found
}

async function buildInitramfs(modules) {
  const tree = join(guestFolder, 'initramfs')
  for (const folder of ['bin', 'proc', 'sys', 'dev', 'host', 'modules'])
    mkdirSync(join(tree, folder), { recursive: true })
  copyFileSync(which('busybox'), join(tree, 'bin', 'busybox'))
  const order = loadOrder(readFileSync(join(modules, 'modules.dep'), 'utf8'), earlyModules)
  const names = []
  for (const path of order) {
    const target = join(tree, 'modules', basename(path))
    copyFileSync(join(modules, path), target)
    if (path.endsWith('.xz')) await must(['xz', '-d', target])
    names.push(basename(path).replace(/\.xz$/, ''))
  }
  writeFileSync(join(tree, 'init'), initScript(names), { mode: 0o755 })
  await must(['sh', '-c', 'find . | cpio -o -H newc > ../initrd'], { cwd: tree })
  rmSync(tree, { recursive: true, force: true })
}

/** Paths from modules.dep for `wanted` and all they depend on, each after what it needs. Built-in modules are not listed there. */
function loadOrder(dependencies, wanted) {
  const needs = new Map()
  for (const line of dependencies.split('\n')) {
    const [path, rest] = line.split(':')
    if (rest !== undefined) needs.set(path, rest.trim().split(' ').filter(Boolean))
  }
  const ordered = new Set()
  const add = (path) => {
    for (const needed of needs.get(path) ?? []) add(needed)
    ordered.add(path)
  }
  for (const name of wanted) {
    const path = [...needs.keys()].find((each) => basename(each).replace(/\.ko.*$/, '') === name)
    if (path !== undefined) add(path)
  }
  return [...ordered]
}

function initScript(modules) {
  return `#!/bin/busybox sh
B=/bin/busybox
$B mount -t proc proc /proc; $B mount -t sysfs sys /sys; $B mount -t devtmpfs dev /dev
for m in ${modules.join(' ')}; do $B insmod /modules/$m; done
$B mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,ro host /host
$B mkdir -p /overlay /new; $B mount -t tmpfs overlay /overlay; $B mkdir /overlay/upper /overlay/work
$B mount -t overlay -o lowerdir=/host,upperdir=/overlay/upper,workdir=/overlay/work root /new
for d in proc sys dev; do $B mount --move /$d /new/$d; done
exec $B switch_root /new /bin/sh "$($B sed 's/.*guest=\\([^ ]*\\).*/\\1/' /new/proc/cmdline)"
`
}

/** The guest's first process, on this machine's own root file system. */
function writeInit() {
  const modules = join(guestFolder, 'root', 'lib', 'modules')
  const script = `export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
mount -t tmpfs run /run
mount -t devpts devpts /dev/pts 2>/dev/null || { mkdir -p /dev/pts; mount -t devpts devpts /dev/pts; }
mount -t cgroup2 cgroup /sys/fs/cgroup
mkdir -p /lib/modules
mount --bind ${modules} /lib/modules
ip link set lo up
echo 0 > /proc/sys/kernel/printk
/bin/sh "$(sed 's/.*job=\\([^ ]*\\).*/\\1/' /proc/cmdline)"
echo "guest-exit $?"
sync
echo o > /proc/sysrq-trigger
sleep 9
`
  writeFileSync(join(guestFolder, 'init'), script)
}
