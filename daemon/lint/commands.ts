// Every command of a configuration with the place it is configured at, whichever block it stands in: found by the shape of its value, so
// that a new keyword for a script is looked at without a word here.

import type { ScriptCommand, ScriptUser } from '../../config/global-model.js'
import { spanAt, valueRange } from '../../config/schema/cursor.js'
import type { Bound } from '../../config/schema/block.js'
import type { Span } from '../../config/source.js'
import type { Statement } from '../../config/tree.js'
import type {
  CheckerConfig,
  MiscCheckConfig,
  RealServerConfig,
  VirtualServerConfig,
} from '../../healthcheck/config/model.js'
import { servicesIn } from './services.js'
import type { Whole } from './whole.js'

export interface ConfiguredCommand {
  readonly command: ScriptCommand
  readonly keyword: string
  /** The keyword of the block it stands in, and the block's name; '' for the top level. */
  readonly block: string
  readonly name: string
  readonly place: Span
}

/** In the order of the file, those of services last. */
export function commandsIn(whole: Whole): readonly ConfiguredCommand[] {
  const found: ConfiguredCommand[] = []
  collect(whole.root, found)
  for (const { service, place } of servicesIn(whole)) if (place !== undefined) collectFrom(service, place, found)
  return found
}

/** One of them; undefined when there is none. Looks at very many servers without making anything. */
export function firstCommand(whole: Whole): ConfiguredCommand | undefined {
  const found: ConfiguredCommand[] = []
  collect(whole.root, found)
  const { full, config, places, leftOutPlaces } = whole.services
  if (found.length === 0) collectFirst(full, places, found)
  if (found.length === 0) collectFirst(config.leftOut, leftOutPlaces, found)
  return found[0]
}

function collectFirst(
  services: readonly VirtualServerConfig[],
  places: readonly Span[],
  found: ConfiguredCommand[],
): void {
  const index = services.findIndex(hasCommand)
  const [service, place] = [services[index], places[index]]
  if (service !== undefined && place !== undefined) collectFrom(service, place, found)
}

const hasCommand = ({ quorumUp, quorumDown, realServers }: VirtualServerConfig): boolean =>
  quorumUp !== undefined || quorumDown !== undefined || realServers.some(serverHasCommand)

const serverHasCommand = ({ notifyUp, notifyDown, checkers }: RealServerConfig): boolean =>
  notifyUp !== undefined || notifyDown !== undefined || checkers.some(isMisc)

const isMisc = (checker: CheckerConfig): checker is MiscCheckConfig => checker.kind === 'MISC_CHECK'

function collectFrom(service: VirtualServerConfig, place: Span, found: ConfiguredCommand[]): void {
  const add = (command: ScriptCommand | undefined, keyword: string): void => {
    if (command !== undefined) found.push({ command, keyword, block: 'virtual_server', name: '', place })
  }
  add(service.quorumUp, 'quorum_up')
  add(service.quorumDown, 'quorum_down')
  for (const server of service.realServers) {
    add(server.notifyUp, 'notify_up')
    add(server.notifyDown, 'notify_down')
    for (const checker of server.checkers) if (isMisc(checker)) add(checker.command, 'misc_path')
  }
}

type AnyBound = Bound<unknown, unknown>

function collect(bound: AnyBound, found: ConfiguredCommand[]): void {
  const values = bound.values as Readonly<Record<string, unknown>>
  for (const statement of bound.block.statements) {
    const field = bound.schema.entries.get(statement.keyword)
    if (field === undefined || bound.refused?.has(statement) === true) continue
    const value = values[field.name]
    if (isCommand(value)) found.push(entryOf(value, statement, bound, values))
  }
  for (const value of Object.values(values)) {
    if (isBound(value)) collect(value, found)
    else if (Array.isArray(value)) for (const one of value) if (isBound(one)) collect(one, found)
  }
}

function entryOf(
  command: ScriptCommand,
  statement: Statement,
  { schema, header }: AnyBound,
  { user }: Readonly<Record<string, unknown>>,
): ConfiguredCommand {
  const { from, to } = valueRange(statement)
  return {
    // Some blocks have a keyword of its own for the user.
    command: isUser(user) ? { ...command, runAs: user } : command,
    keyword: statement.keyword,
    block: schema.keyword,
    name: typeof header === 'string' ? header : '',
    place: spanAt(statement, from, to),
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isCommand = (value: unknown): value is ScriptCommand =>
  isObject(value) && 'argv' in value && Array.isArray(value.argv)
const isUser = (value: unknown): value is ScriptUser => isObject(value) && 'user' in value && 'group' in value
const isBound = (value: unknown): value is AnyBound => isObject(value) && 'schema' in value && 'values' in value
