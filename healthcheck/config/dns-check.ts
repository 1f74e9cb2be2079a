// The DNS_CHECK block: its keywords and its configuration.

import { says, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { oneOf } from '../../config/schema/args.js'
import type { Bound, Infer } from '../../config/schema/block.js'
import { keyword } from '../../config/schema/keyword.js'
import { checkerBlock, connectingFields, timesOf, type Inherited, type TimeDefaults } from './checker-fields.js'
import { connectionOf } from './connection.js'
import type { DnsCheckConfig } from './model.js'

const types = ['A', 'NS', 'CNAME', 'SOA', 'MX', 'TXT', 'AAAA', 'RRSIG', 'DNSKEY'] as const

export type DnsType = (typeof types)[number]

/** A name whose labels are not empty, or `.` for the root. A first label of one character is not taken, as in keepalived. */
const dnsName = (): Arg<string> => ({
  expects: 'a domain name',
  read: (cursor) => {
    const { word } = cursor
    if (word === '.') return ''
    if (!word.startsWith('.') && word[1] !== '.' && !word.includes('..')) return word
    const short = word.length > 2 && !word.startsWith('.') && !word.includes('..')
    cursor.tell({
      code: 'wrong-value',
      severity: 'error',
      message: short
        ? `\`${word}\` cannot be asked for: its first label has one character only`
        : `\`${word}\` is not a domain name: it has an empty label`,
      hint: 'The line is ignored, as in keepalived: the root is asked for.',
      keepalived: says(`DNS_CHECK name '${word}' has empty label - ignoring`),
    })
    return undefined
  },
})

export const dnsCheck = checkerBlock('DNS_CHECK', {
  ...connectingFields(),
  type: keyword('type', oneOf(types, { anyCase: true }), {
    default: 'SOA',
    fallback: '`SOA`',
    says: (word) => `Unknown DNS check type ${word} - ignoring`,
  }),
  name: keyword('name', dnsName(), {
    default: '',
    repeat: 'first',
    saysRepeated: () => 'DNS_CHECK name already specified - ignoring',
  }),
})

/** Three tries more, a whole delay_loop apart. */
const defaults: TimeDefaults = { retry: 3, delayBeforeRetry: undefined }

/** undefined when it cannot connect (reported). */
export function dnsCheckConfig(
  bound: Bound<Infer<typeof dnsCheck>>,
  inherited: Inherited,
  report: Report,
): DnsCheckConfig | undefined {
  const { values } = bound
  const connection = connectionOf(bound, inherited, report)
  if (connection === undefined) return undefined
  const times = timesOf(values, inherited, defaults)
  return { kind: 'DNS_CHECK', ...times, connection, type: values.type, name: values.name }
}
