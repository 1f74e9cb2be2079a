// What keepalived says about the same text, word for word: its test was asked.

import { describe, expect, it } from 'vitest'
import { build } from '../tree/shape.js'
import { readFiles, type Files } from './reading.js'

/** Messages with their statuses, those without a place marked. */
const said = (diagnostics: ReturnType<typeof build>['diagnostics']): readonly string[] =>
  diagnostics.flatMap(({ keepalived = [] }) =>
    keepalived.map(({ message, placed, status }) => `${status}${placed ? '' : ' at the end'}: ${message}`),
  )

describe('keepalived says', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'of an open quote',
      'router_id "abc',
      [`5: Unterminated quote 'router_id "abc'`, `5: Unmatched quote: 'router_id "abc'`],
    ],
    ['of a quote that only words see', 'router_id x\\"y', [`5: Unmatched quote: 'router_id x\\"y'`]],
    ['of an open quote in a value', '$A="x', [`5: Unterminated quote '$A="x'`]],
    [
      'of an open quote around a password',
      'auth_pass "abc',
      [`5: Unterminated quote 'auth_pass ****'`, `5: Unmatched quote: 'auth_pass ****'`],
    ],
    ['of a long line', 'x'.repeat(1030), ['5: line too long - ignoring']],
    ['of a NUL byte', 'a\0b', ['5: configuration appears to have embedded NULs - ignoring line']],
    ['of a brace too many', '}', ["5: Extra '}' found", "5: Unknown keyword '}'"]],
    ['of a missing brace', 'a {', ["5 at the end: There are 1 missing '}'s or extra '{'s"]],
    [
      'of two missing braces',
      'vrrp_instance A {\nvirtual_ipaddress {\n',
      ["5 at the end: There are 2 missing '}'s or extra '{'s", "5 at the end: There are 2 missing '}'s or extra '{'s"],
    ],
    ['of a brace without keyword', '{\n}', ["5: Unexpected '{' - ignoring"]],
    [
      'of a block without brace',
      'vrrp_sync_group A\n  group {\n    B\n  }\n}',
      ["5: Missing '{' at beginning of configuration block"],
    ],
    [
      'of a number that is none',
      '~SEQ(I,a,2) foo$I',
      ["5: Invalid ~SEQ definition '~SEQ(I,a,2) foo$I'", "5: Invalid ~SEQ specification '~SEQ(I,a,2) foo$I'"],
    ],
    [
      'of a step that leads nowhere',
      '~SEQ(I,1,0,6) foo',
      ["5: Invalid ~SEQ values '~SEQ(I,1,0,6) foo'", "5: Invalid ~SEQ specification '~SEQ(I,1,0,6) foo'"],
    ],
    ['of ~SEQ without parenthesis', '~SEQ I', ["5: Invalid ~SEQ specification '~SEQ I'"]],
    [
      'of ~SEQ with half of it',
      '~SEQ(I,1,2 foo$I',
      ["5: ~SEQ parameter strings too long '~SEQ(I,1,2 foo$I'", "5: Invalid ~SEQ specification '~SEQ(I,1,2 foo$I'"],
    ],
    [
      'of negative hexadecimal numbers',
      '~SEQx(I,-1,2) foo',
      [
        "5: ~SEQx is only valid for positive numbers '~SEQx(I,-1,2) foo'",
        "5: Invalid ~SEQ specification '~SEQx(I,-1,2) foo'",
      ],
    ],
    [
      'of too many values',
      '~LST({X,Y},{a,1,2}) d',
      [
        "5: ~LST specification has too many values '~LST({X,Y},{a,1,2}) d'",
        "5: Invalid ~LST specification '~LST({X,Y},{a,1,2}) d'",
      ],
    ],
    ['of no values', '~LST(X) e', ["5: Invalid ~LST specification '~LST(X) e'"]],
    [
      'of too many parameters',
      'foo ${_RANDOM 1 2 3}',
      ['5: Definition _RANDOM requires between 0 and 2 parameters, 3 specified.'],
    ],
    ['of a word for a number', 'foo ${_RANDOM a}', ['5: Definition _RANDOM requires numeric parameters only.']],
    ['of an empty range', 'foo ${_RANDOM 5 3}', ['5: ${_RANDOM}: min 5 exceeds max 3, using 5']],
    ['of an undefined name', 'foo ${X}', ["5: Unexpected '{' - ignoring", "5: Unknown keyword 'X'"]],
  ])('%s', (_, text, expected) => {
    expect(said(build(text).diagnostics)).toEqual(expected)
  })

  it.each<[string, readonly string[]]>([
    ['include no', ["0: Config files missing 'no'."]],
    ['includem no', ["6: Config files missing 'no'."]],
    ['include no*', []],
    ['includem no*', []],
    ['includew no*', ["6: No config files matched 'no*'."]],
    ['includea {no,none}', ["6: Config files missing '{no,none}'.", "6: Config files missing '{no,none}'."]],
    ['include {ok,no}', ['0: Some config files missing: "{ok,no}".']],
    ['includeb {ok,no}', ['6: Some config files missing: "{ok,no}".']],
    ['include d', ["0: Configuration file 'd/' is a directory - skipping"]],
    ['includer d', ["6: Configuration file 'd/' is a directory - skipping"]],
    ['include e', ["0: Configuration file 'e' is not a regular non-executable file - skipping"]],
    ['includer e', ["6: Configuration file 'e' is not a regular non-executable file - skipping"]],
    ['include "ok"', [`0: Config files missing '"ok"'.`]],
    ['include sub/a', ["0: Configuration file 'e' is not a regular non-executable file - skipping"]],
  ])('of %s', (directive, expected) => {
    const files: Files = {
      'main.conf': directive,
      ok: '',
      d: 'directory!',
      e: 'executable!',
      'sub/a': 'include e',
      'sub/e': 'executable!',
    }
    expect(said(readFiles(files).diagnostics)).toEqual(expected)
  })

  it.each<[string, string, Files]>([
    ["0 at the end: Config files missing 'no.conf'.", 'no.conf', {}],
    ["0 at the end: Configuration file 'd/' is a directory - skipping", 'd', { d: 'directory!' }],
    ["0 at the end: Configuration file 'e' is not a regular non-executable file - skipping", 'e', { e: 'executable!' }],
  ])('%s of a main file', (expected, name, files) => {
    expect(said(readFiles(files, name).diagnostics)).toEqual([expected])
  })
})
