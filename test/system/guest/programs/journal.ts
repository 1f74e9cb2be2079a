// The journal as operators read it: systemd-journald is started by hand, a pair logs to it, and journalctl is asked the question monitoring asks.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'

import { finish } from '../../lab/namespace.js'
import { instances, openPair, type Pair } from '../../lab/pair.js'
import { startProcess, type Running } from '../../lab/process.js'
import { until } from '../../lab/wait.js'
import { must, mustEqual, story } from './story.js'

interface Stage {
  readonly journald: Running
  readonly pair: Pair
}

type Entry = Readonly<Record<string, string>>

/** What must be found for one transition, in journalctl's own field names. */
const expected = {
  SYSLOG_IDENTIFIER: 'Keepalived_vrrp',
  PRIORITY: '6',
  OLD_STATE: 'BACKUP',
  NEW_STATE: 'MASTER',
  GROUP: 'HK_GRP1',
  VRID: '100',
}

export const journalStory = story<Stage>('the journal', open, close, [
  {
    title:
      "journalctl -t Keepalived_vrrp -g 'Entering MASTER STATE' shows both instances of the new master after a fail-over, with their fields",
    run: async ({ pair }) => {
      pair.start('a')
      await pair.held('a', 30_000)
      pair.start('b')
      await entriesFor('Entering BACKUP STATE', ['99'])
      await pair.daemon('a').stop()
      await pair.held('b')
      const all = await entriesFor('Entering MASTER STATE', ['100', '99'])
      for (const priority of ['100', '99']) {
        for (const instance of instances) {
          const entry = all.find(({ INSTANCE, VRRP_PRIORITY }) => INSTANCE === instance && VRRP_PRIORITY === priority)
          must(entry !== undefined, `no transition of ${instance} with priority ${priority} in ${JSON.stringify(all)}`)
          const wanted = { ...expected, MESSAGE: `(${instance}) Entering MASTER STATE`, VRRP_PRIORITY: priority }
          for (const [field, value] of Object.entries(wanted)) {
            mustEqual(entry?.[field] ?? 'no such field', value, `${field} of ${JSON.stringify(entry)}`)
          }
          must(/^[0-9a-f]{32}$/.test(entry?.MESSAGE_ID ?? ''), `MESSAGE_ID of ${JSON.stringify(entry)}`)
          must((entry?.REASON ?? '') !== '', `REASON of ${JSON.stringify(entry)}`)
        }
      }
    },
  },
  {
    title: 'the supervisor logs as Keepalived, and its stop is the last thing it says',
    run: async ({ pair }) => {
      await pair.daemon('b').stop()
      const said = await until('the stop in the journal', async () => {
        const entries = await journal('-t', 'Keepalived')
        return entries.some(({ MESSAGE }) => (MESSAGE ?? '').startsWith('Stopped')) ? entries : undefined
      })
      must(
        said.some(({ MESSAGE }) => (MESSAGE ?? '').startsWith('Starting ')),
        `it said: ${said.map(({ MESSAGE }) => MESSAGE).join('\n')}`,
      )
      must((said.at(-1)?.MESSAGE ?? '').startsWith('Stopped'), `the last it said: ${said.at(-1)?.MESSAGE ?? 'nothing'}`)
    },
  },
])

async function open(): Promise<Stage> {
  mkdirSync('/run/systemd/journal', { recursive: true })
  mkdirSync('/run/log/journal', { recursive: true })
  writeFileSync('/etc/machine-id', '0123456789abcdef0123456789abcdef\n')
  const program = ['/lib/systemd/systemd-journald', '/usr/lib/systemd/systemd-journald'].find((path) =>
    existsSync(path),
  )
  if (program === undefined) throw new Error('there is no systemd-journald here')
  const journald = startProcess([program])
  await until("the journal's socket", () => existsSync('/run/systemd/journal/socket'), {
    detail: () => journald.lines.map(({ text }) => text).join('\n'),
  })
  const pair = await openPair({ a: 'lvs-ha', b: 'lvs-ha' }, { ipvs: 'none', logFormat: 'journal' })
  return { journald, pair }
}

async function close({ journald, pair }: Stage): Promise<void> {
  await pair.close()
  await journald.stop()
}

/** Waits until `text` was logged for both instances by the directors with these priorities, and returns what journalctl finds. */
function entriesFor(text: string, priorities: readonly string[]): Promise<Entry[]> {
  return until(`"${text}" in the journal`, async () => {
    const entries = await journal('-t', 'Keepalived_vrrp', '-g', text)
    const found = (priority: string): number => entries.filter(({ VRRP_PRIORITY }) => VRRP_PRIORITY === priority).length
    return priorities.every((priority) => found(priority) >= instances.length) ? entries : undefined
  })
}

/** The entries journalctl finds, oldest first. */
async function journal(...query: string[]): Promise<Entry[]> {
  const { stdout, stderr } = await finish(['journalctl', '--no-pager', '-o', 'json', ...query])
  if (/not supported|compiled without/i.test(stderr)) throw new Error(stderr)
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry)
}
