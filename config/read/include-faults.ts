// The wording of what can be wrong with an include. Whether it is an error depends on the directive and on `include_check`.

import type { KeepalivedSays } from '../diagnostic.js'
import { mentions, type Fault } from './faults.js'

/** What keepalived says: with the checks of the directive it is an error of its own class, otherwise only mentioned. */
const told = (message: string, isError: boolean): readonly KeepalivedSays[] =>
  isError ? [{ message, placed: true, status: 6 }] : mentions(message, true)

export const includeFault = (code: string, message: string, isError: boolean, theirs: string | undefined): Fault => ({
  code,
  severity: isError ? 'error' : 'warning',
  message,
  hint: 'Nothing is included. Relative names start from the directory of the file with the include.',
  ...(theirs === undefined ? {} : { keepalived: told(theirs, isError) }),
})

export const quotedInclude = (fault: Fault): Fault => ({
  ...fault,
  hint: 'Nothing is included. Write the name without quotes: here they are part of it.',
})

export const executableInclude = (path: string, isError: boolean, theirs: string): Fault => ({
  code: 'include-executable',
  severity: isError ? 'error' : 'warning',
  message: `\`${path}\` has an execute bit and is skipped, as in keepalived`,
  hint: `Run \`chmod a-x ${path}\`.`,
  keepalived: told(theirs, isError),
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

export const includedTwice = (path: string): Fault => ({
  code: 'included-twice',
  severity: 'warning',
  message: `\`${path}\` has been included before: all that stands in it is defined twice`,
  hint: 'Keep one of the includes, or make their patterns exclude each other.',
})
