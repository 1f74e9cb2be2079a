// The forms for programs: every one stays whole whatever names, messages and places hold, and is what its readers expect.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Diagnostic, Severity } from '../../../config/diagnostic.js'
import { renderCheckstyle } from '../../../config/render/checkstyle.js'
import { renderGcc } from '../../../config/render/gcc.js'
import { renderGithub } from '../../../config/render/github.js'
import { jsonReport } from '../../../config/render/json.js'
import { jsonReportSchema } from '../../../config/render/json-schema.js'
import { oneLine } from '../../../config/render/one-line.js'
import { pathWithin, uriOf } from '../../../config/render/paths.js'
import { renderSarif } from '../../../config/render/sarif.js'
import { oddFiles, oddPages } from './odd.js'
import { sarifSchema } from './sarif-schema.js'
import { violations, type Schema } from './json-schema.js'

const sarif = (directory = '/etc/keepalived', files = oddFiles): string =>
  renderSarif(files, { version: '1.2.3', pages: oddPages, directory, successful: false })

interface SarifLog {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } }
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly level: string
      readonly message: { readonly text: string }
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } }
      }[]
    }[]
  }[]
}
const runOf = (text: string) => (JSON.parse(text) as SarifLog).runs[0]

describe('the gcc form', () => {
  const lines = renderGcc(oddFiles).split('\n')

  it('has one line for each diagnostic, with place and rule, and notes for related places', () => {
    expect(lines).toEqual([
      '/etc/keepalived/odd, "name": 100% <ß>&\'✓<U+001B>.conf:2:2: error: Unknown keyword `name`, 100%: a<b & "c" \'d\'' +
        '<U+001B>[31m<U+000D><U+000A><U+0000><U+2028><U+D800>::end]]>. Did you mean `na<U+000A>me`? [unknown-keyword]',
      '/etc/keepalived/odd, "name": 100% <ß>&\'✓<U+001B>.conf:3:1: note: the other:<U+000A>half,',
      '/etc/keepalived/odd, "name": 100% <ß>&\'✓<U+001B>.conf:2:2: warning: Over two lines. Close it. [unclosed-block]',
      '/etc/keepalived/odd, "name": 100% <ß>&\'✓<U+001B>.conf:2:7: note: Wide [wide]',
      'no:where,.conf: fatal error: Cannot read `no:where,.conf` [cannot-read-file]',
      '',
    ])
  })
})

describe('the GitHub form', () => {
  const lines = renderGithub(oddFiles, '/etc/keepalived').split('\n')

  it('escapes what would end a property or a message', () => {
    expect(lines[0]).toBe(
      '::error file=odd%2C "name"%3A 100%25 <ß>&\'✓\u001b.conf,line=2,endLine=2,col=2,endColumn=6,title=unknown-keyword' +
        '::Unknown keyword `name`, 100%25: a<b & "c" \'d\'\u001b[31m%0D%0A\u0000\u2028\ud800::end]]>. Did you mean `na%0Ame`?',
    )
  })

  it('gives no columns for a mark over several lines, and only the file where there is no place', () => {
    expect(lines.slice(1)).toEqual([
      '::warning file=odd%2C "name"%3A 100%25 <ß>&\'✓\u001b.conf,line=2,endLine=3,title=unclosed-block::Over two lines. Close it.',
      '::notice file=odd%2C "name"%3A 100%25 <ß>&\'✓\u001b.conf,line=2,endLine=2,col=7,endColumn=10,title=wide::Wide',
      '::error file=no%3Awhere%2C.conf,title=cannot-read-file::Cannot read `no:where,.conf`',
      '',
    ])
  })
})

describe('the checkstyle form', () => {
  const text = renderCheckstyle(oddFiles)

  it('groups by file, escapes, and shows sound files too', () => {
    expect(text).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
  <file name="/etc/keepalived/odd, &quot;name&quot;: 100% &lt;ß&gt;&amp;&apos;✓&lt;U+001B&gt;.conf">
    <error line="2" column="2" severity="error" message="Unknown keyword \`name\`, 100%: a&lt;b &amp; &quot;c&quot; &apos;d&apos;&lt;U+001B&gt;[31m&lt;U+000D&gt;&lt;U+000A&gt;&lt;U+0000&gt;&lt;U+2028&gt;&lt;U+D800&gt;::end]]&gt;. Did you mean \`na&lt;U+000A&gt;me\`?" source="lvs-ha.unknown-keyword"/>
    <error line="2" column="2" severity="warning" message="Over two lines. Close it." source="lvs-ha.unclosed-block"/>
    <error line="2" column="7" severity="info" message="Wide" source="lvs-ha.wide"/>
  </file>
  <file name="no:where,.conf">
    <error severity="error" message="Cannot read \`no:where,.conf\`" source="lvs-ha.cannot-read-file"/>
  </file>
  <file name="sound.conf">
  </file>
</checkstyle>
`)
  })

  it('holds no character that XML forbids', () => {
    expect(text).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
  })
})

describe('the SARIF form', () => {
  it('has the properties, types and enumerations of the published schema', () => {
    expect(violations(sarifSchema, JSON.parse(sarif()))).toEqual([])
    expect(violations(sarifSchema, JSON.parse(sarif('/somewhere')))).toEqual([])
    expect(violations(sarifSchema, JSON.parse(sarif('/', [])))).toEqual([])
  })

  it('describes each rule once, and every result points at its own', () => {
    const run = runOf(sarif())
    const rules = run?.tool.driver.rules ?? []
    expect(rules.map((rule) => rule.id)).toEqual(['cannot-read-file', 'unclosed-block', 'unknown-keyword', 'wide'])
    for (const { ruleId, ruleIndex } of run?.results ?? []) expect(rules[ruleIndex]?.id).toBe(ruleId)
    expect(rules[2]).toMatchObject({
      shortDescription: { text: 'A word that is not known' },
      fullDescription: { text: oddPages['unknown-keyword']?.why },
      defaultConfiguration: { level: 'error' },
    })
  })

  it('names files as percent-encoded URIs, relative inside the directory', () => {
    const uris = (directory: string): readonly (string | undefined)[] =>
      runOf(sarif(directory))?.results.map((one) => one.locations[0]?.physicalLocation.artifactLocation.uri) ?? []
    const odd = "odd%2C%20%22name%22%3A%20100%25%20%3C%C3%9F%3E%26'%E2%9C%93%1B.conf"
    expect(uris('/etc/keepalived')).toEqual([odd, odd, odd, 'no%3Awhere%2C.conf'])
    expect(uris('/etc')[0]).toBe(`keepalived/${odd}`)
    expect(uris('/tmp')[0]).toBe(`file:///etc/keepalived/${odd}`)
  })

  it('gives places with their ends, and severities as levels', () => {
    const results = runOf(sarif())?.results ?? []
    expect(results.map((one) => one.level)).toEqual(['error', 'warning', 'note', 'error'])
    expect(results[0]?.locations).toMatchObject([
      { physicalLocation: { region: { startLine: 2, startColumn: 2, endLine: 2, endColumn: 6 } } },
    ])
    expect(results[0]).toMatchObject({ relatedLocations: [{ id: 0, message: { text: 'the other:\nhalf,' } }] })
  })
})

