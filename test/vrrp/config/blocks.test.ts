import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Milliseconds, Seconds } from '../../../config/values/time.js'
import { buildTree } from '../../../config/tree.js'
import { bindTopLevel } from '../../../config/schema/bind.js'
import { block } from '../../../config/schema/block.js'
import { bfdInstance } from '../../../vrrp/config/bfd-instance.js'
import { garpGroup } from '../../../vrrp/config/garp-group.js'
import { interfaceDelays, polledInterface } from '../../../vrrp/config/interface-lists.js'
import { meanings } from '../../../vrrp/config/meanings/blocks.js'
import { pages } from '../../../vrrp/config/pages/blocks.js'
import { intervalOf, timeoutOf, vrrpScript } from '../../../vrrp/config/script.js'
import { vrrpTopLevel } from '../../../vrrp/config/top-level.js'
import { trackFile, vrrpTrackFile } from '../../../vrrp/config/track-file.js'
import { trackGroup } from '../../../vrrp/config/track-group.js'
import { vrrpTrackProcess } from '../../../vrrp/config/track-process.js'
import { trackFilesOf, trackedBlocksOf } from '../../../vrrp/config/tracked-blocks.js'
import { bindText } from '../../config/schema/bind-text.js'
import { readText } from '../../config/read/reading.js'
import { expectSound, readLine, saidBy, soupOf, theirsIn } from './line-text.js'
import { keepalivedSays } from './vrrp-text.js'

const topLevel = block('', vrrpTopLevel)

/** The values of a text, whatever is wrong with it. */
function bound(text: string) {
  const ignore = (): void => undefined
  return bindTopLevel(topLevel, buildTree(readText(text).lines, ignore).statements, ignore)
}

const errors = (text: string): readonly string[] => bindText(text).problems.filter((one) => /^(error|fatal)/.test(one))

describe('vrrp_script', () => {
  it('has its values and defaults', () => {
    const [one] = bound(
      'vrrp_script s {\nscript "/bin/check a b"\ninterval 2.5\ntimeout 2\nweight -20 reverse\nrise 2\nfall 3\nuser me us\ninit_fail\n}\n',
    ).values.scripts
    expect(one?.values).toEqual({
      script: { argv: ['/bin/check', 'a', 'b'], runAs: undefined },
      interval: Seconds(2.5),
      timeout: Seconds(2),
      weight: { weight: -20, reverse: true },
      rise: 2,
      fall: 3,
      user: { user: 'me', group: 'us' },
      initFail: true,
    })
    const [bare] = bound('vrrp_script s {\nscript /bin/true\n}\n').values.scripts
    expect(bare?.values).toMatchObject({ interval: Seconds(1), timeout: undefined, rise: 1, fall: 1, initFail: false })
  })

  it('takes 0 for a second, and the interval for the timeout', () => {
    const [zero, none] = bound(
      'vrrp_script s {\nscript /bin/true\ninterval 0\ntimeout 0\n}\nvrrp_script t {\nscript /bin/true\ninterval 7\n}\n',
    ).values.scripts
    expect([zero, none].map((one) => one && [intervalOf(one), timeoutOf(one)])).toEqual([
      [Seconds(1), Seconds(1)],
      [Seconds(7), Seconds(7)],
    ])
  })

  // Lines with the answers of keepalived to them.
  it.each<[string, readonly string[]]>([
    ['interval 0', ['3: (s): vrrp script interval must be greater than 0, setting to 1']],
    ['timeout 0', ['3: (s): vrrp script timeout must be greater than 0, setting to 1']],
    ['timeout x', ["3: invalid number 'x'", "3: (s): vrrp script timeout 'x' invalid - ignoring"]],
    ['weight 300', ["3: number '300' outside range [-253, 253]", '3: vrrp_script s weight 300 must be in [-253, 253]']],
    ['weight 3 foo', ['3: vrrp_script s unknown weight option foo']],
    ['weight 3 reverse foo', []],
    [
      'rise 0',
      ["3: number '0' outside range [1, 2147483647]", "3: (s): vrrp script rise value '0' invalid, defaulting to 1"],
    ],
    ['fall x', ["3: invalid number 'x'", "3: (s): vrrp script fall value 'x' invalid, defaulting to 1"]],
  ])('`%s`', (line, expected) => {
    expect(keepalivedSays(`vrrp_script s {\nscript /bin/true\n${line}\n}\n`)).toEqual(expected)
  })

  it('must have a command', () => {
    expect(keepalivedSays('vrrp_script s {\n}\n')).toEqual(['1: No script set for vrrp_script s - removing'])
  })
})

