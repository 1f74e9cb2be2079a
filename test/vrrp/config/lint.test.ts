import { describe, expect, it } from 'vitest'
import { bindText, markedBy } from '../../config/schema/bind-text.js'

const instance = (name: string, id: number, more = '', device = 'eth0'): string =>
  `vrrp_instance ${name} {\ninterface ${device}\nvirtual_router_id ${id}\nvirtual_ipaddress {\n10.0.0.${id}/24\n}\n${more}\n}\n`

/** Code and marked text of everything beyond keepalived's own complaints. */
const found = (text: string): readonly string[] =>
  bindText(text)
    .diagnostics.filter(({ code }) => code !== 'not-enforced-yet')
    .map((one) => `${one.severity} ${one.code}: ${markedBy(one)}`)

describe('rules that keepalived does not have', () => {
  it('say nothing about a plain pair of instances', () => {
    expect(found(instance('A', 1, 'priority 150\nstate MASTER') + instance('B', 2, 'priority 100'))).toEqual([])
  })

  it.each([
    ['10.0.0.0/24', 'warning unusable-address: 10.0.0.0/24'],
    ['10.0.0.255/24', 'warning unusable-address: 10.0.0.255/24'],
    ['224.0.0.5', 'warning unusable-address: 224.0.0.5'],
    ['255.255.255.255', 'warning unusable-address: 255.255.255.255'],
    ['0.0.0.0', 'warning unusable-address: 0.0.0.0'],
    ['10.0.0.64/26', 'warning unusable-address: 10.0.0.64/26'],
    ['10.0.0.0', undefined],
    ['10.0.0.0/31', undefined],
    ['10.0.0.255/23', undefined],
    ['192.0.2.255', undefined],
  ])('know addresses that no host can have: %s', (address, expected) => {
    const text = `vrrp_instance A {\ninterface eth0\nvirtual_router_id 9\nvirtual_ipaddress {\n${address}\n}\n}`
    expect(found(text)).toEqual(expected === undefined ? [] : [expected])
  })

  it.each([
    ['mcast_src_ip 10.0.0.1', ['warning address-is-source: 10.0.0.1/24']],
    ['unicast_peer { 10.0.0.1 }\ncheck_unicast_src', ['warning address-is-peer: 10.0.0.1/24']],
    [
      'unicast_src_ip 10.0.0.8\nunicast_peer { 10.0.0.8 }\ncheck_unicast_src',
      ['warning own-address-as-peer: 10.0.0.8'],
    ],
    ['unicast_peer { 10.0.0.8 }', ['hint open-unicast: unicast_peer']],
    ['priority 255', ['hint owner-priority: 255']],
    ['strict_mode', ['warning strict-no-accept: strict_mode']],
    ['strict_mode\nno_accept', []],
    ['strict_mode\nversion 3\naccept', []],
    ['advert_int 30', ['hint slow-takeover: 30']],
    ['advert_int 5\ndown_timer_adverts 9', ['hint slow-takeover: 5']],
    ['authentication {\nauth_type PASS\nauth_pass x\n}', ['hint cleartext-password: auth_type']],
    ['nopreempt\ntrack_interface {\neth1 weight -5\n}', ['warning weight-with-nopreempt: eth1']],
    ['nopreempt\ntrack_interface {\neth1\n}', []],
    ['priority 254\ntrack_interface {\neth1 weight 5\n}', ['warning weights-clamped: eth1']],
    ['priority 250\ntrack_interface {\neth1 weight 5\n}', ['hint weights-clamped: eth1']],
    ['priority 249\ntrack_interface {\neth1 weight 5\n}', []],
    ['priority 100\ntrack_interface {\neth1 weight -200\n}', []],
    ['priority 100\ntrack_interface {\neth1 weight -60\neth2 weight -60\n}', ['hint weights-clamped: eth2']],
  ])('look at one instance: `%s`', (lines, expected) => {
    expect(found(instance('A', 1, lines))).toEqual(expected)
  })

  it('find a password that is used on two networks, and speak of clear text once', () => {
    const auth = 'authentication {\nauth_type PASS\nauth_pass x\n}'
    expect(found(instance('A', 1, auth) + instance('B', 2, auth))).toEqual(['hint cleartext-password: auth_type'])
    expect(found(instance('A', 1, auth) + instance('B', 2, auth, 'eth1'))).toEqual([
      'hint cleartext-password: auth_type',
      'hint same-password: auth_pass',
    ])
  })

  it.each([
    ['priority 150', ['hint group-differs: vrrp_sync_group']],
    ['advert_int 2', ['hint group-differs: vrrp_sync_group']],
    ['nopreempt', ['hint group-differs: vrrp_sync_group']],
    ['garp_master_delay 9', []],
  ])('look at the members of a group: `%s`', (lines, expected) => {
    const group = 'vrrp_sync_group G {\ngroup { A B }\n}\n'
    expect(found(instance('A', 1) + instance('B', 2, lines, 'eth1') + group)).toEqual(expected)
  })

  it('wonder about a group on one interface, unless it is for two families', () => {
    const group = 'vrrp_sync_group G {\ngroup { A B }\n}\n'
    expect(found(instance('A', 1) + instance('B', 2) + group)).toEqual(['hint group-on-one-interface: vrrp_sync_group'])
    const six = 'vrrp_instance B {\ninterface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\nfe80::1/64\n}\n}\n'
    expect(found(instance('A', 1) + six + group)).toEqual(['warning incomplete-group: vrrp_sync_group'])
  })

  it('do not look at weights that do not count', () => {
    const group = 'vrrp_sync_group G {\ngroup { A B }\n}\n'
    const text =
      instance('A', 1, 'nopreempt\ntrack_interface {\neth1 weight 5\n}') + instance('B', 2, 'nopreempt', 'eth3')
    expect(found(text + group)).toEqual(['error weight-in-group: eth1'])
  })
})
