// `~SEQ` and `~LST`.

import { describe, expect, it } from 'vitest'
import { readText } from './reading.js'

describe('~SEQ', () => {
  it.each<[string, string, string]>([
    ['counts from 1', '~SEQ(I,3) a$I', 'a1 a2 a3'],
    ['counts down to 0', '~SEQ(I,0) b$I', 'b1 b0'],
    ['counts from -1 downwards', '~SEQ(I,-3) b$I', 'b-1 b-2 b-3'],
    ['counts down by itself', '~SEQ(I,3,1) c$I', 'c3 c2 c1'],
    ['counts in steps', '~SEQ(I, 2, 2, 6) k_${I}_', 'k_2_ k_4_ k_6_'],
    ['stops before passing the end', '~SEQ(I,1,2,6) d$I', 'd1 d3 d5'],
    ['counts down in steps', '~SEQ(I,6,-2,1) d$I', 'd6 d4 d2'],
    ['makes one pass when start is end', '~SEQ(I,4,4) d$I', 'd4'],
    ['reads hexadecimal and octal', '~SEQ(I,0x10,0x11) g$I\n~SEQ(I,010,011) h$I', 'g16 g17 h8 h9'],
    ['writes hexadecimal', '~SEQx(I, 8, 11) k_$I', 'k_8 k_9 k_a k_b'],
    ['allows blanks and needs none', '~SEQ( I , 1 , 2 ) p$I\n~SEQ(I,1,2)q$I', 'p1 p2 q1 q2'],
    ['takes numbers from definitions', '$N=2\n~SEQ(I,$N) a$I', 'a1 a2'],
    ['may be nested, the left one varying slowest', '~SEQ(I,0,1) ~LST(X,p,q) k_${I}_$X', 'k_0_p k_0_q k_1_p k_1_q'],
    ['leaves the last value behind', '~SEQ(I,1,2) a\nlast$I', 'a a last2'],
    ['may come out of a definition', '$B=~SEQ(I,1,3) kk$I\n$B', 'kk1 kk2 kk3'],
    ['may have nothing to repeat', '~SEQ(I,1,2)\nk$I', 'k2'],
  ])('%s', (_, text, expected) => {
    const { texts, problems } = readText(text)
    expect(texts.join(' ')).toBe(expected)
    expect(problems).toEqual([])
  })

  it.each([
    '~SEQ(I,1,0,6) e$I',
    '~SEQ(I,6,2,1) f$I',
    '~SEQ(I,a,2) l$I',
    '~SEQ(I,1,2 k$I',
    '~SEQ I',
    '~SEQ(I,1,2,3,4) m$I',
    '~SEQ(I) n',
    '~SEQ(1I,2) n',
    '~SEQx(I,-1,2) i$I',
  ])('%s is reported and ignored', (text) => {
    const { texts, problems } = readText(text)
    expect(texts).toEqual([])
    expect(problems).toEqual(['error[invalid-seq] 1:1'])
  })

  it('says in which pass a line was made', () => {
    const { lines } = readText('~SEQ(I,1,2) k $I')
    expect(lines.map((line) => line.via?.[0]?.message)).toEqual(['repeated with $I = 1', 'repeated with $I = 2'])
  })
})

describe('~LST', () => {
  it.each<[string, string, string]>([
    ['makes a pass for each value', '~LST(X,a,b) k$X', 'ka kb'],
    ['sets several names at once', '~LST({X,Y}, {a,1}, {b,2}) k_${X}_${Y}', 'k_a_1 k_b_2'],
    ['leaves missing members empty', '~LST({X,Y},{a,1},{b}) c${X}_${Y}', 'ca_1 cb_'],
    ['takes an empty value', '~LST(X,a,) b${X}.', 'ba. b.'],
    ['takes single values for several names', '~LST({X,Y}, a, {b,2}) g${X}.${Y}', 'ga. gb.2'],
    ['takes single values in braces', '~LST(X, {a}, b) h${X}', 'ha hb'],
    ['takes values from definitions', '$A=1\n~LST(X,$A,c) j${X}', 'j1 jc'],
  ])('%s', (_, text, expected) => {
    const { texts, problems } = readText(text)
    expect(texts.join(' ')).toBe(expected)
    expect(problems).toEqual([])
  })

  it.each(['~LST({X,Y},{a,1,2}) d', '~LST(X) e', '~LST(X, a b, c) f', '~LST() l', '~LST(X,a m', '~LST(X,{a,{b}}) n'])(
    '%s is reported and ignored',
    (text) => {
      const { texts, problems } = readText(text)
      expect(texts).toEqual([])
      expect(problems).toEqual(['error[invalid-lst] 1:1'])
    },
  )
})

describe('expansion is bounded', () => {
  it.each<[string, string]>([
    ['a range of a thousand million', '~SEQ(I,1,1000000000) a'],
    ['nested ranges', '~SEQ(I,1,1000) ~SEQ(J,1,1000) ~SEQ(K,1,1000) $A=$I'],
    [
      'a tower of definitions',
      Array.from({ length: 30 }, (_, i) => `$A${i}= \\\n$A${i + 1} \\\n$A${i + 1}\n`).join('') + '$A30=x\n$A0',
    ],
  ])('%s ends with one report', (_, text) => {
    const { problems, lines } = readText(text)
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['error[expansion-too-large]'])
    expect(lines.length).toBeLessThanOrEqual(500_001)
  })

  it('reports definitions that are nested too deep', () => {
    const text = Array.from({ length: 100 }, (_, i) => `$A${i}= \\\n$A${i + 1}\n`).join('') + '$A100=x\n$A0'
    expect(readText(text).problems).toContain('error[expansion-too-deep] 120:1')
  })
})
