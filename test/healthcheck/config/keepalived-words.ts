// What keepalived's configuration test says of a text, as our diagnostics have it: `LINE: message`, `end: message` for what it finds after
// the end of the file.

import { bindText, lineOf } from '../../config/schema/bind-text.js'

export const sayingsOn = (text: string): readonly string[] =>
  bindText(text).diagnostics.flatMap((diagnostic) =>
    (diagnostic.keepalived ?? []).map(({ message, placed }) => `${placed ? lineOf(diagnostic) : 'end'}: ${message}`),
  )

/** `severity code: the words it points at`, in the order of the file; without what is not enforced and services without checks. */
export const problemsOn = (text: string): readonly string[] =>
  bindText(text)
    .diagnostics.filter(({ code }) => code !== 'not-enforced-yet' && code !== 'unchecked-service')
    .map(({ severity, code, span }) => `${severity} ${code}: ${span?.source.text.slice(span.start, span.end) ?? ''}`)
