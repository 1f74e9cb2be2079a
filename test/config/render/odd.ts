// Diagnostics with everything in them that a form could stumble over.

import type { Diagnostic } from '../../../config/diagnostic.js'
import type { CheckedFile } from '../../../config/render/checked-file.js'
import type { RulePages } from '../../../config/rule-page.js'
import type { Source } from '../../../config/source.js'

const source: Source = {
  name: '/etc/keepalived/odd, "name": 100% <ß>&\'✓\u001b.conf',
  text: 'first\n\tname "値" x\nlast {\n',
}

const span = (text: string, length = text.length) => {
  const start = source.text.indexOf(text)
  return { source, start, end: start + length }
}

const odd: readonly Diagnostic[] = [
  {
    code: 'unknown-keyword',
    severity: 'error',
    message: 'Unknown keyword `name`, 100%: a<b & "c" \'d\'\u001b[31m\r\n\u0000\u2028\ud800::end]]>',
    hint: 'Did you mean `na\nme`?',
    span: span('name'),
    related: [{ message: 'the other:\nhalf,', span: span('last') }],
    keepalived: [
      { message: "Unknown keyword 'name'", placed: true, status: 5 },
      { message: 'and at the end', placed: false, status: 5 },
    ],
  },
  {
    code: 'unclosed-block',
    severity: 'warning',
    message: 'Over two lines.',
    hint: 'Close it.',
    span: span('name', 15),
    related: [],
  },
  { code: 'wide', severity: 'hint', message: 'Wide', span: span('"値"'), related: [] },
]

const unreadable: Diagnostic = {
  code: 'cannot-read-file',
  severity: 'fatal',
  message: 'Cannot read `no:where,.conf`',
  related: [],
}

/** A file with an odd name, one that cannot be read, one with nothing wrong. */
export const oddFiles: readonly CheckedFile[] = [
  { file: source.name, diagnostics: odd },
  { file: 'no:where,.conf', diagnostics: [unreadable] },
  { file: 'sound.conf', diagnostics: [] },
]

export const oddPages: RulePages = {
  'unknown-keyword': {
    title: 'A word that is not known',
    severity: ['error', 'hint'],
    why: 'It does nothing. ```` Not even this.',
    wrong: 'foo {\n    bar\n}\n',
    right: 'vrrp_instance VI_1 {\n}\n',
  },
  'unclosed-block': { title: 'No end', severity: ['warning'], why: 'Why.', wrong: 'a {\n', right: 'a {\n}\n' },
}
