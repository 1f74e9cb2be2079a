// The UDP_CHECK block: its keywords and its configuration.

import { says, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { integer } from '../../config/schema/args.js'
import { statementOf, type Bound, type Infer } from '../../config/schema/block.js'
import { spanOfStatement, tellValues } from '../../config/schema/cursor.js'
import { keyword } from '../../config/schema/keyword.js'
import { checkerBlock, connectingFields, timesOf, usualTimes, type Inherited } from './checker-fields.js'
import { connectionOf } from './connection.js'
import { parseHex } from './hex.js'
import type { UdpCheckConfig } from './model.js'

/** Bytes as hexadecimal digits over any number of words. `wrong`: what stands for a word that is none. */
const hexBytes = (what: string, wildcards: boolean, wrong: '' | undefined): Arg<string> => ({
  expects: `bytes as hexadecimal digits${wildcards ? ', with `x` for any digit' : ''}`,
  read: (cursor) => {
    let whole = ''
    do {
      const bytes = parseHex(cursor.word, wildcards)
      if (bytes === undefined) {
        cursor.tell({
          code: 'wrong-value',
          severity: 'error',
          message: `\`${cursor.word}\` does not consist of hexadecimal digits`,
          hint: wildcards
            ? 'The data is ignored, as in keepalived: any reply will do.'
            : 'The line is ignored, as in keepalived: the datagram is empty.',
          keepalived: says(`Invalid hex string for UDP_CHECK ${what}`),
        })
        cursor.skipRest()
        return wrong
      }
      whole += bytes
    } while (cursor.next())
    return whole
  },
})

const length = (name: 'min' | 'max', initial: number) =>
  keyword(`${name}_reply_length`, integer(0, 65535), {
    default: initial,
    fallback: `${initial}`,
    says: (word) => `UDP_CHECK ${name} length ${word} not valid - must be between 0 & 65535`,
  })

export const udpCheck = checkerBlock('UDP_CHECK', {
  ...connectingFields(),
  payload: keyword('payload', hexBytes('payload', false, undefined), {
    default: '',
    saysMissing: () => 'UDP_CHECK payload requires a payload',
  }),
  reply: keyword('require_reply', hexBytes('reply', true, ''), { bare: '' }),
  minReplyLength: length('min', 0),
  maxReplyLength: length('max', 255),
})

type BoundUdpCheck = Bound<Infer<typeof udpCheck>>

/** undefined when it cannot connect (reported). */
export function udpCheckConfig(bound: BoundUdpCheck, inherited: Inherited, report: Report): UdpCheckConfig | undefined {
  const { payload, reply, minReplyLength, maxReplyLength } = bound.values
  const connection = connectionOf(bound, inherited, report)
  if (connection === undefined) return undefined
  if (minReplyLength > maxReplyLength) tellEmptyRange(bound, report)
  return {
    kind: 'UDP_CHECK',
    ...timesOf(bound.values, inherited, usualTimes),
    connection,
    payload,
    requireReply: reply !== undefined,
    reply: reply === '' ? undefined : reply,
    minReplyLength,
    maxReplyLength,
  }
}

function tellEmptyRange(bound: BoundUdpCheck, report: Report): void {
  const { minReplyLength: min, maxReplyLength: max } = bound.values
  const lower = statementOf(bound, 'minReplyLength') ?? bound.statement
  const upper = statementOf(bound, 'maxReplyLength')
  tellValues(report, lower, {
    code: 'empty-range',
    severity: 'error',
    message: `\`min_reply_length\` ${min} is above \`max_reply_length\` ${max}${upper === undefined ? ', its default' : ''}`,
    hint: 'No reply can have such a length: a check that compares replies always fails.',
    related: upper === undefined ? [] : [{ message: 'the upper end', span: spanOfStatement(upper) }],
    keepalived: says(`UDP_CHECK min_reply length ${min} > max_reply_length ${max} - will always fail`),
  })
}
