// `@ID` and `@^ID` lines.

import { describe, expect, it } from 'vitest'
import { readText } from './reading.js'

describe('a conditional line', () => {
  it.each<[string, string, readonly string[]]>([
    ['is kept when the identity is its own', '@vm k2 v', ['k2 v']],
    ['is dropped for another identity', '@main k1', []],
    ['with ^ is kept for another identity', '@^main k4', ['k4']],
    ['with ^ is dropped for its own', '@^vm k4', []],
    ['compares case', '@VM k', []],
    ['does not match a part of the identity', '@v k', []],
    ['without rest is dropped', '@vm\n@vm  \n@^x\n', []],
    ['with an empty identity never matches', '@ k', []],
    ['with an empty negated identity always does', '@^ k', ['k']],
    ['knows one condition only', '@vm @vm key', ['@vm key']],
    ['is one only at the start of the line', 'k @main v', ['k @main v']],
    ['may come out of a substitution', '$D=@main\n$D key\n@vm $D key\n$E=@vm\n$E other', ['other']],
    ['may be a definition', '@main $A=1\n@vm $A=2\nk $A', ['k 2']],
    ['may be a repetition', '@vm ~SEQ(I,1,2) k$I', ['k1', 'k2']],
    ['may stand behind a brace', 'a { @vm b\n@main c\n} @main d', ['a {', 'b', '}']],
    ['behind a brace takes what follows with it', 'a { @main b }', ['a {']],
    ['may include', '@main include b.conf\nk', ['k']],
  ])('%s', (_, text, expected) => {
    expect(readText(text).texts).toEqual(expected)
  })

  it('keeps the columns of what follows the condition', () => {
    expect(readText('  @vm  key').lines).toMatchObject([{ start: 7, end: 10, verbatim: true }])
  })

  it('warns when it guards only the first line of a longer value', () => {
    const { problems, texts } = readText('@main $A= \\\n b \\\n c\nd \\\n')
    expect(problems).toEqual(['warning[conditional-definition] 1:1', 'warning[stray-backslash] 4:1'])
    expect(texts).toEqual(['b \\', 'c', 'd \\'])
  })
})
