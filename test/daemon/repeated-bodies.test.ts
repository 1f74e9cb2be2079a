// Blocks that are written again word for word are read and bound only once. Nothing of that may be seen: the same model, and the same
// diagnostics at the same places.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Diagnostic, Report } from '../../config/diagnostic.js'
import { ConfigReader } from '../../config/read/read.js'
import { NOT_ENFORCED } from '../../config/schema/not-yet.js'
import type { Source } from '../../config/source.js'
import { TreeBuilder } from '../../config/tree-builder.js'
import type { Statement } from '../../config/tree.js'
import { bindRoot, treeHints } from '../../daemon/root-schema.js'
import { mutationsOf, realFiles } from '../config/mutated.js'
import { fileReader, options } from '../config/read/reading.js'

const included = {
  'server.conf': 'weight 3\n',
  'open.conf': 'real_server 10.0.0.99 80 {\n        weight 1\n        TCP_CHECK {\n',
  'servers.conf': Array.from(
    { length: 4 },
    (_, i) => `    real_server 10.0.1.${i} 80 {\n        weight 1\n    }\n`,
  ).join(''),
}

/** Everything a file means and all that is said of it, as text; how many lines the tree got. */
function outcome(text: string, repeats: boolean, portion: number): { readonly all: string; readonly lines: number } {
  const diagnostics: Diagnostic[] = []
  const said = new Set<string>()
  const report: Report = (diagnostic) => {
    const known = diagnostic.code === NOT_ENFORCED && said.has(diagnostic.message)
    said.add(diagnostic.message)
    if (!known) diagnostics.push(diagnostic)
  }
  let passes = 0
  let count = 0
  function* statements(): Generator<Statement> {
    const tell = passes++ === 0 ? report : () => undefined
    const reader = new ConfigReader(fileReader({ 'main.conf': text, ...included }), { ...options, repeats }, tell)
    const tree = new TreeBuilder(treeHints)
    let lines = reader.open('main.conf') ? reader.next(portion) : undefined
    for (; lines !== undefined; lines = reader.next(portion)) {
      count += lines.length
      tree.add(lines)
      yield* tree.take()
    }
    yield* tree.finish(tell).statements
  }
  const { model, whole } = bindRoot({ statements: { [Symbol.iterator]: statements } }, report, { hostName: 'director' })
  const { places, full, leftOutPlaces } = whole.services
  const all = JSON.stringify({ diagnostics, model, places, full, leftOutPlaces }, withoutText, 1)
  return { all, lines: count }
}

/** Sources by their names. */
const withoutText = (key: string, value: unknown): unknown =>
  key === 'source' && value !== undefined ? (value as Source).name : value

const checks = [
  'TCP_CHECK {\nconnect_timeout 3\n}',
  'TCP_CHECK {\nconnect_timeout 3 # usual\n}',
  'TCP_CHECK {\n}\nTCP_CHECK {\n}',
  'TCP_CHECK {\nconnect_ip fe80::1\n}',
  'TCP_CHECK {\nbindto 2001:db8::1\nconnect_port 81\n}',
  'TCP_CHECK {\nconnect_timeout much\n}',
  'TCP_CHECK {\nconnect_tiemout 3\nretry 2\n}',
  'TCP_CHECK {\nfwmark 3\n}',
  'TCP_CHECK {\n',
  'TCP_CHECK\nconnect_timeout 3\n}',
  'HTTP_GET {\nurl {\npath /\nstatus_code 200\n}\nurl {\npath nowhere\n}\nnb_get_retry 3\n}',
  'HTTP_GET {\n}',
  'HTTP_GET {\nurl {\npath /\nstatus_code 200\n}\n}\nTCP_CHECK {\nretry 2\n}',
  'HTTP_GET {\nurl {\npath /\n}\n}\nSSL_GET {\nurl {\npath /\n}\n}',
  'HTTP_GET {\nenable_sni\nurl {\npath /\n}\n}',
  'SSL_GET {\nurl {\npath /\ndigest 0\n}\n}',
  'FILE_CHECK {\ntrack_file f\nweight 1\n}',
  'BFD_CHECK {\nname b\n}',
  'MISC_CHECK {\nmisc_path "/bin/true x"\nmisc_dynamic\n}\nMISC_CHECK {\nmisc_path "/bin/true x"\nmisc_dynamic\n}',
  'UDP_CHECK {\nmin_reply_length 9\nmax_reply_length 3\n}\nDNS_CHECK {\n}\nPING_CHECK {\n}',
  'SMTP_CHECK {\nhost {\nconnect_ip 10.0.0.9\n}\n}',
  'TCP_CHECK { connect_timeout 3 }',
]
const settings = [
  ...['weight 1', 'weight 1', 'weight 2', 'weight 70000', 'weight x', 'weight 1 1', 'wieght 1', 'inhibit_on_failure'],
  ...['lthreshold 3', 'uthreshold 2', 'alpha', 'smtp_alert', 'lvs_method DR', 'lvs_method TUN', 'notify_up "/bin/x y"'],
  ...['# a comment', '', 'snmp_name a', '@vm weight 5', 'include server.conf', 'weight $W', '~SEQ(I,1,2) weight $I'],
  ...[
    'vrrp_instance V {',
    'global_defs',
    '}',
    'notify_down "open',
    'weight \\',
    'track_file f {',
    'vrrp_script s {\n}',
  ],
]
const some = (list: readonly string[], size: { minLength?: number; maxLength: number }) =>
  fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(list[0] ?? '') }, fc.constantFrom(...list)), size)