describe('the JSON form', () => {
  const schema = jsonReportSchema as unknown as Schema
  const report = jsonReport(
    oddFiles.flatMap((one) => one.diagnostics),
    { files: oddFiles.map(({ file }) => ({ file, readable: true })), silenced: 2, outlook: 'All is well.' },
  )
  const copy = (): Record<string, unknown> => JSON.parse(JSON.stringify(report)) as Record<string, unknown>

  it('is what its schema describes, field for field', () => {
    expect(violations(schema, copy())).toEqual([])
    expect(violations(schema, jsonReport([]))).toEqual([])
    const items = (schema as { properties: Record<string, { items: { properties: object } }> }).properties
    expect(Object.keys(report.diagnostics[0] ?? {}).sort()).toEqual(
      Object.keys(items.diagnostics?.items.properties ?? {}).sort(),
    )
    expect(Object.keys(report).sort()).toEqual(Object.keys(items).sort())
  })

  it.each<[string, (broken: Record<string, unknown>) => void]>([
    ['another version', (one) => (one.version = 2)],
    ['a missing field', (one) => delete one.summary],
    ['a severity of its own', (one) => ((one.diagnostics as Record<string, unknown>[])[0] = { severity: 'bad' })],
    ['a line 0', (one) => Object.assign((one.diagnostics as object[])[0] ?? {}, { line: 0 })],
  ])('is not with %s', (_, breaking) => {
    const broken = copy()
    breaking(broken)
    expect(violations(schema, broken)).not.toEqual([])
  })

  it("carries keepalived's wording and the count of what is silenced", () => {
    expect(report.diagnostics[0]?.keepalived).toEqual([
      { message: "Unknown keyword 'name'", placed: true },
      { message: 'and at the end', placed: false },
    ])
    expect(report.summary.silenced).toBe(2)
  })
})

describe('whatever a name or a message holds', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom(...'\r\n\t\0\u001b%:,"<>&\'{}[]\ud800'), fc.string({ maxLength: 1 })),
  })
  const diagnostic = fc
    .record({
      message: text,
      hint: text,
      name: text,
      severity: fc.constantFrom<Severity>('fatal', 'error', 'warning', 'hint'),
    })
    .map(({ message, hint, name, severity }): Diagnostic => {
      const span = { source: { name, text: 'a\nb' }, start: 0, end: 3 }
      return { code: 'some-rule', severity, message, hint, span, related: [] }
    })

  it('each form keeps to its shape', () => {
    fc.assert(
      fc.property(fc.array(diagnostic, { maxLength: 4 }), text, (diagnostics, file) => {
        const files = [{ file, diagnostics }]
        const rows = (all: string): number => all.split('\n').length - 1
        expect(rows(renderGcc(files))).toBe(diagnostics.length)
        expect(rows(renderGithub(files, '/x'))).toBe(diagnostics.length)
        expect(renderCheckstyle(files).match(/<error /g)?.length ?? 0).toBe(diagnostics.length)
        expect(renderCheckstyle(files)).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
        expect(violations(sarifSchema, JSON.parse(sarif('/x', files)))).toEqual([])
      }),
    )
  })

  it('one line stays one line', () => {
    fc.assert(fc.property(text, (some) => !/[\p{Cc}\u2028\u2029]/u.test(oneLine(some))))
  })
})

describe('a path', () => {
  it.each<[string, string, string | undefined, string]>([
    ['/a', 'b.conf', 'b.conf', 'b.conf'],
    ['/a', './c/../b.conf', 'b.conf', 'b.conf'],
    ['/a', '/a/c/b.conf', 'c/b.conf', 'c/b.conf'],
    ['/a', '../b.conf', undefined, 'file:///b.conf'],
    ['/a', '/ab/b.conf', undefined, 'file:///ab/b.conf'],
    ['/', '/etc/x', 'etc/x', 'etc/x'],
    ['/a', '..b', '..b', '..b'],
    ['/a', 'a:b', 'a:b', 'a%3Ab'],
  ])('seen from %s: %s', (directory, path, within, uri) => {
    expect(pathWithin(directory, path)).toBe(within)
    expect(uriOf(directory, path)).toBe(uri)
  })
})
