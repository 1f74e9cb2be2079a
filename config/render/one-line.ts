// Text from a configuration as part of one line of output: nothing in it ends the line, plays with a terminal or hides.

/** Control, format and lone surrogate characters become their code points: `<U+001B>`. */
export const oneLine = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{fffe}\u{ffff}]/gu,
    (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  )

/** The message of a diagnostic with its advice: `What is wrong. What to do.` */
export const withAdvice = ({ message, hint }: { readonly message: string; readonly hint?: string }): string =>
  hint === undefined ? message : `${message}${/[.!?]$/.test(message) ? '' : '.'} ${hint}`
