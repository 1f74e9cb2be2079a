// Words in the place of a keyword that can be none, whatever the block: comments of other languages, list entries without their list,
// placeholders, characters that cannot be seen. Knows no keyword.

import { parseIpAddress } from '../values/ip.js'

/** What is odd about the word, as advice; undefined when it could be a keyword. `isKnown` tells the keywords of the block. */
export function oddityOf(word: string, isKnown: (keyword: string) => boolean): string | undefined {
  if (visible(word) !== word) return 'The word contains characters that cannot be seen: delete them.'
  if (/^(?:\/\/|\/\*|\*\/?$|;|--)/.test(word)) return 'Comments begin with `#` or `!`.'
  if (word === '\\') return 'A backslash continues a line only inside a definition: write it all on one line.'
  const bare = /^([\w-]+)[:=]/.exec(word)?.[1]
  if (bare !== undefined && isKnown(bare)) return `Only a blank stands between \`${bare}\` and its value.`
  if (isPlaceholder(word)) return 'It looks like a placeholder that nobody has filled in.'
  if (isAddress(word)) return 'An address stands between the braces of a list, such as `virtual_ipaddress`.'
  return undefined
}

const isPlaceholder = (word: string): boolean => /^(?:\.{3,}|<.+>|%\w+%|__\w+__|\[\w+\])$/.test(word)

const isAddress = (word: string): boolean => parseIpAddress(word.replace(/\/\d*$/, '')) !== undefined

/** Control and zero-width characters as their code points: they come from copying out of web pages and word processors. */
export const visible = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\u00a0\u3000]/gu,
    (c) => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  )
