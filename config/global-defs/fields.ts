// Shapes of keywords that global_defs has many of: switches and counts with keepalived's usual words about wrong values.

import { boolean, integer } from '../schema/args.js'
import { keyword, type Field } from '../schema/keyword.js'

interface SwitchOptions {
  /** What the operator has to reckon with when it is turned on, while nothing follows from it. */
  readonly notYet?: string
  /** keepalived's words about a value that is no boolean, where they are not the usual ones. */
  readonly says?: (word: string) => string
}

/** An optional boolean that is off unless given; the keyword alone turns it on. */
export const onOff = (name: string, options: SwitchOptions = {}): Field<boolean> =>
  keyword(name, boolean(), { ...switchOptions(name, options), default: false })

/** The same, with a difference between off and not given. */
export const onOffOrUnset = (name: string, options: SwitchOptions = {}): Field<boolean | undefined> =>
  keyword(name, boolean(), switchOptions(name, options))

const switchOptions = (name: string, { notYet, says }: SwitchOptions) => ({
  bare: true,
  says: says ?? ((word: string) => `Invalid value '${word}' for global ${name} specified`),
  ...(notYet === undefined ? {} : { notYet, notYetIf: (on: boolean) => on }),
})

/** Size of a receive buffer in bytes; 0 is the same as not given. `what` is its name in keepalived's words. */
export const bufferSize = (name: string, what: string): Field<number | undefined> =>
  keyword(name, integer(0, 4294967295), {
    notYet: "The kernel's usual size is used.",
    notYetIf: (bytes) => bytes > 0,
    says: (word) => `${what}_rcv_bufs size (${word}) invalid`,
    saysMissing: () => `${what}_rcv_bufs size missing`,
  })

/** Whether that size may exceed the system's limit. */
export const bufferForce = (name: string): Field<boolean> => onOff(name, { notYet: "The kernel's usual size is used." })

interface TextOptions {
  readonly notYet?: string
  /** keepalived's words when there is not exactly one word. */
  readonly says?: string
}

/** keepalived refuses the line, with the same words, when the value is missing and when there are several. */
export const exactlyOne = ({ notYet, says }: TextOptions) => ({
  surplus: 'refused' as const,
  ...(notYet === undefined ? {} : { notYet }),
  ...(says === undefined ? {} : { saysMissing: () => says, saysSurplus: () => says, says: () => says }),
})
