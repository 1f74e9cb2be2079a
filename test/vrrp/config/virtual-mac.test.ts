import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindText } from '../../config/schema/bind-text.js'
import { complaints, meant, saidOf, withGlobals } from './vrrp-text.js'

describe('use_vmac', () => {
  it.each([
    ['use_vmac', { name: undefined, address: undefined, sendsFromBase: false, notifies: false }],
    ['use_vmac vrrp.1', { name: 'vrrp.1' }],
    ['use_vmac name vrrp.1', { name: 'vrrp.1' }],
    ['use_vmac 2:0:0:0:AB', { address: '02:00:00:00:ab:01' }],
    ['use_vmac 02:00:00:00:ab:', { address: '02:00:00:00:ab:01' }],
    ['use_vmac 02:00:00:00:ab:cd', { address: '02:00:00:00:ab:cd' }],
    [
      'use_vmac netlink_notify_msg group 5\nvmac_xmit_base',
      { notifies: true, interfaceGroup: '5', sendsFromBase: true },
    ],
  ])('`%s`', (lines, expected) => {
    expect(meant(lines).unenforced.virtualMac).toMatchObject(expected)
    expect(complaints(lines)).toEqual([])
  })

  it.each([
    ['use_vmac 01:02:03:04:05:06', '5: VMAC MAC address is multicast 01:02:03:04:05:06 - ignoring'],
    [
      'use_vmac 00:00:5e:00:01:05',
      '5: VMAC MAC address not allowed to be RFC5798 address (00:00:5e:00:01:05) - ignoring',
    ],
    ['use_vmac 02:03', '5: VMAC invalid MAC address 02:03 - ignored'],
    ['use_vmac x:y', '5: VMAC invalid MAC address x:y'],
    ['use_vmac a b', '5: VMAC interface name already specified'],
    [
      'use_vmac abcdefghijklmnop',
      "5: VMAC interface name 'abcdefghijklmnop' too long or invalid characters - ignoring",
    ],
    [
      'use_vmac name',
      '5: *** Configuration line starting `use_vmac` is missing a parameter after keyword `name` at word position 3',
    ],
    ['vmac_xmit_base', '(V) vmac_xmit_base is only valid with a vmac'],
    ['use_vmac\npromote_secondaries', '(V) promote_secondaries is automatically set for vmacs - ignoring'],
    ['use_vmac\nunicast_peer { 10.0.0.2 }', '5: (V) unicast with use_vmac requires vmac_xmit_base - setting'],
  ])('complains about `%s` and goes on', (lines, said) => {
    expect(complaints(lines)).toHaveLength(1)
    expect(saidOf(lines)).toEqual([said])
  })

  it.each([
    ['use_vmac', '10.0.0.1/24 use_vmac', ['(V) use_vmac specified for VIP/eVIP 10.0.0.1/24 and vrrp instance']],
    [
      'use_vmac_addr',
      '10.0.0.1 dev eth1 use_vmac',
      ['(V) use_vmac_addr specified and use_vmac specified for VIP/eVIP 10.0.0.1'],
    ],
    ['use_vmac', '10.0.0.1 dev eth1 use_vmac', []],
    ['', '10.0.0.1 use_vmac', []],
  ])('is not needed twice: `%s` and `%s`', (line, address, said) => {
    expect(saidOf(`${line}\nvirtual_ipaddress {\n${address}\n}`)).toEqual(said)
  })

  it('names an interface only once', () => {
    const other = 'vrrp_instance W {\ninterface eth1\nvirtual_router_id 2\nno_virtual_ipaddress\nuse_vmac v1\n}\n'
    const text = withGlobals('no_virtual_ipaddress\nuse_vmac v1') + other
    expect(bindText(text).problems).toContain('error duplicate-name')
  })
})

describe('use_ipvlan', () => {
  it('takes a name, an address, and the first mode', () => {
    const lines = 'use_ipvlan ipv1 10.0.0.7/24 private vepa'
    expect(meant(lines)).toMatchObject({
      sourceAddress: '10.0.0.7',
      unenforced: { ipvlan: { name: 'ipv1', address: { address: '10.0.0.7', length: 24 }, mode: 'private' } },
    })
    expect(complaints(lines)).toEqual(['error wrong-value'])
  })

  it.each([
    ['use_ipvlan', ['error missing-value']],
    ['native_ipv6\nuse_ipvlan', []],
    ['native_ipv6\nuse_ipvlan 10.0.0.7', ['error wrong-family']],
    ['use_ipvlan 10.0.0.7\nuse_ipvlan 10.0.0.8', ['error repeated-keyword']],
  ])('`%s`', (lines, problems) => {
    expect(complaints(lines)).toEqual(problems)
  })
})

describe('a VRF', () => {
  it('is for unicast without interface', () => {
    expect(saidOf('vrf red')).toEqual(['5: (V) Cannot specify VRF interface and interface - ignoring'])
    const text =
      'vrrp_instance V {\nvirtual_router_id 1\nvrf red\nunicast_src_ip 10.0.0.1\nunicast_peer { 10.0.0.2 }\nno_virtual_ipaddress\n}'
    expect(bindText(text).model.vrrp.leftOut[0]?.unenforced.vrf).toBe('red')
  })
})

describe('any words after use_vmac, use_ipvlan and garp_extra_if', () => {
  it('never make it throw, and what is marked is in the line', () => {
    const keyword = fc.constantFrom('use_vmac', 'use_ipvlan', 'garp_extra_if')
    const word = fc.oneof(
      fc.constantFrom('name', 'group', 'all', '5', '01:02:03:04:05', 'eth0.1', '10.0.0.1/24', 'bridge', '::'),
      fc.stringMatching(/^[0-9a-z:./-]{1,8}$/),
    )
    fc.assert(
      fc.property(keyword, fc.array(word, { maxLength: 6 }), (name, words) => {
        const line = `${name} ${words.join(' ')}`
        const text = withGlobals(`no_virtual_ipaddress\n${line}`)
        const start = text.indexOf(line)
        for (const { span, severity } of bindText(text).diagnostics) {
          if (severity === 'hint' || span === undefined) continue
          expect(span.start).toBeGreaterThanOrEqual(start)
          expect(span.end).toBeLessThanOrEqual(start + line.length)
        }
      }),
    )
  })
})
