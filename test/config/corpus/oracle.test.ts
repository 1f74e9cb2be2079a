import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { positionOf } from '../../../config/source.js'
import { loadConfig } from '../../../daemon/load-config.js'
import { compareCorpus, errorsOf, theirVerdict, type Ours } from '../../support/oracle.mjs'

// Configurations of other people with what keepalived says about them (test/corpus-table.mjs prints the comparison).

const corpus = '../shared/corpus'

const check = (path: string): readonly Ours[] =>
  loadConfig(path, { configId: 'vm' }).diagnostics.map(({ code, severity, message, span, keepalived = [] }) => ({
    code,
    severity,
    message,
    line: span === undefined ? undefined : positionOf(span.source, span.start).line,
    keepalived,
  }))

describe.runIf(existsSync(corpus))('of configurations of other people', () => {
  const compared = existsSync(corpus) ? compareCorpus(corpus, check) : []

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
