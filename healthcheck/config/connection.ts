// Where a checker connects to and from: the addresses of both ends must be of one family, and a link-local address says nothing
// without an interface. Knows no particular checker.

import type { Report } from '../../config/diagnostic.js'
import { says } from '../../config/diagnostic.js'
import { isMentioned, statementOf } from '../../config/schema/block.js'
import { spanOfStatement, tellKeyword, tellValues } from '../../config/schema/cursor.js'
import type { Statement } from '../../config/tree.js'
import { familyOf, type IpAddress } from '../../config/values/ip.js'
import type { BoundConnecting, Inherited } from './checker-fields.js'
import type { ConnectionConfig } from './model.js'

/** What `bindto` has to fit where no `connect_ip` stands before it: the server's address, or nothing of SMTP_CHECK. */
type Target = "the server's" | 'of its own'

/** undefined when the checker cannot connect (reported): it is dropped then. */
export function connectionOf(
  bound: BoundConnecting,
  inherited: Inherited,
  report: Report,
  target: Target = "the server's",
): ConnectionConfig | undefined {
  const { values } = bound
  const ends =
    values.bindTo === undefined
      ? undefined
      : endsOfOneFamily(bound, values.bindTo, target === 'of its own' ? undefined : inherited.address, report)
  const address = (ends === undefined ? values.connectIp : ends.connectIp) ?? inherited.address
  if (values.bindInterface === undefined && isLinkLocal(address)) {
    tellLinkLocal(bound, address, report)
    return undefined
  }
  return {
    target: { address, port: values.connectPort ?? inherited.port },
    connectTimeout: values.connectTimeout ?? inherited.connectTimeout,
    bindAddress: ends?.bindTo,
    bindPort: values.bindPort ?? 0,
    bindInterface: values.bindInterface,
    mark: values.mark,
  }
}

interface Ends {
  readonly connectIp: IpAddress | undefined
  readonly bindTo: IpAddress | undefined
}

/** Both addresses as far as they fit: the one that stands later has to fit the one before it, or the real server. */
function endsOfOneFamily(
  bound: BoundConnecting,
  bindTo: IpAddress,
  server: IpAddress | undefined,
  report: Report,
): Ends {
  const { connectIp } = bound.values
  const family = familyOf(bindTo)
  const first = connectIp === undefined ? undefined : earlierOf(bound)
  if (connectIp === undefined && isMentioned(bound, 'connectIp')) {
    // What it has to fit is wrong itself, which has been reported.
    return { connectIp, bindTo: family === familyOf(server ?? bindTo) ? bindTo : undefined }
  }
  if (connectIp === undefined || first === 'bindTo') {
    if (server !== undefined && familyOf(server) !== family) {
      tellMisfit(bound, 'bindTo', server, report)
      return { connectIp, bindTo: undefined }
    }
    if (connectIp === undefined || familyOf(connectIp) === family) return { connectIp, bindTo }
    tellMisfit(bound, 'connectIp', bindTo, report)
    return { connectIp: undefined, bindTo }
  }
  if (familyOf(connectIp) === family) return { connectIp, bindTo }
  tellMisfit(bound, 'bindTo', connectIp, report)
  return { connectIp, bindTo: undefined }
}

function earlierOf(bound: BoundConnecting): 'connectIp' | 'bindTo' {
  const { statements } = bound.block
  const placeOf = (field: 'connectIp' | 'bindTo'): number =>
    statements.indexOf(statementOf(bound, field) ?? bound.statement)
  return placeOf('connectIp') < placeOf('bindTo') ? 'connectIp' : 'bindTo'
}

const nameOf = { connectIp: 'connect_ip', bindTo: 'bindto' } as const

function tellMisfit(bound: BoundConnecting, field: 'connectIp' | 'bindTo', other: IpAddress, report: Report): void {
  const statement = statementOf(bound, field) ?? bound.statement
  const otherField = field === 'bindTo' ? 'connectIp' : 'bindTo'
  const otherStatement = bound.values[otherField] === other ? statementOf(bound, otherField) : undefined
  const word = bound.values[field] ?? ''
  tellValues(report, statement, {
    code: 'wrong-family',
    severity: 'error',
    message: `\`${word}\` and \`${other}\` are not of one family: nothing can be sent from one to the other`,
    hint: `\`${nameOf[field]}\` is ignored, as in keepalived.`,
    related:
      otherStatement === undefined ? [] : [{ message: 'the other address', span: spanOfStatement(otherStatement) }],
    keepalived: says(
      `${nameOf[field]} address ${word} does not match address family of ${nameOf[otherField]} - skipping`,
    ),
  })
}

/** fe80::/10 in canonical text. */
function isLinkLocal(address: IpAddress): boolean {
  if (address.charCodeAt(0) !== 102 || address.charCodeAt(1) !== 101 || address.charCodeAt(4) !== 58) return false
  const third = address.charCodeAt(2)
  return third === 56 || third === 57 || third === 97 || third === 98
}

function tellLinkLocal(bound: BoundConnecting, address: IpAddress, report: Report): void {
  const own: Statement | undefined = bound.values.connectIp === address ? statementOf(bound, 'connectIp') : undefined
  const complaint = {
    code: 'missing-keyword',
    severity: 'error',
    message: `\`${address}\` is a link-local address: it takes \`bind_if\` to say on which interface`,
    hint: 'The check is dropped, as in keepalived. Add `bind_if`.',
    keepalived: says(`Checker link local address ${address} requires a bind_if`),
  } as const
  if (own === undefined) tellKeyword(report, bound.statement, complaint)
  else tellValues(report, own, complaint)
}
