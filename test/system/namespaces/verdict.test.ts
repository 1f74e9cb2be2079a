import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareFile, errorsOf, theirVerdict, type Compared } from '../../support/oracle.mjs'
import { oursOn } from '../../support/ours.js'
import { openNamespace, type Namespace } from '../lab/namespace.js'

// The same files to lvs-ha and to the configuration test of the installed keepalived: our own corpus, the samples that come with
// keepalived and those of its manual page, where these are installed. Interfaces that a file names exist in the namespace.

const own = 'test/config/corpus/'
const samples = '/usr/share/doc/keepalived/samples/'
const manual = '/usr/share/man/man5/keepalived.conf.5.gz'

/** What newer releases of keepalived accept: `no_virtual_ipaddress`, and unicast without an interface. */
const older = /^Unknown keyword 'no_virtual_ipaddress'|^\(PLAIN\) No VIP specified|^\(UNICAST\) Unknown interface!/

interface Text {
  readonly name: string
  readonly text: string
}

const ownTexts: readonly Text[] = readdirSync(own)
  .filter((name) => name.endsWith('.conf'))
  .map((name) => ({ name, text: readFileSync(own + name, 'utf8') }))

const sampleTexts: readonly Text[] = existsSync(samples)
  ? readdirSync(samples)
      .filter((name) => name.startsWith('keepalived.conf'))
      .map((name) => ({ name, text: readFileSync(samples + name, 'utf8') }))
  : []

/** What stands between `.nf` and `.fi`, without the marks of the page; one that makes 65 000 instances is left out. */
const manualTexts: readonly Text[] = existsSync(manual)
  ? [
      ...gunzipSync(readFileSync(manual))
        .toString()
        .matchAll(/^\.nf\n(.*?)^\.fi/gms),
    ]
      .map(([, text = ''], index) => ({
        name: `manual ${index + 1}`,
        text: text
          .replaceAll(/^\.[a-zA-Z]+.*\n/gm, '')
          .replaceAll(/\\f[BRIP]/g, '')
          .replaceAll('\\e', '\\')
          .replaceAll('\\-', '-')
          .replaceAll('\\\\', '\\'),
      }))
      .filter(({ text }) => !text.includes('~SEQ(IF,0,7)'))
  : []

let machine: Namespace
let peers = 0
let folder: string

beforeAll(async () => {
  machine = await openNamespace('oracle')
  folder = mkdtempSync(join(tmpdir(), 'lvs-ha-oracle-'))
})
afterAll(async () => {
  await machine.close()
  rmSync(folder, { recursive: true })
})

async function compare({ name, text }: Text): Promise<Compared> {
  const file = join(folder, 'x.conf')
  writeFileSync(file, text)
  await addInterfaces(text)
  return compareFile({ name, text }, await keepalivedOn(file), oursOn(file))
}

/** Every word that could be an interface is one: keepalived asks the machine. */
async function addInterfaces(text: string): Promise<void> {
  const words = new Set(text.match(/[A-Za-z][A-Za-z0-9_.-]{0,14}(?=[\s{}:]|$)/g))
  const known = new Set(await names())
  const missing = [...words].filter((word) => !known.has(word) && /^(eth|bond|ens|eno|br|vrrp)[\d.][\w.]*$/.test(word))
  if (missing.length === 0) return
  await machine.ip(
    ...missing.flatMap((word) => [`link add ${word} type veth peer name peer${peers++}`, `link set ${word} up`]),
  )
}

const names = async (): Promise<readonly string[]> =>
  (JSON.parse(await machine.run(['ip', '-j', 'link'])) as readonly { readonly ifname: string }[]).map(
    ({ ifname }) => ifname,
  )

/** As an oracle file has it: the status, then what it wrote. */
function keepalivedOn(file: string): Promise<string> {
  const [program = '', ...args] = machine.inside(['keepalived', '-t', '-i', 'vm', '-f', file])
  return new Promise((done) => {
    execFile(program, args, { timeout: 30_000 }, (error, stdout, stderr) => {
      const status = typeof error?.code === 'number' ? error.code : error === null ? 0 : 143
      done(`# exit ${status}\n${stdout}${stderr}`)
    })
  })
}

describe.each<{ readonly kind: string; readonly texts: readonly Text[] }>([
  { kind: 'our own corpus', texts: ownTexts },
  { kind: 'the samples of keepalived', texts: sampleTexts },
  { kind: 'the manual page of keepalived', texts: manualTexts },
])('of $kind', ({ texts }) => {
  it.each(texts)('everything keepalived says about $name is said in the same line', async (text) => {
    const { said } = await compare(text)
    const unsaid = said.filter(
      ({ machine: asked, follows, match, message }) =>
        !asked && !follows && !older.test(message) && (match === 'other line' || match === 'missing'),
    )
    expect(unsaid.map(({ line, message, match }) => `${line ?? '-'}: ${message} (${match})`)).toEqual([])
  })

  it.each(texts)('what keepalived accepts in $name has no errors', async (text) => {
    const compared = await compare(text)
    const errors = theirVerdict(compared) === 'accepted' ? errorsOf(compared.ours) : []
    expect(errors.map(({ line, message }) => `${line ?? '-'}: ${message}`)).toEqual([])
  })
})
