// One line of a list read by its argument: the value, and what is said about it.

import fc from 'fast-check'
import { expect } from 'vitest'
import type { Diagnostic } from '../../../config/diagnostic.js'
import type { Arg } from '../../../config/schema/arg.js'
import { Cursor } from '../../../config/schema/cursor.js'
import type { Statement } from '../../../config/tree.js'

export interface ReadLine<T> {
  readonly value: T | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** Whether words are left over. */
  readonly rest: boolean
}

export function readLine<T>(arg: Arg<T>, text: string): ReadLine<T> {
  const source = { name: 'x.conf', text }
  const statement: Statement = {
    keyword: /^\S*/.exec(text)?.[0] ?? '',
    line: { text, source, start: 0, end: text.length, verbatim: true },
    from: 0,
    to: text.length,
    block: undefined,
  }
  const diagnostics: Diagnostic[] = []
  const cursor = new Cursor((one) => void diagnostics.push(one))
  cursor.openEntry(statement)
  if (!cursor.next()) return { value: undefined, diagnostics, rest: false }
  const value = arg.read(cursor)
  return { value, diagnostics, rest: cursor.next() }
}

/** `severity code: marked text` of each diagnostic. */
export const saidBy = ({ diagnostics }: ReadLine<unknown>): readonly string[] =>
  diagnostics.map(({ severity, code, span }) => {
    const marked = span === undefined ? '' : span.source.text.slice(span.start, span.end)
    return `${severity} ${code}: ${marked}`
  })

/** keepalived's words. */
export const theirsIn = ({ diagnostics }: ReadLine<unknown>): readonly string[] =>
  diagnostics.flatMap(({ keepalived = [] }) => keepalived.map(({ message }) => message))

export const valueOf = <T>(arg: Arg<T>, text: string): T => {
  const { value, diagnostics } = readLine(arg, text)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  if (value === undefined) throw new Error(`nothing was read from ${text}`)
  return value
}

/** Lines made of words of the language and of noise in any order. */
export const soupOf = (words: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...words) }, fc.string({ maxLength: 8 })), {
      minLength: 1,
      maxLength: 10,
    })
    .map((all) =>
      all
        .join(' ')
        .replace(/[\n\r]/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '')

/** Nothing is thrown, every place is inside the line, and what is not read is complained about. */
export function expectSound<T>(arg: Arg<T>, text: string): void {
  const { value, diagnostics, rest } = readLine(arg, text)
  for (const { span } of diagnostics) {
    expect(span !== undefined && span.start >= 0 && span.start < span.end && span.end <= text.length).toBe(true)
  }
  const told = diagnostics.some(({ severity }) => severity === 'error' || severity === 'warning')
  // A line that starts inside an unclosed quote has no first word.
  if (value === undefined && !/^[^"]*("[^"]*"[^"]*)*"[^"]*$/.test(text)) expect(told).toBe(true)
  expect(value === undefined || !rest).toBe(true)
  for (const { message, keepalived = [] } of diagnostics) {
    expect(message).not.toContain('undefined')
    for (const said of keepalived) expect(said.message).not.toContain('undefined')
  }
}
