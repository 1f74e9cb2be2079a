// Which errors of a new configuration keep it from coming into force.

import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../../config/diagnostic.js'
import { countsOf, diagnosticLine, newErrors } from '../../../daemon/supervisor/reload.js'
import { error } from './helpers.js'

const warning: Diagnostic = { ...error('w'), severity: 'warning' }

describe('new errors', () => {
  it.each<[string, Diagnostic[], Diagnostic[], string[]]>([
    ['none when the same error has moved to another line', [error('a', 3)], [error('a', 9)], []],
    ['the one the configuration in force does not have', [error('a')], [error('b'), error('a')], ['b']],
    ['a second one of a kind that was there once', [error('a')], [error('a'), error('a')], ['a']],
    ['none when errors disappear', [error('a'), error('b')], [error('b')], []],
    ['no warnings and hints', [], [warning, { ...warning, severity: 'hint' }], []],
    ['a fatal one', [], [{ ...error('f'), severity: 'fatal' }], ['f']],
    ['one that was only a warning so far', [{ ...error('a'), severity: 'warning' }], [error('a')], ['a']],
  ])('are %s', (_title, inForce, next, expected) => {
    expect(newErrors(inForce, next).map((one) => one.message)).toEqual(expected)
  })
})

describe('a diagnostic as a log line', () => {
  it('has place, severity, message, hint and code', () => {
    const diagnostic: Diagnostic = { ...error('no such thing', 4), hint: 'did you mean thing?' }
    expect(diagnosticLine(diagnostic)).toBe('k.conf:4:1: error: no such thing (did you mean thing?) [unknown-keyword]')
  })

  it('has no place when no file could be read', () => {
    expect(diagnosticLine({ code: 'x', severity: 'fatal', message: 'm', related: [] })).toBe('fatal: m [x]')
  })

  it.each([
    [[], 'nothing to report'],
    [[error('a')], '1 error'],
    [[error('a'), error('b'), warning], '2 errors, 1 warning'],
  ])('and in numbers: %#', (diagnostics, text) => {
    expect(countsOf(diagnostics)).toBe(text)
  })
})
