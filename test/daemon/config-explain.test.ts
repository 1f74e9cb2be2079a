// `lvs-ha config explain`: keywords found by name, by block and by near miss.

import { describe, expect, it } from 'vitest'
import { explainKeyword } from '../../daemon/config-tools/explain.js'

const explain = (...words: readonly string[]) => explainKeyword(words, 80)

describe('a keyword', () => {
  it.each<[readonly string[], readonly string[]]>([
    [['advert_int'], ['advert_int (in vrrp_instance)', 'a number of seconds', 'default', 'given twice']],
    [['vrrp_instance', 'advert_int'], ['advert_int (in vrrp_instance)']],
    [['vrrp_instance.advert_int'], ['advert_int (in vrrp_instance)']],
    [['vrrp_instance/advert_int'], ['advert_int (in vrrp_instance)']],
    [['weight'], ['in virtual_server real_server']],
    [['real_server', 'weight'], ['weight (in virtual_server real_server)']],
    [['virtual_server'], ['virtual_server (at the top level)', 'opens', 'Keywords:', 'real_server']],
    [['virtual_ipaddress'], ['a list, one entry on each line', 'the entries are added']],
    [['nopreempt'], ['instead of', 'preempt']],
    [['HTTP_GET', 'nb_get_retry'], ['write retry']],
    [
      ['HTTP_GET', 'retry'],
      ['old names', 'nb_get_retry'],
    ],
    [[], ['global_defs', 'vrrp_instance', 'virtual_server']],
  ])('%j is explained', (words, parts) => {
    const { known, text } = explain(...words)
    expect(known).toBe(true)
    for (const part of parts) expect(text).toContain(part)
  })

  it.each<[readonly string[], string]>([
    [['prioriti'], 'Did you mean priority?'],
    [['vrp_instance', 'priority'], 'Did you mean vrrp_instance?'],
    [['vrrp_instance', 'advert_ints'], 'Did you mean advert_int?'],
    [['vrrp_instance', 'router_id'], 'it belongs in global_defs'],
    [['zzzzzzzzzz'], "there is no keyword 'zzzzzzzzzz'"],
  ])('%j is not known', (words, advice) => {
    const { known, text } = explain(...words)
    expect(known).toBe(false)
    expect(text).toContain(advice)
  })

  it('is told within the width, once for all blocks where the same holds', () => {
    const { text } = explain('retry')
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    const bodies = text.split(/^retry \(.*\)$/ms).slice(1)
    expect(new Set(bodies).size).toBe(bodies.length)
  })
})
