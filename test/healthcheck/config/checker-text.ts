// Checkers of one real server, bound by themselves: the rest of a service does not matter to them.

import type { Diagnostic } from '../../../config/diagnostic.js'
import { bindTopLevel } from '../../../config/schema/bind.js'
import { block } from '../../../config/schema/block.js'
import { blocks } from '../../../config/schema/keyword.js'
import { buildTree } from '../../../config/tree.js'
import { parseIpAddress, type IpAddress } from '../../../config/values/ip.js'
import { Seconds } from '../../../config/values/time.js'
import { inheritedFields, type Inherited } from '../../../healthcheck/config/checker-fields.js'
import { checkerFields, checkersOf } from '../../../healthcheck/config/checkers.js'
import type { CheckerConfig } from '../../../healthcheck/config/model.js'
import { readText } from '../../config/read/reading.js'

const server = block('virtual_server/real_server', { ...inheritedFields('real server'), ...checkerFields })
const top = block('', { servers: blocks(server) })

const inherited: Inherited = {
  address: parseIpAddress('10.0.1.1') as IpAddress,
  port: 80,
  retry: undefined,
  delayBeforeRetry: undefined,
  warmup: undefined,
  connectTimeout: Seconds(5),
  delayLoop: Seconds(60),
  alpha: false,
  virtualHost: undefined,
}

export interface ReadCheckers {
  readonly checkers: readonly CheckerConfig[]
  readonly diagnostics: readonly Diagnostic[]
  /** `severity code: the words it points at`, without what is not enforced. */
  readonly problems: readonly string[]
  /** What keepalived says, line by line. */
  readonly said: readonly string[]
}

/** The checkers in the lines of a real server. */
export function readCheckers(lines: string, more: Partial<Inherited> = {}): ReadCheckers {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const root = buildTree(readText(`real_server 10.0.1.1 80 {\n${lines}\n}\n`).lines, report)
  const { values } = bindTopLevel(top, root.statements, () => undefined)
  const [bound] = bindTopLevel(top, root.statements, report).values.servers
  if (bound === undefined || values.servers.length !== 1) throw new Error('one real server is expected')
  const checkers = checkersOf(bound, { ...inherited, ...more }, report)
  return {
    checkers,
    diagnostics,
    problems: diagnostics
      .filter(({ code, message }) => code !== 'not-enforced-yet' && !message.includes('after `real_server`'))
      .map(({ severity, code, span }) => `${severity} ${code}: ${span?.source.text.slice(span.start, span.end) ?? ''}`),
    said: diagnostics.flatMap(({ keepalived = [] }) => keepalived.map(({ message }) => message)),
  }
}

/** The only checker of a block. */
export const readChecker = (block: string, more: Partial<Inherited> = {}): CheckerConfig | undefined =>
  readCheckers(block, more).checkers[0]