const body = fc
  .tuple(some(settings, { maxLength: 2 }), some(checks, { maxLength: 2 }))
  .map(([own, checked]) => [...own, ...checked].join('\n'))

const headers = [
  'real_server 10.0.0.1 80',
  'real_server 10.0.0.2 80',
  'real_server 10.0.0.3',
  'real_server 10.0.0.4 x',
  'real_server 10.0.0.5 8080',
  'real_server fe80::1 80',
  'real_server',
  'sorry_server 10.0.0.9 80',
]
const services = [
  'virtual_server 10.1.0.1 80',
  'virtual_server 10.1.0.2 80',
  'virtual_server 10.1.0.3',
  'virtual_server fwmark 3',
  'virtual_server group G',
  'virtual_server 10.1.0.1 80',
]
const beforeServers = [
  'lb_kind NAT\nlb_algo wrr\nprotocol TCP',
  'lb_kind DR\nlb_algo rr\nprotocol TCP',
  'protocol UDP\nip_family inet6',
  'alpha\nquorum 30\nhysteresis 9',
  'include servers.conf',
  'include open.conf',
]
const around = [
  '',
  '$W=4',
  'virtual_server_group G {\n10.9.0.1 80\n}',
  'track_file f {\nfile /tmp/f\n}\nbfd_instance b {\nneighbor_ip 10.0.0.1\n}',
  'vrrp_instance A {\nvirtual_router_id 1\ninterface eth0\nvirtual_ipaddress {\n10.0.0.1\n}\n}',
  'vrrp_instance B {\nvirtual_router_id 1\ninterface eth0\nvirtual_ipaddress {\n10.0.0.1\n}\n}',
  'global_defs {\nsmtp_alert\n}',
]

/** Services whose servers have few different bodies, so that most of them occur again. */
const generated = fc
  .record({
    bodies: fc.array(body, { minLength: 1, maxLength: 3 }),
    services: fc.array(
      fc.record({
        before: some(around, { maxLength: 1 }),
        indent: fc.constantFrom('', '', ' '.repeat(8), ' '.repeat(20)),
        header: fc.constantFrom(...services),
        own: some(beforeServers, { minLength: 1, maxLength: 2 }),
        servers: fc.array(fc.tuple(fc.constantFrom(...headers), fc.nat()), { minLength: 1, maxLength: 5 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    end: fc.constantFrom('\n', '\n', '\n', '\r\n'),
    indent: fc.constantFrom('    ', '    ', '\t', ''),
  })
  .map(({ bodies, services: all, end, indent }) => {
    const texts = all.map(({ before, indent: shift, header, own, servers }) => {
      const blocks = servers.map(([server, choice]) => `${server} {\n${bodies[choice % bodies.length] ?? ''}\n}`)
      return [...before, `${shift}${header} {`, ...own, ...blocks, '}'].join('\n')
    })
    return indented(texts.join('\n'), indent).join(end)
  })

function indented(text: string, indent: string): readonly string[] {
  let depth = 0
  return text.split('\n').map((line) => {
    if (line.startsWith('}')) depth = Math.max(0, depth - 1)
    const result = indent.repeat(depth) + line
    if (line.endsWith('{')) depth++
    return result
  })
}

function expectTheSame(text: string, portion: number): void {
  expect(outcome(text, true, portion).all).toBe(outcome(text, false, portion).all)
}

describe('a body that occurs again', () => {
  it('changes nothing, whatever is wrong with it', () => {
    fc.assert(
      fc.property(generated, fc.integer({ min: 1, max: 60 }), (text, portion) => {
        expectTheSame(text, portion)
      }),
      { numRuns: 2000 },
    )
  })

  it('changes nothing in files that have been damaged', () => {
    const damaged = generated.chain((text) => mutationsOf([text]))
    fc.assert(
      fc.property(damaged, fc.integer({ min: 1, max: 60 }), (text, portion) => {
        expectTheSame(text, portion)
      }),
      { numRuns: 1000 },
    )
  })

  it('changes nothing in any file of the corpus, once and twice over', () => {
    for (const text of realFiles) {
      expectTheSame(text, 200)
      expectTheSame(`${text}\n${text}`, 7)
    }
  })

  it('is handed over as one line', () => {
    const server = (n: number): string =>
      `  real_server 10.0.0.${n} 80 {\n    weight 1\n    TCP_CHECK {\n      retry 2\n    }\n  }\n`
    const text = `virtual_server 10.1.0.1 80 {\n  lb_algo rr\n  lb_kind NAT\n  protocol TCP\n${[1, 2, 3, 4].map(server).join('')}}\n`
    expect(outcome(text, false, 100).lines).toBe(5 + 4 * 6)
    expect(outcome(text, true, 100).lines).toBe(5 + 6 + 3)
    expectTheSame(text, 100)
  })
})
