// How diagnostics are shown. The expected texts stand beside this file; UPDATE_GOLDEN=1 rewrites them.

import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../../config/diagnostic.js'
import { shown } from '../../../config/render/cells.js'
import { jsonReport, renderJson } from '../../../config/render/json.js'
import { renderPlain } from '../../../config/render/plain.js'
import { renderSnippet, renderSummary } from '../../../config/render/snippet.js'
import type { Source, Span } from '../../../config/source.js'

const source: Source = {
  name: 'keepalived.conf',
  text: [
    'vrrp_sync_group HK {',
    '\tsmtp_alter\t# sic',
    '    名前 "値" smtp_alter',
    '\u200brouter_id x\r',
    `    notify "${'/very/long'.repeat(20)}" smtp_alter ${'and more '.repeat(20)}`,
    '}',
    '',
  ].join('\n'),
}

function spanOf(text: string, occurrence = 0): Span {
  let start = source.text.indexOf(text)
  for (let skipped = 0; skipped < occurrence; skipped++) start = source.text.indexOf(text, start + 1)
  return { source, start, end: start + text.length }
}

const unknown: Omit<Diagnostic, 'span'> = {
  code: 'unknown-keyword',
  severity: 'error',
  message: 'Unknown keyword `smtp_alter`',
  hint: 'Did you mean `smtp_alert`?',
  related: [],
}

const diagnostics: readonly Diagnostic[] = [
  { ...unknown, span: spanOf('smtp_alter') },
  { ...unknown, span: spanOf('smtp_alter', 1), severity: 'warning' },
  { ...unknown, span: spanOf('\u200brouter_id'), severity: 'hint', message: 'A character that cannot be seen' },
  { ...unknown, span: spanOf('smtp_alter', 2) },
  { ...unknown, span: spanOf(`"${'/very/long'.repeat(20)}"`), message: 'A word too long to show' },
  { ...unknown, span: { source, start: source.text.length, end: source.text.length }, message: 'At the end' },
  {
    code: 'two-lines',
    severity: 'error',
    message: 'More than a line',
    span: { source, start: 0, end: 30 },
    related: [{ message: 'the other half', span: spanOf('}') }],
  },
  { code: 'cannot-read-file', severity: 'fatal', message: 'Cannot read `x`: there is no such file', related: [] },
]

function expectGolden(name: string, text: string): void {
  const file = new URL(`./${name}.expected`, import.meta.url)
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text)
  expect(text).toBe(readFileSync(file, 'utf8'))
}

describe('a snippet', () => {
  it('shows place, line, mark, help and related places', () => {
    expectGolden('snippet', diagnostics.map((one) => renderSnippet(one, { colour: false })).join('\n'))
  })

  it('is coloured only when asked for, and then says the same', () => {
    for (const diagnostic of diagnostics) {
      const coloured = renderSnippet(diagnostic, { colour: true })
      expect(coloured).toContain('\x1b[')
      expect(coloured.replace(/\x1b\[[0-9;]*m/g, '')).toBe(renderSnippet(diagnostic, { colour: false }))
    }
  })

  it('keeps within the width it is given', () => {
    for (const width of [20, 40, 80]) {
      for (const diagnostic of diagnostics.slice(3, 5)) {
        const [, line = '', mark = ''] = renderSnippet(diagnostic, { colour: false, width }).split('\n')
        expect(line.length).toBeLessThanOrEqual(width + 7)
        expect(mark.length).toBeLessThanOrEqual(width + 7)
      }
    }
  })

  it('shows no character that would play with the terminal', () => {
    const [first] = diagnostics
    if (first === undefined) throw new Error('there are none')
    const text = renderSnippet({ ...first, message: 'a\u001b[2Jb', hint: 'c\nd' }, { colour: false })
    expect(text).toContain('a<U+001B>[2Jb')
    expect(text).toContain('help: c<U+000A>d\n')
  })

  it('puts the mark under the words it means, also in a line that was cut', () => {
    const line = `${'x'.repeat(300)} HERE ${'y'.repeat(300)}`
    const { before, marked, after } = shown(line, 301, 305, 60)
    expect(marked.text).toBe('HERE')
    expect(before.width).toBe(before.text.length)
    expect(before.text.startsWith('…') && after.text.endsWith('…')).toBe(true)
    expect(before.width + marked.width + after.width).toBeLessThanOrEqual(60)
  })
})

describe('the summary', () => {
  it.each<[readonly Diagnostic[], string]>([
    [[], 'no problems found'],
    [diagnostics.slice(0, 1), '1 error'],
    [diagnostics, '1 fatal, 5 errors, 1 warning, 1 hint'],
  ])('counts by severity', (some, expected) => {
    expect(renderSummary(some)).toBe(expected)
  })

  it('says how much is silenced', () => {
    expect(renderSummary([], 2)).toBe('no problems found (2 silenced)')
  })
})

describe('JSON', () => {
  it('has the fields of version 1', () => {
    expectGolden('json', renderJson(diagnostics))
  })

  it('is empty but complete when there is nothing to say', () => {
    expect(jsonReport([])).toEqual({
      version: 1,
      files: [],
      diagnostics: [],
      outlook: null,
      summary: { fatal: 0, errors: 0, warnings: 0, hints: 0, silenced: 0 },
    })
  })
})

describe('a log line', () => {
  it('names its place as keepalived does', () => {
    const [first] = diagnostics
    expect(first && renderPlain(first)).toBe('(keepalived.conf: Line 2) Unknown keyword `smtp_alter`')
  })

  it('is only the message without a place', () => {
    expect(renderPlain({ message: 'No place' })).toBe('No place')
  })
})
