import { describe, expect, it } from 'vitest'
import { bindText } from '../../config/schema/bind-text.js'
import { keepalivedSays } from './vrrp-text.js'

const blocks = `vrrp_script s {\nscript /bin/true\nweight -7\n}
vrrp_script plain {\nscript /bin/true\n}
track_file f {\nfile /run/f\n}
vrrp_track_process p {\nprocess x\nweight 5 reverse\n}
bfd_instance b {\nneighbor_ip 10.0.0.9\nweight 3\n}
`

const instance = (name: string, id: number, more = ''): string =>
  `vrrp_instance ${name} {\ninterface eth${id}\nvirtual_router_id ${id}\nno_virtual_ipaddress\n${more}\n}\n`

const all = 'track_script {\ns\nplain\n}\ntrack_file {\nf\n}\ntrack_process {\np\n}\ntrack_bfd {\nb\n}\n'

const trackedIn = (text: string) => bindText(text).model.vrrp.instances.map((one) => one.unenforced.tracked)

const warned = (text: string): readonly string[] =>
  bindText(text).problems.filter((one) => /^(error|fatal)|nopreempt|clamped/.test(one))

describe('what an instance tracks by name', () => {
  it('has the weight of its line, else that of the block', () => {
    expect(trackedIn(blocks + instance('A', 1, all))).toEqual([
      {
        scripts: [
          { name: 's', weight: -7, reverse: false },
          { name: 'plain', weight: 0, reverse: false },
        ],
        files: [{ name: 'f', weight: 1, reverse: false }],
        processes: [{ name: 'p', weight: 5, reverse: true }],
        bfds: [{ name: 'b', weight: 3, reverse: false }],
      },
    ])
    const own = 'track_script {\ns weight 9 reverse\n}\ntrack_process {\np weight 0\n}'
    expect(trackedIn(blocks + instance('A', 1, own))).toMatchObject([
      { scripts: [{ weight: 9, reverse: true }], processes: [{ weight: 0 }] },
    ])
  })

  it.each([
    ['an unknown name', blocks + instance('A', 1, 'track_script {\nnobody\n}')],
    ['a block that comes later', instance('A', 1, 'track_script {\nplain\n}') + blocks],
    ['a line that is dropped', blocks + instance('A', 1, 'track_script {\nplain wait 5\n}')],
  ])('leaves out %s', (_title, text) => {
    expect(trackedIn(text)).toMatchObject([{ scripts: [] }])
    expect(warned(text)).toHaveLength(1)
  })

  it('is what its group tracks, too', () => {
    const group = 'vrrp_sync_group G {\ngroup { A B }\ntrack_script {\nplain\ns\n}\n}\n'
    const text = blocks + group + instance('A', 1, 'track_script {\nplain\n}') + instance('B', 2)
    expect(trackedIn(text).map(({ scripts }) => scripts.map(({ name }) => name))).toEqual([
      ['plain', 's'],
      ['plain', 's'],
    ])
  })
})

describe('weights of what is tracked by name', () => {
  it('do not count in a member of a sync group (TRK-14)', () => {
    const group = 'vrrp_sync_group G {\ngroup { A B }\n}\n'
    const text = blocks + group + instance('A', 1, all) + instance('B', 2, 'track_file {\nf weight 4\n}')
    expect(trackedIn(text)).toMatchObject([
      { scripts: [{ name: 'plain' }], files: [{ name: 'f', weight: 0 }], processes: [{ weight: 5 }], bfds: [] },
      { files: [] },
    ])
    expect(keepalivedSays(text)).toEqual([
      '(A) ignoring tracked script s with weights due to SYNC group',
      '(A) ignoring weight from tracked file f due to SYNC group. specify weight 0',
      '(A) ignoring tracked bfd b with weight 3 due to SYNC group',
      '(B) ignoring tracked file f with weight 4 due to SYNC group',
    ])
  })

  it('do not count for an owner', () => {
    const text = blocks + instance('A', 1, `priority 255\n${all}`)
    expect(trackedIn(text)).toMatchObject([{ scripts: [{ name: 'plain' }], bfds: [] }])
    expect(keepalivedSays(text)).toContain('(A) ignoring tracked script s with weights due to address_owner')
  })

  it('are taken from a group with an owner', () => {
    const group = `vrrp_sync_group G {\ngroup { A B }\n${all}}\n`
    const text = blocks + group + instance('A', 1, 'priority 255') + instance('B', 2, 'priority 255')
    expect(trackedIn(text)[1]).toMatchObject({ scripts: [{ weight: 0 }, { weight: 0 }], bfds: [{ weight: 0 }] })
    const end = 'with member having priority 255 -'
    expect(keepalivedSays(text)).toEqual([
      `(G) Cannot have weighted track script 's' ${end} clearing weight`,
      `(G) Cannot have weighted track file 'f' ${end} setting weight 0`,
      `(G) Cannot have weighted track process 'p' ${end} setting weight 0`,
      `(G) Cannot have weighted track bfd 'b' ${end} setting weight 0`,
    ])
  })

  it('say nothing with nopreempt, and need room', () => {
    expect(warned(blocks + instance('A', 1, 'nopreempt\ntrack_script {\ns\n}'))).toEqual([
      'warning weight-with-nopreempt',
    ])
    expect(warned(blocks + instance('A', 1, 'nopreempt\ntrack_script {\nplain\n}'))).toEqual([])
    expect(warned(blocks + instance('A', 1, 'priority 252\ntrack_process {\np\n}'))).toEqual(['hint weights-clamped'])
  })
})
