// The wording of what can be wrong with definitions and repetitions.

import { says } from '../diagnostic.js'
import { shownText } from '../shown-text.js'
import type { Problem } from './definitions.js'
import type { Fault } from './faults.js'
import type { RepetitionFault } from './repeat.js'

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
  hint: 'Look for the line of its value that names it.',
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
  keepalived: says(...found.keepalived.map((message) => `${message} '${shownText(text)}'`)),
})

export const unbracedDefinition = (name: string, next: string): Fault => ({
  code: 'unbraced-definition',
  severity: 'warning',
  message: `\`$${name}\` is not replaced here, as \`${next}\` follows it`,
  hint: `Write \`\${${name}}\`; without braces only a blank, \`,\`, \`)\` or the end of the line may follow.`,
})

export const unusedDefinition = (name: string): Fault => ({
  code: 'unused-definition',
  severity: 'hint',
  message: `\`$${name}\` is never used`,
  hint: `Use it as \`$${name}\` or \`\${${name}}\`, or remove it; a name that starts with \`_\` is not looked at.`,
})

/** `meant` is the defined name that is nearest to one that is not defined. */
export function substitutionFault(problem: Problem, meant: string | undefined): Fault {
  switch (problem.kind) {
    case 'undefined':
      return undefinedName(problem.reference, problem.name, meant)
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
    case 'fault': {
      const { severity, message, hint, keepalived = [] } = problem
      return { code: 'predefined-value', severity, message, hint, keepalived }
    }
  }
}

function undefinedName(reference: string, name: string, meant: string | undefined): Fault {
  const braced = reference.startsWith('${')
  return {
    code: 'undefined-definition',
    severity: braced ? 'error' : 'warning',
    message: `\`${reference}\` is not defined before this line, and is left as it is`,
    hint: meant === undefined ? `Define it before this line: \`$${name}=VALUE\`.` : `Did you mean \`$${meant}\`?`,
    // Its braces are those of a block there.
    ...(braced ? { keepalived: says("Unexpected '{' - ignoring", `Unknown keyword '${name}'`) } : {}),
  }
}
