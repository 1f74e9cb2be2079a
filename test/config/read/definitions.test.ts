// `$NAME=VALUE`, its uses, values of several lines, and predefined names.

import { describe, expect, it } from 'vitest'
import { readFiles, readText } from './reading.js'

describe('a definition', () => {
  it.each<[string, string, readonly string[]]>([
    ['is replaced where a word ends', '$A=hello world\nk5_$A', ['k5_hello world']],
    ['is not replaced inside a word', '$A=1\nk7_$Ax', ['k7_$Ax']],
    ['in braces is replaced anywhere', '$A=1\nk${A}x "q${A}"', ['k1x "q1"']],
    ['is replaced before a comma, a parenthesis, a tab', '$A=1\na$A,b c$A)d e$A\tf', ['a1,b c1)d e1\tf']],
    ['may be empty', '$A=\nx${A}y', ['xy']],
    ['ignores blanks after =', '$A= \t v\nk $A', ['k v']],
    ['needs = right after the name', '$B = 2\n$2X=v', ['$B = 2', '$2X=v']],
    ['holds from the next line on', 'k ${A}x\n$A=1\nk ${A}x', ['k ${A}x', 'k 1x']],
    ['may be replaced', '$A=1\nk $A\n$A=2\nk $A', ['k 1', 'k 2']],
    ['is expanded when used, not when made', '$N1=$N2\n$N2=deep\n$N1', ['deep']],
    ['is completed by the text around it', '$A=1\n$B=$A\nk${B}x ${B}', ['k$Ax 1']],
    ['has no escape', '$A=1\n\\$A', ['\\1']],
    ['loses its comment', '$A=1 # one\nk $A', ['k 1']],
    ['may make a comment', '$A=v\na\\#b$A c\n"a#b"$A', ['a', '"a#b"v']],
    ['may make a definition', '$C=$D=5\n$C\nk$D', ['k5']],
    ['may make a line empty', '$A=\n$A\nb', ['b']],
  ])('%s', (_, text, expected) => {
    expect(readText(text).texts).toEqual(expected)
  })

  it('says where a substituted line and its value stand', () => {
    const [line] = readText('$A=v\n  k $A').lines
    expect(line).toMatchObject({ start: 7, end: 11, verbatim: false })
    expect(line?.via).toMatchObject([{ message: '`$A` is defined here', span: { start: 0, end: 4 } }])
  })

  it.each<[string, string, readonly string[]]>([
    ['an undefined name in braces', '$prio=1\nk ${pro}', ['error[undefined-definition] 2:3']],
    ['an undefined name at the start of a word', 'k $IF', ['warning[undefined-definition] 1:3']],
    ['no $ inside a word', 'auth_pass pa$word', []],
    ['no $ before other characters', 'regex "^a$" b$$ $', []],
    ['a definition of itself', '$A=x$A\n$A', ['error[definition-loop] 2:1']],
    ['definitions of each other', '$A=$B\n$B=$A\n$A', ['error[definition-loop] 3:1']],
    ['growth without end', '$A=${B}${B}\n$B=${A}${A}\nk ${A}', ['error[definition-loop] 3:3']],
    ['a line that became too long', `$A=${'x'.repeat(600)}\n\${A}\${A}`, ['error[line-too-long] 2:1']],
    ['a quote that a value opens', '$A="x\nk $A', ['error[unterminated-quote] 1:4', 'error[unterminated-quote] 2:1']],
  ])('reports %s', (_, text, expected) => {
    expect(readText(text).problems).toEqual(expected)
  })

  it('suggests a name that is defined', () => {
    const { diagnostics } = readText('$PRIORITY=1\nk ${PRIORTY}')
    expect(diagnostics[0]?.hint).toBe('Did you mean `$PRIORITY`?')
  })
})

describe('a definition without braces', () => {
  it.each<[string, string, readonly string[]]>([
    ['before a slash', '$A=x\nk $A/y', ['warning[unbraced-definition] 2:3']],
    ['inside quotes', '$A=x\nk "$A"', ['warning[unbraced-definition] 2:4']],
    ['of those that are there already', 'k $_PWD/y', ['warning[unbraced-definition] 1:3']],
    ['in front of letters, which make another name', '$A=x\nk $Ay $A', ['warning[undefined-definition] 2:3']],
    ['that nothing defines', 'k pa$ss!', []],
  ])('is not replaced %s, and that is told', (_, text, expected) => {
    expect(readText(text).problems).toEqual(expected)
  })
})

describe('a definition that is never used', () => {
  it.each<[string, string, readonly string[]]>([
    ['is reported where it stands', 'a\n$A=1\n', ['hint[unused-definition] 2:1']],
    ['is reported once', '$A=1\n$A=2\n', ['hint[unused-definition] 1:1']],
    ['is not reported when its name starts with _', '$_A=1\n', []],
    ['is not reported when it is used', '$A=1\nk $A\n', []],
    ['is not reported when it is used in a number', '$A=2\n~SEQ(I,$A) k$I\n', []],
    ['is not reported when it is used for another identity', '$A=1\n@other k $A\n', []],
    ['is not reported when another unused one needs it', '$A=1\n$B=$A\n', ['hint[unused-definition] 2:1']],
    ['is not reported when it was probably meant', '$PRIO=1\nk ${PRIOO}\n', ['error[undefined-definition] 2:3']],
    ['is not reported when it is the variable of a repetition', '~SEQ(I,1,2) k\n', []],
  ])('%s', (_, text, expected) => {
    expect(readText(text).problems).toEqual(expected)
  })

  it('is not reported in an included file, which may serve others', () => {
    expect(readFiles({ 'main.conf': 'include a', a: '$A=1' }).problems).toEqual([])
  })
})

