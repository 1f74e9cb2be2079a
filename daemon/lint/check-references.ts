// Checks that follow something defined elsewhere: BFD_CHECK a bfd_instance, FILE_CHECK a track_file. Both must stand before the service.

import { says, type KeepalivedSays } from '../../config/diagnostic.js'
import { spanOfStatement } from '../../config/schema/cursor.js'
import type { Span } from '../../config/source.js'
import type { Statement } from '../../config/tree.js'
import { suggest } from '../../config/suggest.js'
import type {
  BfdCheckConfig,
  CheckerConfig,
  FileCheckConfig,
  RealServerConfig,
  VirtualServerConfig,
} from '../../healthcheck/config/model.js'
import { isUsable } from '../../vrrp/config/track-file.js'
import { trackFilesOf } from '../../vrrp/config/tracked-blocks.js'
import { serverName } from '../../healthcheck/config/naming.js'
import { servicesNotRunWhole } from './services.js'
import type { LintRule, Whole } from './whole.js'

type Reference = BfdCheckConfig | FileCheckConfig
type Definitions = ReadonlyMap<string, Statement>

export const checkReferences: LintRule = (whole, report) => {
  let definitions: Readonly<Record<Reference['kind'], Definitions>> | undefined
  for (const service of servicesNotRunWhole(whole)) {
    for (const server of service.realServers) {
      for (const checker of server.checkers) {
        if (!isReference(checker)) continue
        definitions ??= definitionsIn(whole)
        tellUnknown(checker, definitions[checker.kind], { service, server }, report)
      }
    }
  }
}

const isReference = (checker: CheckerConfig): checker is Reference =>
  checker.kind === 'BFD_CHECK' || checker.kind === 'FILE_CHECK'

/** What checks can follow; of two with one name the first counts. */
function definitionsIn({ root }: Whole): Readonly<Record<Reference['kind'], Definitions>> {
  const sessions = root.values.bfdInstances.filter(({ values }) => values.forCheckers || !values.forVrrp)
  return { BFD_CHECK: byName(sessions), FILE_CHECK: byName(trackFilesOf(root).filter(isUsable)) }
}

const byName = (bounds: readonly { readonly header: string; readonly statement: Statement }[]): Definitions =>
  new Map([...bounds].reverse().map(({ header, statement }) => [header, statement] as const))

interface Owner {
  readonly service: VirtualServerConfig
  readonly server: Pick<RealServerConfig, 'address' | 'port'>
}

function tellUnknown(checker: Reference, known: Definitions, owner: Owner, report: Parameters<LintRule>[1]): void {
  const { kind, name, place } = checker
  const definition = known.get(name)
  const later = definition === undefined ? undefined : spanOfStatement(definition)
  if (later !== undefined && !isBehind(later, place)) return
  const block = kind === 'BFD_CHECK' ? 'bfd_instance' : 'track_file'
  const near = suggest(name, [...known.keys()])
  const advice =
    later !== undefined ? 'Move its block before the service.' : near === undefined ? '' : `Did you mean \`${near}\`?`
  report({
    code: 'unknown-name',
    severity: 'error',
    message:
      later === undefined
        ? `There is no \`${block} ${name}\` that checks can follow`
        : `\`${block} ${name}\` stands behind the service, where it is not known yet`,
    hint: `The check is dropped, as in keepalived: the server counts as alive. ${advice}`.trimEnd(),
    span: place,
    related: later === undefined ? [] : [{ message: 'the block', span: later }],
    keepalived: sayingOf(checker, owner),
  })
}

/** In the same file; across included files the order is not known here. */
const isBehind = (definition: Span, use: Span): boolean =>
  definition.source === use.source && definition.start > use.start

function sayingOf({ kind, name }: Reference, { service, server }: Owner): readonly KeepalivedSays[] {
  if (kind === 'FILE_CHECK') {
    return says(`track_file ${name} not found`, 'FILE_CHECK has no track_file specified - ignoring')
  }
  const protocol = 'protocol' in service ? service.protocol : undefined
  return says(`(${serverName(server.address, server.port, protocol)}) BFD_CHECK - BFD ${name} not configured`)
}
