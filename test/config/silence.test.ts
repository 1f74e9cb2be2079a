// Comments that keep rules quiet.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Diagnostic, Severity } from '../../config/diagnostic.js'
import { silence } from '../../config/silence.js'
import type { Source } from '../../config/source.js'
import { noise } from './mutated.js'

const known = new Set(['rule-a', 'rule-b', 'unknown-rule', 'unused-silence'])

/** `code` at the first place of `at`. */
function found(source: Source, code: string, at: string, severity: Severity = 'warning'): Diagnostic {
  const start = source.text.indexOf(at)
  return { code, severity, message: '', span: { source, start, end: start + at.length }, related: [] }
}

const codes = (diagnostics: readonly Diagnostic[]): readonly string[] => diagnostics.map(({ code }) => code)

function outcome(text: string, wanted: readonly [code: string, at: string][]): readonly [shown: string, quiet: string] {
  const source = { name: 'f', text }
  const diagnostics = wanted.map(([code, at]) => found(source, code, at))
  const { shown, silenced } = silence(diagnostics, [source], () => known)
  return [codes(shown).join(' '), codes(silenced).join(' ')]
}

describe('a comment', () => {
  it.each<[string, string, string, string]>([
    ['silences a rule on its line', 'x # lvs-ha: ignore rule-a\ny', '', 'rule-a'],
    ['may start with !', 'x ! lvs-ha: ignore rule-a\ny', '', 'rule-a'],
    ['on a line of its own silences the next line', '# lvs-ha: ignore rule-a\nx\ny', '', 'rule-a'],
    ['reaches over comments and blank lines', '# lvs-ha: ignore rule-a\n\n# why\nx\ny', '', 'rule-a'],
    ['may name several rules', 'x # lvs-ha: ignore rule-b, rule-a\ny', 'unused-silence', 'rule-a'],
    ['may give a reason', 'x # lvs-ha: ignore rule-a - rule-b is fine, too\ny', '', 'rule-a'],
    ['silences a whole file', 'y\n# lvs-ha: ignore-file rule-a\nx', '', 'rule-a'],
    ['does not silence another line', 'y # lvs-ha: ignore rule-a\nx', 'rule-a unused-silence', ''],
    ['does not silence another rule', 'x # lvs-ha: ignore rule-b\ny', 'rule-a unused-silence', ''],
    ['that names an unknown rule is reported', 'x # lvs-ha: ignore rule-c\ny', 'rule-a unknown-rule', ''],
    ['that names no rule is reported', 'x # lvs-ha: ignore - because\ny', 'rule-a unknown-rule', ''],
    ['is none inside quotes', 'x "# lvs-ha: ignore rule-a"\ny', 'rule-a', ''],
    ['is none in another form', 'x # see lvs-ha: ignore rule-a\ny # lvs-ha: ignored rule-a', 'rule-a', ''],
    [
      'may keep complaints about itself quiet',
      '# lvs-ha: ignore-file unused-silence\n# lvs-ha: ignore rule-b\nx',
      'rule-a',
      'unused-silence',
    ],
    ['may end in CR LF', 'x # lvs-ha: ignore rule-a\r\ny', '', 'rule-a'],
  ])('%s', (_, text, shown, quiet) => {
    expect(outcome(text, [['rule-a', 'x']])).toEqual([shown, quiet])
  })

  it('cannot silence what is fatal', () => {
    const source = { name: 'f', text: 'x # lvs-ha: ignore rule-a' }
    const { shown } = silence([found(source, 'rule-a', 'x', 'fatal')], [source], () => known)
    expect(codes(shown)).toEqual(['rule-a', 'unused-silence'])
  })

  it('is for its own file', () => {
    const one = { name: 'one', text: '# lvs-ha: ignore-file rule-a' }
    const other = { name: 'other', text: 'x' }
    expect(codes(silence([found(other, 'rule-a', 'x')], [one, other], () => known).silenced)).toEqual([])
  })

  it('counts for a copy of its file, as made to hide passwords', () => {
    const source = { name: 'f', text: 'x # lvs-ha: ignore rule-a' }
    const copy = { name: 'f', text: '* # lvs-ha: ignore rule-a' }
    expect(codes(silence([found(copy, 'rule-a', '*')], [source], () => known).silenced)).toEqual(['rule-a'])
  })

  it('marks the word that names the rule', () => {
    const source = { name: 'f', text: 'x # lvs-ha: ignore  rule-c , rule-b' }
    const marked = silence([], [source], () => known).shown.map(({ span }) => source.text.slice(span?.start, span?.end))
    expect(marked).toEqual(['rule-c', 'rule-b'])
  })

  it('suggests a rule that exists', () => {
    const source = { name: 'f', text: 'x # lvs-ha: ignore rule_a' }
    expect(silence([], [source], () => known).shown[0]?.hint).toBe('Did you mean `rule-a`?')
  })
})

describe('silencing', () => {
  it('asks for no rules and copies nothing when no file has such a comment', () => {
    const source = { name: 'f', text: 'x # lvs-ha\n' }
    const diagnostics = [found(source, 'rule-a', 'x')]
    const ask = (): never => {
      throw new Error('asked')
    }
    expect(silence(diagnostics, [source], ask).shown).toBe(diagnostics)
  })

  it('loses no diagnostic, and points into the text, whatever that is', () => {
    const text = fc.tuple(noise, noise).map(([a, b]) => `${a}# lvs-ha: ignore rule-a ${b}\nlvs-ha: ${a}`)
    const check = (some: string): void => {
      const source = { name: 'f', text: some }
      const diagnostics = [found(source, 'rule-a', 'lvs-ha'), found(source, 'rule-b', 'ignore')]
      const { shown, silenced } = silence(diagnostics, [source], () => known)
      expect(diagnostics.filter((one) => !shown.includes(one) && !silenced.includes(one))).toEqual([])
      for (const { span } of shown)
        expect(span !== undefined && span.start < span.end && span.end <= some.length).toBe(true)
    }
    fc.assert(fc.property(text, check))
  })
})