describe('vrrp_track_process', () => {
  it('has its values', () => {
    const [one] = bound(
      'vrrp_track_process p {\nprocess /bin/x a "b c"\nparam_match partial\nweight 5\nquorum 2\nquorum_max 3\ndelay 1.5\nfull_command\n}\n',
    ).values.trackProcesses
    expect(one?.values).toMatchObject({
      process: { command: '/bin/x', parameters: ['a', 'b c'] },
      parameterMatch: 'partial',
      weight: { weight: 5, reverse: false },
      quorum: 2,
      quorumMax: 3,
      delay: Seconds(1.5),
      forkDelay: undefined,
      fullCommand: true,
    })
  })

  it.each<[string, readonly string[]]>([
    ['process b', ['3: Process already set for track process p - ignoring b']],
    ['param_match x', ['3: Invalid param_match type x - ignoring']],
    ['param_match', []],
    ['weight', ['3: No weight specified for track process p - ignoring']],
    ['weight 5 foo', ['3: vrrp_track_process p unknown weight option foo']],
    ['weight 5\nweight 6', ['4: Weight already set for track process p - ignoring 6']],
    ['weight 0\nweight 6', []],
    [
      'quorum 0',
      [
        "3: number '0' outside range [1, 65535]",
        '3: Quorum (0) for vrrp_track_process p must be between [1..65535] inclusive. Ignoring...',
      ],
    ],
    [
      'quorum 3\nquorum_max 2\nquorum_max 5\nquorum 9',
      ['4: quorum_max is less than quorum - ignoring', '6: Quorum is greater than quorum_max - ignoring'],
    ],
    ['quorum_max 0', []],
    ['quorum 1\nquorum_max 0', []],
    ['quorum_max 0\nquorum 1', ['4: Quorum is greater than quorum_max - ignoring']],
    [
      'delay 0',
      [
        "3: number '0' outside range [0.000001, 3600.000000]",
        '3: delay (0) for vrrp_track_process p must be between [0.000001..3600] inclusive. Ignoring...',
      ],
    ],
  ])('`%s`', (lines, expected) => {
    expect(keepalivedSays(`vrrp_track_process p {\nprocess a\n${lines}\n}\n`)).toEqual(expected)
  })

  it('must have a process', () => {
    expect(keepalivedSays('vrrp_track_process p {\n}\n')).toEqual(["1: track process 'p' process name not specified"])
  })
})

describe('track_file', () => {
  it('has its values, whatever its spelling, in the order of the file', () => {
    const root = bound(
      'vrrp_track_file a {\nfile /run/a\n}\ntrack_file b {\nfile /run/b\nweight 2\ninit_file 5 overwrite\n}\nvrrp_track_file c {\nfile /run/c\ninit_file\n}\n',
    )
    expect(
      trackFilesOf(root).map(({ header, values }) => [header, values.file, values.weight, values.initFile]),
    ).toEqual([
      ['a', '/run/a', undefined, undefined],
      ['b', '/run/b', { weight: 2, reverse: false }, { value: 5, overwrite: true }],
      ['c', '/run/c', undefined, { value: 0, overwrite: false }],
    ])
    const { files } = trackedBlocksOf(root)
    expect([...files].map(([name, { weight }]) => [name, weight])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 1],
    ])
  })

  it.each<[string, readonly string[]]>([
    ['file', ['3: track file file name missing']],
    ['file /b', ['3: File already set for track file f - ignoring /b']],
    ['weight', ['3: No weight specified for track file f - ignoring']],
    [
      'weight 300\nweight 5\nweight 6',
      [
        "3: number '300' outside range [-254, 254]",
        '3: Weight (300) for track_file f must be between [-254..254] inclusive. Ignoring...',
        '5: Weight already set for track file f - ignoring 6',
      ],
    ],
    [
      'init_file 1 300 overwrite foo -x',
      [
        '3: Track file f init value 300 is outside sensible range [-254, 254]',
        '3: Unknown track file init option foo',
        "3: invalid number '-x'",
        '3: Track file f init value -x is invalid',
      ],
    ],
  ])('`%s`', (lines, expected) => {
    expect(keepalivedSays(`track_file f {\nfile /a\n${lines}\n}\n`)).toEqual(expected)
  })

  it('must have a file', () => {
    expect(keepalivedSays('track_file f {\n}\n')).toEqual(['1: No file set for track_file f - ignoring'])
  })
})

