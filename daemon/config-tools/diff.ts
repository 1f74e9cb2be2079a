// `lvs-ha config diff`: what changes in meaning between two files.

import { renderGcc } from '../../config/render/gcc.js'
import { bindTopLevel } from '../../config/schema/bind.js'
import type { Statement } from '../../config/tree.js'
import { loadConfig, readStatements } from '../load-config.js'
import { rootSchema } from '../root-schema.js'
import { changesBetween } from './changes.js'
import { changesJson, changesText } from './changes-text.js'
import { withoutIdle } from './idle.js'
import { outlineOf, type Outline } from './outline.js'

export interface DiffSettings {
  readonly format: 'text' | 'json'
  readonly configId?: string | undefined
  /** Of the second file. */
  readonly otherConfigId?: string | undefined
}

export interface DiffResult {
  readonly text: string
  /** 0 no difference, 1 differences, 2 a file cannot be read. */
  readonly exitStatus: 0 | 1 | 2
  readonly stream: 'stdout' | 'stderr'
}

export function diffFiles(before: string, after: string, settings: DiffSettings): DiffResult {
  const files: (readonly Statement[])[] = []
  for (const [file, configId] of [
    [before, settings.configId],
    [after, settings.otherConfigId],
  ] as const) {
    const statements = readStatements(file, { configId })
    if (statements === undefined) return unreadable(file)
    files.push(withMergedBlocks(statements))
  }
  const [one = [], other = []] = files
  const changes = withoutIdle(changesBetween(outlineOfFile(one), outlineOfFile(other)), [one, other])
  const text = settings.format === 'json' ? changesJson(changes) : changesText(changes)
  return { text, exitStatus: changes.length === 0 ? 0 : 1, stream: 'stdout' }
}

function unreadable(file: string): DiffResult {
  const { diagnostics } = loadConfig(file)
  return { text: renderGcc([{ file, diagnostics }]), exitStatus: 2, stream: 'stderr' }
}

/** All of a file, virtual servers too; what is wrong with it is left to `lvs-ha check`. */
const outlineOfFile = (statements: readonly Statement[]): Outline =>
  outlineOf(bindTopLevel(rootSchema, statements, () => undefined))

/** Blocks without a name that stand there several times are one: the first, with the statements of all. */
function withMergedBlocks(statements: readonly Statement[]): readonly Statement[] {
  const parts = new Map<string, Statement[]>()
  for (const statement of statements) {
    const field = rootSchema.entries.get(statement.keyword)?.field
    if (statement.block === undefined || field?.kind !== 'blocks' || field.schema?.header !== undefined) continue
    parts.set(statement.keyword, [...(parts.get(statement.keyword) ?? []), statement])
  }
  return statements.flatMap((statement) => {
    const all = parts.get(statement.keyword)
    if (all === undefined || all.length < 2 || !all.includes(statement)) return [statement]
    if (all[0] !== statement) return []
    return [{ ...statement, block: { statements: all.flatMap((one) => one.block?.statements ?? []), closed: true } }]
  })
}
