// "Did you mean".

import { describe, expect, it } from 'vitest'
import { editDistance, suggest } from '../../config/suggest.js'

const keywords = [
  'smtp_alert',
  'state',
  'interface',
  'priority',
  'weight',
  'retry',
  'nopreempt',
  'preempt',
  'vrrp_instance',
]

describe('a suggestion', () => {
  it.each<[string, string | undefined]>([
    ['smtp_alter', 'smtp_alert'],
    ['weigth', 'weight'],
    ['VRRP_INSTANCE', 'vrrp_instance'],
    ['vrrp-instance', 'vrrp_instance'],
    ['prority', 'priority'],
    ['interfaces', 'interface'],
    ['stat', 'state'],
    ['no_preempt', 'nopreempt'],
    ['retr', 'retry'],
    ['xy', undefined],
    ['completely_different', undefined],
    ['', undefined],
  ])('for %s is %s', (word, expected) => {
    expect(suggest(word, keywords)).toBe(expected)
  })

  it('prefers a known alias to likeness', () => {
    expect(suggest('nb_get_retry', keywords, { nb_get_retry: 'retry' })).toBe('retry')
  })

  it('is not fooled by names every object has', () => {
    expect(suggest('constructor', keywords, {})).toBeUndefined()
  })

  it.each<[string, string, number]>([
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['ab', 'ba', 1],
    ['alter', 'alert', 2],
    ['kitten', 'sitting', 3],
  ])('%s and %s are %i edits apart', (a, b, distance) => {
    expect([editDistance(a, b), editDistance(b, a)]).toEqual([distance, distance])
  })
})