describe('garp_group', () => {
  it('has its intervals and interfaces', () => {
    const [one] = bound(
      'garp_group {\ngarp_interval 0.1\ngna_interval 2\ninterface a\ninterface b\ninterfaces { c d }\n}\n',
    ).values.garpGroups
    expect(one?.values).toMatchObject({ garpInterval: Seconds(0.1), gnaInterval: Seconds(2), interface: ['a', 'b'] })
    expect(one?.values.interfaces?.map(({ value }) => value)).toEqual(['c', 'd'])
  })

  it('has an interval, or is removed with a number that counts the groups before it', () => {
    const groups =
      'garp_group {\ngarp_interval 1\ninterfaces { a }\n}\ngarp_group {\ninterfaces { b }\n}\ngarp_group {\ninterface b\n}\n'
    expect(keepalivedSays(groups)).toEqual([
      '5: garp group 2 does not have any delay set - removing',
      '8: garp group 0 does not have any delay set - removing',
    ])
  })

  it('takes interfaces that no other group has', () => {
    const groups =
      'garp_group {\ngarp_interval 2\ninterface eth0\ninterfaces { eth0 eth1 }\n}\ngarp_group {\ngna_interval 2\ninterfaces { eth1 eth0 }\ninterfaces { }\n}\n'
    expect(keepalivedSays(groups)).toEqual([
      '4: garp_group already specified for eth1 - ignoring',
      '8: garp_group already specified for eth0 - ignoring',
      '8: garp_group already specified for eth0 - ignoring',
      '9: Warning - empty garp_group interfaces block',
    ])
  })
})

describe('bfd_instance', () => {
  it('has its values and defaults', () => {
    const [one] = bound('bfd_instance b {\nneighbour_ip fe80::1\nmin_rx 2.5\nmultihop\nweight 3 reverse\n}\n').values
      .bfdInstances
    expect(one?.values).toEqual({
      sourceAddress: undefined,
      neighbour: 'fe80::1',
      minReceive: Milliseconds(2.5),
      minTransmit: Milliseconds(10),
      idleTransmit: Milliseconds(1000),
      multiplier: 5,
      passive: false,
      ttl: undefined,
      maxHops: 0,
      multihop: true,
      weight: { weight: 3, reverse: true },
      forVrrp: false,
      forCheckers: false,
    })
  })

  const problem = (text: string): string => `3: Configuration error: BFD instance b ${text}`

  it.each<[string, readonly string[]]>([
    [
      'min_rx 0',
      [
        "3: number '0' outside range [1.000, 4294967.000]",
        problem('min_rx value 0 is not valid (must be in range [1-4294967]), ignoring'),
      ],
    ],
    [
      'idle_tx 5',
      [
        "3: number '5' outside range [1000.000, 4294967.000]",
        problem('idle_tx value 5 is not valid (must be in range [1000-4294967]), ignoring'),
      ],
    ],
    [
      'multiplier 0',
      [
        "3: number '0' outside range [1, 255]",
        problem('multiplier value 0 not valid (must be in range [1-255]), ignoring'),
      ],
    ],
    [
      'hoplimit 0',
      [
        "3: number '0' outside range [1, 255]",
        problem('ttl/hoplimit value 0 not valid (must be in range [1-255]), ignoring'),
      ],
    ],
    [
      'max_hops 300',
      [
        "3: number '300' outside range [-1, 255]",
        problem('max_hops value 300 not valid (must be in range [-1-255]), ignoring'),
      ],
    ],
    [
      'weight 300',
      [
        "3: number '300' outside range [-253, 253]",
        problem('weight value 300 not valid (must be in range [-253-253]), ignoring'),
      ],
    ],
    ['weight 3 foo', [problem('unknown weight option foo')]],
    ['source_ip x', [problem('has malformed source address x, ignoring')]],
    [
      'source_ip fe80::1',
      [problem('source address fe80::1 and neighbor address fe80::1 are not of the same family, disabling instance')],
    ],
    ['ttl 5\nmax_hops 9', ['4: BFD instance b: max_hops exceeds ttl/hoplimit - setting to ttl/hoplimit']],
    ['max_hops -1', []],
  ])('`%s`', (lines, expected) => {
    expect(keepalivedSays(`bfd_instance b {\nneighbor_ip 10.0.0.9\n${lines}\n}\n`)).toEqual(expected)
  })

  it('has a neighbour of its own', () => {
    expect(keepalivedSays('bfd_instance b {\n}\n')).toEqual([
      '1: Configuration error: BFD instance b has no neighbor address set, disabling instance',
    ])
    expect(keepalivedSays('bfd_instance b {\nneighbor_ip x\n}\n')).toEqual([
      '2: Configuration error: BFD instance b has malformed neighbor address x, ignoring instance',
    ])
    const two = (more: string): string =>
      `bfd_instance a {\nneighbor_ip 10.0.0.9\n}\nbfd_instance b {\nneighbor_ip 10.0.0.9\n${more}\n}\n`
    expect(keepalivedSays(two(''))).toEqual([
      '5: Configuration error: BFD instance b has duplicate neighbor address 10.0.0.9, ignoring instance',
    ])
    expect(errors(two('multihop'))).toEqual([])
    expect(errors(two('source_ip 10.0.0.1'))).toEqual([])
  })

  it('has a name of at most 31 characters', () => {
    const name = 'b'.repeat(32)
    expect(keepalivedSays(`bfd_instance ${name} {\nneighbor_ip 10.0.0.9\n}\n`)).toEqual([
      `1: BFD name ${name} too long`,
      `1: Configuration error: BFD instance ${name} name too long (maximum length is 31 characters) - ignoring`,
    ])
  })
})

