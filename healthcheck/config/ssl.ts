// The SSL block of the top level: what SSL_GET shows of itself to servers. Whether its files exist is not asked. Certificates of
// servers are never verified, not even with `ca`, as in keepalived.

import { anyWord } from '../../config/schema/args.js'
import { says, type Report } from '../../config/diagnostic.js'
import { block, statementOf, type Bound, type Infer } from '../../config/schema/block.js'
import { spanOfStatement, tellKeyword } from '../../config/schema/cursor.js'
import { keyword } from '../../config/schema/keyword.js'

const material = (name: string, expects: string, saidName: string) =>
  keyword(name, anyWord(expects), {
    saysMissing: () => `SSL ${saidName} missing`,
    saysRepeated: () => `SSL ${saidName} already specified - replacing`,
  })

export const ssl = block('SSL', {
  password: material('password', 'the pass phrase of the key', 'password'),
  ca: material('ca', 'a file', 'cafile'),
  certificate: material('certificate', 'a file', 'certfile'),
  key: material('key', 'a file', 'keyfile'),
})

/** For the top level's table. */
export const sslNotYet = 'No checks over TLS are made.'

type BoundSsl = Bound<Infer<typeof ssl>>

/** All SSL blocks of a file; `used`: whether any server is checked with SSL_GET. */
export function checkSslBlocks(blocks: readonly BoundSsl[], used: boolean, report: Report): void {
  blocks.forEach((bound, index) => {
    const before = blocks[index - 1]
    if (before !== undefined) tellRepeated(bound, before, report)
  })
  const last = blocks.at(-1)
  if (last === undefined) return
  if (used) lintMaterial(last, report)
  else tellUnused(last, report)
}

/** Of several blocks the last one counts, and each but the first is an error. */
function tellRepeated(bound: BoundSsl, before: BoundSsl, report: Report): void {
  tellKeyword(report, bound.statement, {
    code: 'repeated-keyword',
    severity: 'error',
    message: '`SSL` was already given',
    hint: 'This block replaces the one before it as a whole, as in keepalived.',
    related: [{ message: 'the one before', span: spanOfStatement(before.statement) }],
    keepalived: says('SSL context already specified - replacing'),
  })
}

function tellUnused(bound: BoundSsl, report: Report): void {
  tellKeyword(report, bound.statement, {
    code: 'unused-ssl-block',
    severity: 'hint',
    message: 'No server is checked with `SSL_GET`: this block has no effect',
    hint: '`SSL` is about the checks only, not about what clients and servers say to each other.',
  })
}

function lintMaterial(bound: BoundSsl, report: Report): void {
  const ca = statementOf(bound, 'ca')
  if (ca === undefined) return
  tellKeyword(report, ca, {
    code: 'certificate-not-verified',
    severity: 'hint',
    message: 'The certificates of servers are not verified, not even with `ca`',
    hint: '`SSL_GET` passes whatever certificate a server shows, as in keepalived: watch certificates by other means.',
  })
}
