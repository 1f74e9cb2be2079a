import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../daemon/load-config.js'
import { lineOf } from '../schema/bind-text.js'

// Configurations of other people with what keepalived says about them. Compared is the verdict on the text: is there an error
// in a line whose keyword lvs-ha supports? What depends on the machine, on braces and on unsupported keywords is left out.

const corpus = '../shared/corpus'
const names = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.endsWith('.conf')) : []

/** keepalived's complaints that are errors of ours, too. */
const errors = [
  /Priority not valid/,
  /unknown state/,
  /VRID .* not valid|virtual router id must be set|Unknown interface!/,
  /Advert interval .* not valid|must be an integer/,
  /^\(.*parsed invalid IP|Unknown configuration entry|Invalid address prefix len/,
  /Interface name .* too long/,
  /exceeds total weight|Quorum \d+ must be|hysteresis \d+ >= quorum/,
  /virtual server \[[\d.]+\]:.*ports don't match - resetting/,
  /nopreempt will not work|nopreempt is incompatible|preempt delay will not work/,
  /persistence_timeout invalid|Invalid lvs_scheduler|unknown \[.*\] routing method/,
  /vrrp_g(arp|na)_interval '.*' is invalid|Invalid vrrp_garp_master_refresh/,
  /cannot exist in more than one sync group|no virtual router\(s\)|doesn't exist - ignoring/,
  /Strict mode does not support authentication/,
  /tracked interface weight due to SYNC group/,
  /[Dd]igest/,
]

/** A word that keepalived no longer knows, where we are milder because nothing is lost. */
const mild = "Unknown keyword 'nat_mask'"

/** Complaints about braces make everything after them unclear. */
const braces = /Unexpected '\{'|Extra '\}'|Missing '\{'|There are \d+ missing/

const blamed = (oracle: readonly string[]): readonly string[] =>
  oracle.filter(
    (line) =>
      errors.some((error) => error.test(line)) || (/Unknown keyword '[^}\\]/.test(line) && !line.includes(mild)),
  )

/** Codes that are not about supported keywords, or that the reader and the tree report. */
const elsewhere = new Set([
  'not-enforced-yet',
  'incomplete-group',
  'undefined-definition',
  'unclosed-block',
  'extra-brace',
])

/** Files whose verdict differs, and why. */
const differing: Readonly<Record<string, string>> = {
  '045.conf': 'comments after the backslashes that continue a definition',
  '123.conf': 'a unicast instance, left out as not supported, has no interface',
  '264.conf': 'keepalived stops reading before the wrong digest and the wrong port, without a word',
  '267.conf': 'the unknown word is inside a block that is not supported and skipped whole',
  '297.conf': 'the wrong addresses are in rules, which are not supported',
}

describe.runIf(names.length > 0)('configurations of other people', () => {
  it('never make it throw, and always give a model', () => {
    for (const name of names) expect(loadConfig(`${corpus}/${name}`, { configId: 'vm' }).model, name).toBeDefined()
  })

  it('get the verdict that keepalived gives on the text', () => {
    const differences = names.flatMap((name) => {
      const oracle = readFileSync(`${corpus}/${name.replace('.conf', '.oracle.txt')}`, 'utf8').split('\n')
      if (oracle.some((line) => braces.test(line)) || name in differing) return []
      const theirs = blamed(oracle)
      const ours = loadConfig(`${corpus}/${name}`, { configId: 'vm' }).diagnostics.filter(
        ({ code, severity }) => (severity === 'error' || severity === 'fatal') && !elsewhere.has(code),
      )
      if (theirs.length > 0 === ours.length > 0) return []
      return [
        `${name}: ${[...theirs, ...ours.map((one) => `our line ${lineOf(one)}: ${one.code} ${one.message}`)].join('; ')}`,
      ]
    })
    expect(differences).toEqual([])
  })
})
