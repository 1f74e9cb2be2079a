// `lvs-ha check --compat`: what `keepalived --config-test` would print about a file, and the status it would end with.

import type { Diagnostic } from '../../config/diagnostic.js'
import { renderCompat, type CompatResult, type Pass } from '../../config/render/compat.js'
import { spanOfStatement } from '../../config/schema/cursor.js'
import type { Span } from '../../config/source.js'
import type { Statement } from '../../config/tree.js'
import { readStatements } from '../load-config.js'
import { byPlace } from '../by-place.js'
import { checkedFiles, type Scope } from './checked.js'

/** Of one file. What comments in it keep quiet is said too: keepalived does not know them. */
export async function compatFile(file: string, scope: Scope): Promise<CompatResult> {
  const { files } = await checkedFiles([file], scope)
  const [checked] = files
  if (checked === undefined) return { text: '', exitStatus: 0 }
  const statements = readStatements(file, { configId: scope.configId }) ?? []
  const all = byPlace([...checked.diagnostics, ...checked.silenced], checked.sources)
  const { text, exitStatus } = renderCompat(all, passesOf(statements))
  // By its text keepalived's test succeeds when there is no file at all.
  return { text, exitStatus: checked.readable ? exitStatus : 0 }
}

/** The process that acts on a block of the top level; all others: the parent. */
const owners = new Map<string, Pass>([
  ['SSL', 1],
  ['virtual_server', 1],
  ['virtual_server_group', 1],
  ['track_file', 1],
  ['vrrp_track_file', 1],
  ['static_ipaddress', 2],
  ['static_routes', 2],
  ['static_rules', 2],
  ['track_group', 2],
  ['garp_group', 2],
  ['linkbeat_interfaces', 2],
  ['interface_up_down_delays', 2],
  ['vrrp_script', 2],
  ['vrrp_track_process', 2],
  ['vrrp_sync_group', 2],
  ['vrrp_instance', 2],
  ['bfd_instance', 3],
])

/** Found while reading, before any block is known. */
const whileReading =
  /^(cannot-read-file|executable-file|nul-byte|line-too-long|definition-.*|expansion-.*|predefined-value|include-.*|.*-loop|unclosed-block|extra-brace)$/

function passesOf(statements: readonly Statement[]): (diagnostic: Diagnostic) => Pass {
  const starts = startsIn(statements)
  const passAt = ({ source, start }: Span): Pass | undefined => {
    const known = starts.get(source.name)
    const last = known?.findLast((one) => one.start <= start)
    return last?.pass
  }
  return ({ code, span, related }) => {
    if (span === undefined || whileReading.test(code)) return 0
    const outermost = related.at(-1)?.span
    return passAt(span) ?? (outermost === undefined ? undefined : passAt(outermost)) ?? 0
  }
}

interface Start {
  readonly start: number
  readonly pass: Pass
}

/** Where the blocks of the top level begin, for each file. */
function startsIn(statements: readonly Statement[]): ReadonlyMap<string, readonly Start[]> {
  const starts = new Map<string, Start[]>()
  for (const statement of statements) {
    const { source, start } = spanOfStatement(statement)
    const known = starts.get(source.name) ?? []
    starts.set(source.name, known)
    known.push({ start, pass: owners.get(statement.keyword) ?? 0 })
  }
  return starts
}
