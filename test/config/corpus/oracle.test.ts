import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compareCorpus, errorsOf, theirVerdict } from '../../support/oracle.mjs'
import { oursOn } from '../../support/ours.js'

// Configurations of other people with what keepalived says about them (test/corpus-table.mjs prints the comparison).

const corpus = '../shared/corpus'

describe.runIf(existsSync(corpus))('of configurations of other people', () => {
  const compared = existsSync(corpus) ? compareCorpus(corpus, oursOn) : []

  it('nothing is an error that keepalived accepts', () => {
    const accepted = compared.filter((file) => theirVerdict(file) === 'accepted')
    expect(accepted.length).toBeGreaterThan(20)
    expect(accepted.flatMap(({ name, ours }) => errorsOf(ours).map(({ message }) => `${name}: ${message}`))).toEqual([])
  })

  it('everything keepalived says about the text is said', () => {
    const missing = compared.flatMap(({ name, said }) =>
      said
        .filter(({ machine, follows, match }) => !machine && !follows && match === 'missing')
        .map(({ line, message }) => `${name}:${line ?? '-'}: ${message}`),
    )
    expect(missing).toEqual([])
  })
})
