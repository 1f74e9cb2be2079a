// The wording of what can be wrong while reading, before anything has a meaning.

import type { Diagnostic } from '../diagnostic.js'
import type { Source } from '../source.js'
import { suggest } from '../suggest.js'
import type { Problem } from './definitions.js'
import type { RepetitionFault } from './repeat.js'

/** A diagnostic that still lacks its place. */
export type Fault = Omit<Diagnostic, 'span' | 'related'>

export const cannotRead = (name: string, detail: string): Diagnostic => ({
  code: 'cannot-read-file',
  severity: 'fatal',
  message: `Cannot read \`${name}\`: ${detail}`,
  related: [],
})

export const executableMain = (name: string): Diagnostic => ({
  code: 'executable-file',
  severity: 'warning',
  message: `\`${name}\` has an execute bit: keepalived would not read it`,
  hint: `Run \`chmod a-x ${name}\`.`,
  related: [],
})

export const byteOrderMark = (source: Source): Diagnostic => ({
  code: 'byte-order-mark',
  severity: 'warning',
  message: 'The file starts with a byte order mark: keepalived would take it as part of the first keyword',
  hint: 'Save the file as UTF-8 without byte order mark.',
  span: { source, start: 0, end: 1 },
  related: [],
})

export const nulByte: Fault = {
  code: 'nul-byte',
  severity: 'error',
  message: 'The line contains a NUL byte and is ignored',
  hint: 'Remove it; if the file is UTF-16, save it as UTF-8.',
}

export const lineTooLong = (length: number): Fault => ({
  code: 'line-too-long',
  severity: 'error',
  message: `The line has ${length} characters, more than the 1022 that are read, and is ignored`,
  hint: 'Shorten it; a long command can move into a script of its own.',
})

export const commentTooLong: Fault = {
  code: 'line-too-long',
  severity: 'warning',
  message:
    'With its comment the line is longer than 1022 characters: keepalived would read the remainder as a new line',
  hint: 'Split the comment.',
}

export const unterminatedQuote: Fault = {
  code: 'unterminated-quote',
  severity: 'error',
  message: 'This double quote is never closed',
  hint: 'The word it starts is dropped. Close it on the same line; a quoted word has no escapes.',
}

export const strayBackslash: Fault = {
  code: 'stray-backslash',
  severity: 'warning',
  message: 'A backslash at the end of a line does not continue the line: it is a word of it',
  hint: 'Remove it; only the value of a definition, `$NAME=`, can go on in the next line.',
}

export const conditionalDefinition: Fault = {
  code: 'conditional-definition',
  severity: 'warning',
  message: 'The condition is for this line only: the further lines of the value are read as if they stood alone',
  hint: 'Define the value without a condition, and put the condition before its use.',
}

export const definitionLoop = (name: string): Fault => ({
  code: 'definition-loop',
  severity: 'error',
  message: `The value of \`$${name}\` uses \`$${name}\` itself, without end`,
})

export const tooDeep = (most: number): Fault => ({
  code: 'expansion-too-deep',
  severity: 'error',
  message: `Definitions are nested more than ${most} deep here: the line is ignored`,
})

export const expansionTooLarge = (most: number): Fault => ({
  code: 'expansion-too-large',
  severity: 'error',
  message: `Repetitions and definitions make more than ${most} lines: the rest of them is ignored`,
})

export const invalidRepetition = (text: string, found: RepetitionFault): Fault => ({
  code: text.startsWith('~LST') ? 'invalid-lst' : 'invalid-seq',
  severity: 'error',
  message: found.fault,
  hint: `The line is ignored. ${found.hint}`,
})

export function substitutionFault(problem: Problem, names: readonly string[]): Fault {
  switch (problem.kind) {
    case 'undefined':
      return undefinedName(problem.reference, problem.name, names)
    case 'not-at-end':
      return {
        code: 'definition-not-at-end',
        severity: 'error',
        message: `\`${problem.reference}\` has several lines, so it can only be used at the end of a line`,
        hint: 'Move what follows it to a line of its own.',
      }
    case 'endless':
      return {
        code: 'definition-loop',
        severity: 'error',
        message: `Replacing \`${problem.reference}\` never ends: the line is left as it is`,
        hint: 'Look for a definition that uses itself.',
      }
    case 'fault':
      return { code: 'predefined-value', severity: problem.severity, message: problem.message, hint: problem.hint }
  }
}

function undefinedName(reference: string, name: string, names: readonly string[]): Fault {
  const meant = suggest(name, names)
  return {
    code: 'undefined-definition',
    severity: reference.startsWith('${') ? 'error' : 'warning',
    message: `\`${reference}\` is not defined before this line, and is left as it is`,
    hint: meant === undefined ? `Define it before this line: \`$${name}=VALUE\`.` : `Did you mean \`$${meant}\`?`,
  }
}

export const includeFault = (code: string, message: string, isError: boolean): Fault => ({
  code,
  severity: isError ? 'error' : 'warning',
  message,
  hint: 'Nothing is included. Relative names start from the directory of the file with the include.',
})

export const executableInclude = (path: string, isError: boolean): Fault => ({
  code: 'include-executable',
  severity: isError ? 'error' : 'warning',
  message: `\`${path}\` has an execute bit and is skipped, as in keepalived`,
  hint: `Run \`chmod a-x ${path}\`.`,
})

export const includeLoop = (path: string): Fault => ({
  code: 'include-loop',
  severity: 'error',
  message: `\`${path}\` is being read already: including it here would never end`,
})

export const tooManyIncludes: Fault = {
  code: 'include-too-deep',
  severity: 'error',
  message: 'Includes are nested too deep, or are too many: this one is skipped',
}