describe('lists of interfaces', () => {
  it.each([
    ['eth0', { interface: 'eth0', method: undefined }, []],
    ['eth0 MII', { interface: 'eth0', method: 'MII' }, []],
    ['eth0 foo', { interface: 'eth0', method: undefined }, ['extra characters foo in linkbeat interface']],
    ['eth0 MII foo', { interface: 'eth0', method: 'MII' }, ['extra characters MII in linkbeat interface']],
  ])('name a way to poll: `%s`', (line, value, theirs) => {
    const read = readLine(polledInterface(), line)
    expect([read.value, theirsIn(read)]).toEqual([value, theirs])
  })

  it.each<[string, unknown, readonly string[]]>([
    ['eth0 1 2.5', { interface: 'eth0', down: Seconds(1), up: Seconds(2.5) }, []],
    ['eth0 1', { interface: 'eth0', down: Seconds(1), up: Seconds(0) }, ['hint no-up-delay: 1']],
    ['eth0 0', { interface: 'eth0', down: Seconds(0), up: Seconds(0) }, []],
    ['eth0', undefined, ['warning missing-value: eth0']],
    ['eth0 300 1', { interface: 'eth0', down: Seconds(0), up: Seconds(1) }, ['error wrong-value: 300']],
    ['eth0 1 x', { interface: 'eth0', down: Seconds(1), up: Seconds(0) }, ['error wrong-value: x']],
  ])('have delays: `%s`', (line, value, ours) => {
    const read = readLine(interfaceDelays(), line)
    expect([read.value, saidBy(read)]).toEqual([value, ours])
  })

  it('are read whatever their words are', () => {
    const words = 'eth0 MII ETHTOOL IOCTL 1 2.5 300 x "" "a b"'.split(' ')
    fc.assert(
      fc.property(soupOf(words), (line) => {
        const { value, diagnostics } = readLine(polledInterface(), line)
        if (value === undefined) return
        expectSound(polledInterface(), line)
        expect(diagnostics.length).toBeLessThan(2)
      }),
    )
  })
})

describe('what is read and not done yet', () => {
  it('is said of each block', () => {
    const text = `linkbeat_use_polling
track_group g {\ngroup { V }\n}
static_ipaddress {\n10.0.0.1/24 dev eth0\n}
static_routes {\n10.0.0.0/8 dev eth0\n}
static_rules {\nfrom 10.0.0.0/8 nop preference 1\n}
garp_group {\ngarp_interval 0.1\n}
linkbeat_interfaces {\neth0\n}
interface_up_down_delays {\neth0 1 1\n}
vrrp_script s {\nscript /bin/true\n}
vrrp_track_process p {\nprocess x\n}
track_file f {\nfile /a\n}
vrrp_track_file h {\nfile /a\n}
bfd_instance b {\nneighbor_ip 10.0.0.9\n}
`
    const told = bindText(text).diagnostics.filter(({ code }) => code === 'not-enforced-yet')
    expect(told.map(({ message }) => message.split('`')[1])).toEqual(
      'linkbeat_use_polling track_group static_ipaddress static_routes static_rules garp_group linkbeat_interfaces interface_up_down_delays vrrp_script vrrp_track_process track_file vrrp_track_file bfd_instance'.split(
        ' ',
      ),
    )
    expect(errors(text)).toEqual([])
  })
})

describe('the meanings', () => {
  const schemas = [vrrpScript, vrrpTrackProcess, trackFile, vrrpTrackFile, trackGroup, garpGroup, bfdInstance]

  it.each(schemas)('of $path are there for every keyword, and for no other', (schema) => {
    expect(Object.keys(meanings[schema.path] ?? {}).sort()).toEqual([...schema.entries.keys()].sort())
    expect(Object.keys(meanings[''] ?? {})).toContain(schema.keyword)
  })
})

describe.each(Object.entries(pages))('the page of %s', (code, page) => {
  const codesIn = (text: string): readonly string[] => bindText(text).diagnostics.map((one) => one.code)

  it('shows a configuration that the rule reports, with a severity it names', () => {
    const one = bindText(page.wrong).diagnostics.find((each) => each.code === code)
    expect(page.severity).toContain(one?.severity)
  })

  it('shows another one that it does not report, without any error', () => {
    expect(codesIn(page.right)).not.toContain(code)
    expect(errors(page.right)).toEqual([])
  })
})
