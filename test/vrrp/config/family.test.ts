import { describe, expect, it } from 'vitest'
import { complaints, meant, saidOf } from './vrrp-text.js'

describe('the family of an instance', () => {
  it.each([
    ['', 'inet', 2],
    ['virtual_ipaddress { 10.0.0.1 }', 'inet', 2],
    ['virtual_ipaddress { fe80::1 }', 'inet6', 3],
    ['virtual_ipaddress { 10.0.0.1\nfe80::1 }', 'inet', 2],
    ['mcast_src_ip 10.0.0.9\nvirtual_ipaddress { fe80::1 }', 'inet', 2],
    ['virtual_ipaddress { fe80::1 }\nmcast_src_ip 10.0.0.9', 'inet6', 3],
    ['unicast_peer { fe80::9 }', 'inet6', 3],
    ['unicast_peer { x\nfe80::9 }', 'inet6', 3],
    ['mcast_dst_ip ff02::13', 'inet6', 3],
    ['use_ipvlan fe80::7', 'inet6', 3],
    ['native_ipv6', 'inet6', 3],
    ['version 2\nnative_ipv6', 'inet6', 3],
    ['version 2\nvirtual_ipaddress { fe80::1 }', 'inet6', 2],
    ['mcast_src_ip 10.0.0.9\nnative_ipv6', 'inet', 2],
    ['version 3', 'inet', 3],
    ['version 03', 'inet', 3],
    ['virtual_ipaddress_excluded { fe80::1 }', 'inet', 2],
  ] as const)('and its version follow from the first address: `%s`', (lines, family, version) => {
    expect(meant(lines)).toMatchObject({ family, version })
  })

  it('is that of the global version only for IPv4', () => {
    expect(meant('', 'vrrp_version 3').version).toBe(3)
    expect(meant('version 2', 'vrrp_version 3').version).toBe(2)
    expect(meant('virtual_ipaddress { fe80::1 }', 'vrrp_version 2').version).toBe(3)
  })

  it('in strict mode needs version 3 for IPv6', () => {
    const lines = 'strict_mode\nversion 2\nvirtual_ipaddress { fe80::1 }'
    expect(meant(lines).version).toBe(3)
    expect(saidOf(lines)).toEqual(['(V) cannot use IPv6 with VRRP version 2; setting version 3'])
  })

  it.each([
    [
      'version 3\nversion 2',
      ['error version-conflict'],
      '6: (V) vrrp_version 2 conflicts with configured or deduced version 3; ignoring.',
    ],
    [
      'version 2\nversion 3',
      ['error version-conflict'],
      '6: (V) vrrp_version 3 conflicts with configured or deduced version 2; ignoring.',
    ],
    [
      'virtual_ipaddress { fe80::1 }\nversion 2',
      ['error version-conflict'],
      '6: (V) vrrp_version 2 conflicts with configured or deduced version 0; ignoring.',
    ],
    [
      'mcast_src_ip 10.0.0.9\nnative_ipv6',
      ['error wrong-family'],
      '6: (V) Cannot specify native_ipv6 with IPv4 addresses',
    ],
    [
      'native_ipv6\nmcast_src_ip 10.0.0.9',
      ['error wrong-family'],
      '6: Configuration error: VRRP instance[V] and src address[10.0.0.9] MUST be of the same family !!! Skipping...',
    ],
    [
      'native_ipv6\nmcast_dst_ip 224.0.0.9',
      ['error wrong-family'],
      '6: (V) mcast dest address 224.0.0.9 MUST match VRRP instance family. Skipping...',
    ],
    ['mcast_dst_ip 10.0.0.9', ['error wrong-value'], '5: (V) mcast_dst_ip 10.0.0.9 not multicast. Skipping...'],
    [
      'mcast_dst_ip ff05::9',
      ['error wrong-value'],
      '5: (V) mcast_dst_ip ff05::9 not link-local multicast. Skipping...',
    ],
    [
      'virtual_ipaddress { 10.0.0.1\nfe80::1/64 }',
      ['error wrong-family'],
      '6: (V): address family must match VRRP instance [fe80::1/64] - ignoring',
    ],
  ])('drops what comes later and does not fit: `%s`', (lines, problems, said) => {
    expect(complaints(lines)).toEqual(problems)
    expect(saidOf(lines)).toEqual([said])
  })

  it('says nothing about a version that is repeated', () => {
    expect(complaints('version 3\nversion 3')).toEqual([])
  })
})
