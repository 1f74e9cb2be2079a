// The SMTP_CHECK block and the old host blocks in it: keywords and configuration.

import { anyWord } from '../../config/schema/args.js'
import type { Report } from '../../config/diagnostic.js'
import { block, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import { blocks, keyword } from '../../config/schema/keyword.js'
import {
  checkerBlock,
  connectingFields,
  timesOf,
  usualTimes,
  type BoundConnecting,
  type ConnectingValues,
  type Inherited,
  type TimingValues,
} from './checker-fields.js'
import { connectionOf } from './connection.js'
import type { SmtpCheckConfig } from './model.js'

const host = block('virtual_server/real_server/SMTP_CHECK/host', connectingFields())

export const smtpCheck = checkerBlock('SMTP_CHECK', {
  heloName: keyword('helo_name', anyWord('a host name'), {
    default: 'smtpchecker.keepalived.org',
    saysMissing: () => 'SMTP_CHECK helo name missing',
  }),
  ...connectingFields(),
  hosts: blocks(host),
})

type BoundSmtpCheck = Bound<Infer<typeof smtpCheck>>

/**
 * The checks of the block, as many as it has targets: its own unless there are only hosts, and one for each host. What a host says of
 * times counts for all of them. Checks that cannot connect are left out (reported).
 */
export function smtpCheckConfigs(
  bound: BoundSmtpCheck,
  inherited: Inherited,
  report: Report,
): readonly SmtpCheckConfig[] {
  const { values } = bound
  const { heloName, hosts } = values
  const [first] = hosts
  if (first === undefined) {
    const connection = connectionOf(bound, inherited, report, 'of its own')
    return connection === undefined
      ? []
      : [{ kind: 'SMTP_CHECK', ...timesOf(values, inherited, usualTimes), connection, heloName }]
  }
  tellHosts(first, report)
  const all = hosts.reduce<TimingValues>((before, one) => withTimes(before, one.values), values)
  const times = timesOf(all, inherited, usualTimes)
  const targets = connects(values) ? [connectionOf(bound, inherited, report, 'of its own')] : []
  for (const one of hosts) targets.push(connectionOf(one, inherited, report))
  return targets.flatMap((connection) =>
    connection === undefined ? [] : [{ kind: 'SMTP_CHECK' as const, ...times, connection, heloName }],
  )
}

const connects = (values: ConnectingValues): boolean =>
  values.connectIp !== undefined ||
  values.connectPort !== undefined ||
  values.bindTo !== undefined ||
  values.bindPort !== undefined ||
  values.bindInterface !== undefined ||
  values.connectTimeout !== undefined ||
  (values.mark ?? 0) !== 0

const withTimes = (values: TimingValues, more: TimingValues): TimingValues => ({
  retry: more.retry ?? values.retry,
  delayBeforeRetry: more.delayBeforeRetry ?? values.delayBeforeRetry,
  warmup: more.warmup ?? values.warmup,
  delayLoop: more.delayLoop ?? values.delayLoop,
  alpha: more.alpha ?? values.alpha,
  logAllFailures: more.logAllFailures ?? values.logAllFailures,
})

function tellHosts(first: BoundConnecting, report: Report): void {
  tellKeyword(report, first.statement, {
    code: 'deprecated-keyword',
    severity: 'hint',
    message: '`host` in `SMTP_CHECK` is an old way to check several targets',
    hint: 'Write an `SMTP_CHECK` with `connect_ip` and `connect_port` for each of them.',
  })
}