describe('a definition of several lines', () => {
  const template = ['$RS= \\', 'real_server 10.0.0.${N} 80 { \\', '  weight 1 \\', '  \\', '}', '']

  it('is a template: its body is expanded at each use', () => {
    const { texts, problems } = readText([...template, '$N=1', '$RS', '$N=2', '$RS'].join('\n'))
    const body = (n: number): string[] => [`real_server 10.0.0.${n} 80 {`, 'weight 1', '}']
    expect(texts).toEqual([...body(1), ...body(2)])
    expect(problems).toEqual([])
  })

  it('points into its body, and from there to its use', () => {
    const { lines } = readText([...template, '$N=1', '$RS'].join('\n'))
    expect(lines[1]).toMatchObject({ text: 'weight 1', verbatim: true })
    expect(lines[1]?.source.text.slice(lines[1].start, lines[1].end)).toBe('weight 1')
    expect(lines[1]?.via).toMatchObject([{ message: '`$RS` is used here' }])
  })

  it.each<[string, string, readonly string[]]>([
    [
      'joins its first line to the text before',
      '$B=one \\\n two \\\n three\npre$B\npre ${B}',
      ['preone', 'two', 'three', 'pre one', 'two', 'three'],
    ],
    ['goes on when a comment stands behind its backslash', '$B= \\\n a \\ # x\n b\n$B', ['a', 'b']],
    ['goes on after a comment that ends in a backslash', '$B= \\\n a # x \\\n b\n$B', ['a', 'b']],
    ['goes on when a comment alone ends in a backslash', '$B= \\\n a \\\n# x \\\n b\n$B', ['a', 'b']],
    ['ends at a comment without backslash', '$B= \\\n a \\\n# x\nb\n$B', ['b', 'a']],
    ['ends at a blank line', '$B= \\\n\nfoo\n$B', ['foo']],
    [
      'may hold definitions, conditions and repetitions',
      '$B= \\\n$C=1 \\\n@vm a$C \\\n@x no \\\n~SEQ(I,1,2) s$I\n$B',
      ['a1', 's1', 's2'],
    ],
    ['may use another one', '$A= \\\nx \\\ny\n$B= \\\n$A \\\nz\n$B', ['x', 'y', 'z']],
    ['may be repeated', '$B= \\\na$I \\\nb$I\n~SEQ(I,1,2) $B', ['a1', 'b1', 'a2', 'b2']],
  ])('%s', (_, text, expected) => {
    expect(readText(text).texts).toEqual(expected)
  })

  it.each<[string, string, readonly string[]]>([
    ['used before the end of a line', '$B=a \\\nb\n$B post', ['error[definition-not-at-end] 3:1']],
    ['used inside itself', '$B= \\\na \\\n$B\n$B', ['error[definition-loop] 3:1']],
    ['cut by a blank line', '$B= \\\na \\\n\nb \\\nc \\\nd\n$B', ['warning[stray-backslash] 4:1']],
    ['cut by a comment', '$B= \\\na \\\n# x\nb \\\nc\n$B', ['warning[stray-backslash] 4:1']],
  ])('is reported when %s', (_, text, expected) => {
    expect(readText(text).problems).toEqual(expected)
  })
})

describe('a predefined name', () => {
  it.each<[string, string, readonly string[]]>([
    ['_INSTANCE is the identity', 'a ${_INSTANCE} $_INSTANCE', ['a vm vm']],
    ['_PWD is the absolute directory of the file', 'a ${_PWD}/b', ['a /etc/ka/b']],
    ['_HASH and _BANG survive inside double quotes', '"a${_HASH}b${_BANG}"', ['"a#b!"']],
    ['_HASH outside quotes starts a comment', 'a${_HASH}b', ['a']],
    ['_RANDOM is a number of the range', '${_RANDOM} ${_RANDOM 5} ${_RANDOM 7 9}', ['0 5 7']],
    ['_ENV is a variable of the environment', '${_ENV HOME}/x', ['/home/op/x']],
    ['any can be redefined', '$_INSTANCE=mine\n$_INSTANCE', ['mine']],
  ])('%s', (_, text, expected) => {
    const { texts, problems } = readText(text)
    expect(texts).toEqual(expected)
    expect(problems).toEqual([])
  })

  it('_PWD follows the file', () => {
    expect(readFiles({ 'main.conf': 'include sub/a.conf', 'sub/a.conf': '${_PWD}' }).texts).toEqual(['/etc/ka/sub'])
  })

  it.each<[string, string]>([
    ['_RANDOM with its numbers the wrong way round is the first of them', 'k ${_RANDOM 5 3}'],
    ['_ENV without such a variable is nothing', 'k 5${_ENV NO_SUCH}'],
  ])('%s', (_, text) => {
    expect(readText(text).texts).toEqual(['k 5'])
  })

  it.each<[string, string]>([
    ['${_RANDOM 1 2 3}', 'error[predefined-value] 1:1'],
    ['${_RANDOM 5 3}', 'error[predefined-value] 1:1'],
    ['${_RANDOM a}', 'error[predefined-value] 1:1'],
    ['${_ENV}', 'error[predefined-value] 1:1'],
    ['${_ENV A B}', 'error[predefined-value] 1:1'],
    ['${_PWD x}', 'error[predefined-value] 1:1'],
    ['${_ENV NO_SUCH}', 'warning[predefined-value] 1:1'],
  ])('%s is reported', (text, expected) => {
    expect(readText(text).problems).toEqual([expected])
  })
})
