import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveWeight } from '../../../vrrp/config/tracked-blocks.js'
import {
  isKept,
  trackedBfd,
  trackedFile,
  trackedInterface,
  trackedProcess,
  trackedScript,
  type TrackLine,
} from '../../../vrrp/config/trackers.js'
import { readLine, soupOf } from './line-text.js'
import { keepalivedSays } from './vrrp-text.js'

interface Faulty {
  readonly faults?: TrackLine['faults']
}

const lists = { scripts: trackedScript, files: trackedFile, processes: trackedProcess, bfds: trackedBfd }

describe('a line of a track list', () => {
  it.each<[string, Omit<TrackLine, 'faults'>]>([
    ['web', { name: 'web', weight: undefined, reverse: undefined }],
    ['web weight -20', { name: 'web', weight: -20, reverse: undefined }],
    ['web weight +5 reverse', { name: 'web', weight: 5, reverse: true }],
    ['web weight 0 noreverse', { name: 'web', weight: 0, reverse: false }],
    ['"a b" weight 3', { name: 'a b', weight: 3, reverse: undefined }],
  ])('`%s` is read for all that have names', (line, expected) => {
    for (const list of Object.values(lists)) {
      expect(readLine(list(), line)).toMatchObject({ value: { ...expected, faults: undefined }, diagnostics: [] })
    }
  })

  it('has no faults in its value when it names an interface and is sound', () => {
    expect(readLine(trackedInterface(), 'eth1 weight 5 reverse').value).toEqual({
      interface: 'eth1',
      weight: 5,
      reverse: true,
    })
  })

  it('has the weight of what it tracks when it gives none', () => {
    const block = { weight: -7, reverse: true }
    expect(effectiveWeight({ weight: undefined, reverse: undefined }, block)).toEqual(block)
    expect(effectiveWeight({ weight: 5, reverse: undefined }, block)).toEqual({ weight: 5, reverse: true })
    expect(effectiveWeight({ weight: 5, reverse: false }, block)).toEqual({ weight: 5, reverse: false })
  })

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -253, max: 253 }), fc.constantFrom(true, false, undefined), (weight, reverse) => {
        const direction = reverse === undefined ? '' : reverse ? ' reverse' : ' noreverse'
        for (const list of Object.values(lists)) {
          expect(readLine(list(), `x weight ${weight}${direction}`).value).toMatchObject({ weight, reverse })
        }
      }),
    )
  })

  it('is read whatever its words are, with faults inside the line', () => {
    const words = 'eth0 web weight 5 -254 300 reverse noreverse x "" "a b"'.split(' ')
    fc.assert(
      fc.property(soupOf(words), (line) => {
        for (const list of [trackedInterface, ...Object.values(lists)]) {
          const { value, rest } = readLine<Pick<TrackLine, 'weight'> & Faulty>(list(), line)
          if (value === undefined) continue
          expect(isKept(value) || !rest).toBe(true)
          for (const { start, end } of value.faults ?? []) expect(start < end && end <= line.length).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

const blocks = `vrrp_script s {
script /bin/true
}
track_file f {
file /run/f
}
vrrp_track_process p {
process x
}
bfd_instance b {
neighbor_ip 10.0.0.9
}
`

/** What keepalived says of the lines of a list in an instance called V. */
const saidOf = (keyword: string, lines: readonly string[]): readonly string[] =>
  keepalivedSays(
    `${blocks}vrrp_instance V {\ninterface eth0\nvirtual_router_id 1\nno_virtual_ipaddress\n${keyword} {\n${lines.join('\n')}\n}\n}\n`,
  ).map((one) => one.replace(/^\d+: /, ''))

describe('what is wrong with a line', () => {
  it.each<[string, string, readonly string[]]>([
    ['track_script', 's foo', ['(V) unknown track script option foo - ignoring']],
    ['track_script', 's weight', ['(V) weight without value specified for track script s - ignoring']],
    [
      'track_script',
      's weight 300',
      [
        "number '300' outside range [-254, 254]",
        '(V) track script s: weight must be between [-253..253] inclusive, ignoring...',
      ],
    ],
    ['track_script', 's weight -254', ['(V) weight for s cannot be +/-254. Setting to +/-253']],
    ['track_script', 's weight 5 foo', ['(V) unknown track_script s weight option foo - ignoring']],
    ['track_script', 'nobody', ['(V) track script nobody not found, ignoring...']],
    [
      'track_file',
      'f weight 300 foo',
      [
        "number '300' outside range [-254, 254]",
        '(V) weight for track file f must be in [-254..254] inclusive. Ignoring...',
        '(V) unknown track file f weight option foo - ignoring',
      ],
    ],
    ['track_file', 'f foo', ['(V) unknown track file option foo - ignoring']],
    ['track_file', 'f weight 254', []],
    ['track_file', 'nobody foo', ['(V) track file nobody not found, ignoring...']],
    [
      'track_process',
      'p weight x',
      ["invalid number 'x'", '(V) weight for track process p must be in [-254..254] inclusive. Ignoring...'],
    ],
    ['track_process', 'p weight 5 foo', ['(V) unknown track_process p weight option foo - ignoring']],
    ['track_process', 'p foo', ['(V) unknown track process option foo - ignoring']],
    ['track_process', 'nobody', ['(V) track process nobody not found, ignoring...']],
    [
      'track_bfd',
      'b weight 254',
      [
        "number '254' outside range [-253, 253]",
        '(V) weight for track bfd b must be in [-253..253] inclusive. Ignoring...',
      ],
    ],
    ['track_bfd', 'b foo', ['(V) unknown track bfd b option foo - ignoring']],
    ['track_bfd', 'b weight', ['(V) weight without value specified for track bfd b - ignoring']],
    ['track_bfd', 'nobody', ['(V) track bfd nobody not found, ignoring...']],
    ['track_interface', 'eth1 weight 254', ['(V) weight for eth1 cannot be +/-254. Setting to +/-253']],
    ['track_interface', 'eth1 foo', ['(V) unknown track_interface eth1 option foo - ignoring']],
    [
      'track_interface',
      'eth1 weight 300',
      [
        "number '300' outside range [-254, 254]",
        '(V) weight 300 for eth1 must be between [-253..253] inclusive. Ignoring...',
      ],
    ],
    [
      'track_interface',
      'eth1 weight 5 noreverse',
      ['(V) unknown track_interace eth1 weight option noreverse - ignoring'],
    ],
  ])('%s `%s` is said in the words of keepalived', (keyword, line, expected) => {
    expect(saidOf(keyword, [line])).toEqual(expected)
  })

  it.each([
    ['track_script', 's'],
    ['track_file', 'f'],
    ['track_process', 'p'],
    ['track_bfd', 'b'],
    ['track_interface', 'eth1'],
  ])('%s takes a name once', (keyword, name) => {
    expect(saidOf(keyword, [name, `${name} weight 300`])).toEqual([`(V) duplicate ${keyword} ${name} - ignoring`])
  })

  it('lets a name come again after a line that was dropped', () => {
    expect(saidOf('track_script', ['s foo', 's'])).toEqual(['(V) unknown track script option foo - ignoring'])
  })
})
