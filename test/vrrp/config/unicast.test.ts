import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindText } from '../../config/schema/bind-text.js'
import { complaints, meant, saidOf, withGlobals } from './vrrp-text.js'

describe('unicast', () => {
  it('has peers in file order, from all blocks', () => {
    const lines =
      'unicast_src_ip 10.0.0.1\nunicast_peer { 10.0.0.3 }\nunicast_peer {\n10.0.0.2 min_ttl 254 max_ttl 255\n}'
    expect(meant(lines)).toMatchObject({
      sourceAddress: '10.0.0.1',
      unenforced: {
        unicast: {
          peers: [
            { address: '10.0.0.3', minTtl: 0, maxTtl: 255 },
            { address: '10.0.0.2', minTtl: 254, maxTtl: 255 },
          ],
          checkSource: true,
          ttl: undefined,
          oldChecksum: 'auto',
        },
      },
    })
  })

  it.each([
    ['', { checkSource: false, oldChecksum: 'auto' }],
    ['check_unicast_src', { checkSource: true }],
    ['old_unicast_checksum', { oldChecksum: 'always' }],
    ['old_unicast_checksum never', { oldChecksum: 'never' }],
    ['unicast_ttl 3', { ttl: 3 }],
  ])('is set up by `%s`', (line, expected) => {
    expect(meant(`unicast_peer { 10.0.0.3 }\n${line}`).unenforced.unicast).toMatchObject(expected)
  })

  it.each([
    [
      'fe80::2',
      'error wrong-family',
      '6: Configuration error: VRRP instance[V] and unicast peer address[fe80::2] MUST be of the same family !!! Skipping...',
    ],
    ['10.0.0.3', 'error duplicate-entry', '6: (V) 10.0.0.3 - duplicate unicast_peer'],
    [
      'x',
      'error wrong-value',
      '6: Configuration error: VRRP instance[V] malformed unicast peer address[x]. Skipping...',
    ],
    ['10.0.0.4 min_ttl', 'error missing-value', '6: (V) 10.0.0.4 - min_ttl is missing a value'],
    ['10.0.0.4 ttl 5', 'error unknown-option', '6: (V) 10.0.0.4 - unknown unicast_peer option ttl'],
    [
      '10.0.0.4 min_ttl 9 max_ttl 8',
      'error empty-range',
      '6: (V) 10.0.0.4 - min_ttl 9 > max_ttl 8 - all packets will be discarded',
    ],
  ])('complains about the peer `%s`, and keeps the others', (peer, problem, said) => {
    const lines = `unicast_peer { 10.0.0.3\n${peer} }\ncheck_unicast_src`
    expect(complaints(lines)).toEqual([problem])
    expect(saidOf(lines)).toEqual([said])
    expect(meant(lines).unenforced.unicast?.peers[0]?.address).toBe('10.0.0.3')
  })

  it('without peers is multicast, and an error; with unicast_fault_no_peer the instance is left out', () => {
    expect(complaints('unicast_src_ip 10.0.0.1')).toEqual(['error unicast-without-peers'])
    expect(bindText(withGlobals('unicast_src_ip 10.0.0.1\nno_virtual_ipaddress')).model.vrrp.instances).toHaveLength(1)
    const faulty = bindText(withGlobals('unicast_fault_no_peer\nno_virtual_ipaddress'))
    expect(faulty.problems).toEqual(['warning not-enforced-yet', 'warning unicast-without-peers'])
    expect(faulty.model.vrrp.instances).toEqual([])
  })

  it('needs no interface when it says where adverts come from', () => {
    const of = (lines: string) =>
      bindText(`vrrp_instance V {\nvirtual_router_id 1\nunicast_peer { 10.0.0.2 }\ncheck_unicast_src\n${lines}\n}`)
    const placed = of('unicast_src_ip 10.0.0.1\nvirtual_ipaddress { 10.0.0.9 dev eth1\n10.0.0.8 }')
    expect(placed.problems).toEqual(['warning not-enforced-yet', 'warning not-enforced-yet', 'error missing-value'])
    expect(placed.model.vrrp.leftOut).toMatchObject([{ interface: undefined, addresses: [{ device: 'eth1' }] }])
    expect(of('no_virtual_ipaddress').problems).toContain('fatal missing-keyword')
  })

  it('does without the multicast group and its TTL', () => {
    expect(complaints('unicast_peer { 10.0.0.2 }\nmcast_dst_ip 224.0.0.9')).toEqual(['error ignored-flag'])
    expect(complaints('unicast_ttl 5')).toEqual(['error ignored-flag'])
  })

  it('never throws on any line of peers, and marks a part of that line', () => {
    const word = fc.oneof(
      fc.constantFrom('10.0.0.2', 'fe80::2', 'min_ttl', 'max_ttl', '5', '256', '"a b"', '10.0.0.3/24'),
      fc.stringMatching(/^[!-z]{0,8}$/),
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 7 }), (words) => {
        const line = words.join(' ').replace(/[{}#!"$~@\\]/g, '')
        const text = withGlobals(`unicast_peer {\n${line}\n}`)
        for (const { span } of bindText(text).diagnostics) {
          expect(span?.start).toBeLessThanOrEqual(span?.end ?? 0)
          expect(span?.end).toBeLessThanOrEqual(text.length)
        }
      }),
    )
  })
})

describe('the same virtual router id', () => {
  const one = (name: string, lines: string): string =>
    `vrrp_instance ${name} {\ninterface eth0\nvirtual_router_id 1\nno_virtual_ipaddress\n${lines}\n}\n`
  const clash = (a: string, b: string): boolean =>
    bindText(one('A', a) + one('B', b)).problems.includes('fatal duplicate-virtual-router-id')

  it.each([
    ['', 'native_ipv6', false],
    ['', 'mcast_dst_ip 224.0.0.9', false],
    ['mcast_dst_ip 224.0.0.18', '', true],
    ['', 'unicast_peer { 10.0.0.2 }', false],
    ['unicast_peer { 10.0.0.3 }', 'unicast_peer { 10.0.0.2 }', false],
    ['unicast_peer { 10.0.0.3 }', 'unicast_peer { 10.0.0.2\n10.0.0.3 }', true],
    ['unicast_peer { 10.0.0.3 }\nunicast_src_ip 10.0.0.1', 'unicast_peer { 10.0.0.3 }\nunicast_src_ip 10.0.0.2', false],
    ['', 'version 3', true],
  ])('is told apart by family, group and peers: `%s` and `%s`', (a, b, expected) => {
    expect(clash(a, b)).toBe(expected)
  })
})
