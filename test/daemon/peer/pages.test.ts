// The pages of the comparison tell the truth: compared with the file the pages speak of, the wrong example has the problem and the right one
// does not.

import { describe, expect, it } from 'vitest'
import { comparePeers } from '../../../daemon/peer/compare.js'
import { peerPages } from '../../../daemon/peer/pages.js'
import { wholeOf } from '../lint/whole-of.js'

/** The peer of a right example: the same with priority 90, and its own addresses. */
const mirrored = (text: string): string =>
  text
    .replaceAll(/priority \d+/g, 'priority 90')
    .replace('router_id lb1', 'router_id LVS')
    .replace('unicast_src_ip 198.51.100.1', 'unicast_src_ip 198.51.100.2')
    .replace(/unicast_peer \{\s+198\.51\.100\.2/, 'unicast_peer {\n198.51.100.1')

/** Where the wrong example is wrong beside another peer than that of the right one. */
const others: Readonly<Record<string, (right: string) => string>> = {
  'peer-both-master': () => mirrored(peerPages['peer-both-master']?.wrong ?? ''),
  'peer-preempt': (right) => mirrored(right),
  'peer-preempt-delay': (right) => mirrored(right),
}

const said = (own: string, other: string): readonly string[] =>
  comparePeers(
    { name: 'a.conf', whole: wholeOf(own).whole },
    { name: 'b.conf', whole: wholeOf(other).whole },
  ).diagnostics.map(({ code }) => code)

describe.each(Object.entries(peerPages))('%s', (id, { wrong, right, needs }) => {
  const peer = (others[id] ?? mirrored)(right)

  it('is what the wrong example has', () => {
    expect(said(wrong, peer)).toContain(id)
  })

  it('is what the right example does not have', () => {
    expect(said(right, mirrored(right))).not.toContain(id)
  })

  it('says that it needs a peer', () => {
    expect(needs).toBe('peer')
  })
})
