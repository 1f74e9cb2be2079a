// `~SEQ` and `~LST`: the head of a repeated line, as the values its variables take in turn. How many are wanted is counted
// before any is made, so a range of a thousand million is a fault and not a long wait.

import { isBlank } from '../words.js'

export interface Repetition {
  readonly names: readonly string[]
  readonly count: number
  /** Values of all names in pass number `pass`, from 0. */
  readonly values: (pass: number) => readonly string[]
  /** Where the text to repeat starts. */
  readonly restAt: number
}

export interface RepetitionFault {
  readonly fault: string
  readonly hint: string
  /** What keepalived says before it shows the line: nothing of a variable that is no name, which it takes and never replaces. */
  readonly keepalived: readonly string[]
}

const invalidSeq = ['Invalid ~SEQ specification']
const invalidSeqDefinition = ['Invalid ~SEQ definition', ...invalidSeq]
const invalidLst = ['Invalid ~LST specification']

const seqForm = 'Write `~SEQ(NAME, START, STEP, END) TEXT`; START and STEP may be left out.'
const lstForm = 'Write `~LST(NAME, VALUE, …) TEXT` or `~LST({NAME, …}, {VALUE, …}, …) TEXT`.'

/** Reads the head of a line that starts with `~SEQ` or `~LST`; undefined when it starts with neither. */
export function repetitionIn(
  text: string,
  numberOf: (word: string) => string,
): Repetition | RepetitionFault | undefined {
  const match = /^~(SEQx?|LST)[ \t]*/.exec(text)
  if (match === null) return undefined
  const kind = match[1] ?? ''
  const open = match[0].length
  const hint = kind === 'LST' ? lstForm : seqForm
  const invalid = kind === 'LST' ? invalidLst : invalidSeq
  if (text.charAt(open) !== '(') return { fault: `\`~${kind}\` must be followed by \`(\``, hint, keepalived: invalid }
  const close = text.indexOf(')', open)
  if (close < 0) {
    const keepalived = kind === 'LST' ? invalid : ['~SEQ parameter strings too long', ...invalid]
    return { fault: `\`~${kind}\` is missing its \`)\``, hint, keepalived }
  }
  let restAt = close + 1
  while (isBlank(text.charCodeAt(restAt))) restAt++
  const inside = text.slice(open + 1, close)
  return kind === 'LST' ? list(inside, restAt) : sequence(inside, restAt, kind === 'SEQx', numberOf)
}

const isName = (word: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(word)

function sequence(
  inside: string,
  restAt: number,
  hexadecimal: boolean,
  numberOf: (word: string) => string,
): Repetition | RepetitionFault {
  const [name = '', ...words] = inside.split(',').map((word) => word.trim())
  const keepalived = invalidSeqDefinition
  if (words.length < 1 || words.length > 3) {
    return { fault: '`~SEQ` takes one to three numbers', hint: seqForm, keepalived }
  }
  if (!isName(name)) {
    return { fault: `\`${name}\` is no name for the variable of \`~SEQ\``, hint: seqForm, keepalived: [] }
  }
  const numbers: number[] = []
  for (const word of words) {
    const number = integerOf(numberOf(word))
    if (number === undefined) {
      const fault = word === '' ? 'A number of `~SEQ` is missing' : `\`${word}\` is not a number`
      return { fault, hint: seqForm, keepalived: word === '' ? [] : keepalived }
    }
    numbers.push(number)
  }
  const end = numbers[numbers.length - 1] ?? 0
  const start = numbers.length > 1 ? (numbers[0] ?? 0) : end < 0 ? -1 : 1
  const step = numbers.length > 2 ? (numbers[1] ?? 0) : end < start ? -1 : 1
  if (step === 0 || (end !== start && end > start !== step > 0)) {
    return {
      fault: `Counting from ${start} by ${step} never reaches ${end}`,
      hint: 'Give STEP the sign that leads from START to END.',
      keepalived: ['Invalid ~SEQ values', ...invalidSeq],
    }
  }
  const count = Math.floor((end - start) / step) + 1
  if (hexadecimal && (start < 0 || end < 0)) {
    const fault = '`~SEQx` cannot count with negative numbers'
    return { fault, hint: 'Use `~SEQ`.', keepalived: ['~SEQx is only valid for positive numbers', ...invalidSeq] }
  }
  const radix = hexadecimal ? 16 : 10
  return { names: [name], count, values: (pass) => [(start + pass * step).toString(radix)], restAt }
}

/** C notation: 10, 0x0a, 012, with a sign. */
function integerOf(word: string): number | undefined {
  const match = /^([+-]?)(?:0[xX]([0-9a-fA-F]{1,8})|(0[0-7]{0,11})|([1-9]\d{0,9}))$/.exec(word)
  if (match === null) return undefined
  const [, sign, hexadecimal, octal, decimal] = match
  const magnitude =
    hexadecimal !== undefined ? parseInt(hexadecimal, 16) : octal !== undefined ? parseInt(octal, 8) : Number(decimal)
  return sign === '-' ? 0 - magnitude : magnitude
}

function list(inside: string, restAt: number): Repetition | RepetitionFault {
  const items = itemsOf(inside)
  const keepalived = invalidLst
  if (items === undefined) return { fault: 'The braces inside `~LST` do not fit', hint: lstForm, keepalived }
  const [names = [], ...tuples] = items
  const wrong = names.find((name) => !isName(name))
  if (tuples.length === 0) return { fault: '`~LST` has no values', hint: lstForm, keepalived }
  if (wrong !== undefined) {
    return { fault: `\`${wrong}\` is no name for a variable of \`~LST\``, hint: lstForm, keepalived: [] }
  }
  for (const tuple of tuples) {
    const spaced = tuple.find((value) => /\s/.test(value))
    if (spaced !== undefined) {
      return { fault: `The value \`${spaced}\` has a blank in it`, hint: 'Put a comma between values.', keepalived }
    }
    if (tuple.length > names.length) {
      const fault = `\`~LST\` has ${names.length} names but ${tuple.length} values in one place`
      return { fault, hint: lstForm, keepalived: ['~LST specification has too many values', ...keepalived] }
    }
  }
  const values = (pass: number): readonly string[] => names.map((_, index) => tuples[pass]?.[index] ?? '')
  return { names, count: tuples.length, values, restAt }
}

/** `a, {b, c}, d` as [[a], [b, c], [d]]; undefined when braces are nested, unclosed or touch other text. */
function itemsOf(inside: string): string[][] | undefined {
  const items: string[][] = []
  let at = 0
  for (;;) {
    const match = /(?:\s*\{([^{}]*)\}\s*|([^{},]*))(,|$)/y
    match.lastIndex = at
    const found = match.exec(inside)
    if (found === null) return undefined
    items.push(found[1] !== undefined ? found[1].split(',').map((v) => v.trim()) : [(found[2] ?? '').trim()])
    at = match.lastIndex
    if (found[3] !== ',') return items
  }
}
