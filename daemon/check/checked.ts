// Files and everything that is to be said of them: by themselves, on this machine, and beside the other director's file.

import type { Diagnostic } from '../../config/diagnostic.js'
import type { CheckedFile } from '../../config/render/checked-file.js'
import type { Source } from '../../config/source.js'
import { loadConfig, type LoadedConfig } from '../load-config.js'
import { byPlace } from '../by-place.js'
import { quietly } from './quietly.js'

/** What to look at beside the text of the files. */
export interface Scope {
  readonly configId?: string | undefined
  /** Whether this machine has what the files ask for. */
  readonly live?: boolean | undefined
  /** The other director's file, and its identity for `@ID` lines. */
  readonly peer?: { readonly file: string; readonly configId?: string | undefined } | undefined
}

export interface LoadedFile extends CheckedFile {
  readonly readable: boolean
  /** Every file that was read, in that order. */
  readonly sources: readonly Source[]
  /** What comments in the file keep quiet. */
  readonly silenced: readonly Diagnostic[]
}

export interface Checked {
  readonly files: readonly LoadedFile[]
  /** What the pair will do; undefined unless a peer was given. */
  readonly outlook: string | undefined
}

/** A peer is compared with the first file. */
export async function checkedFiles(files: readonly string[], scope: Scope): Promise<Checked> {
  const checked: LoadedFile[] = []
  let outlook: string | undefined
  for (const file of files) {
    const config = loadConfig(file, { configId: scope.configId })
    const live = await foundLive(config, scope)
    const found = [...knownWorse(config.diagnostics, live), ...live]
    if (scope.peer !== undefined && checked.length === 0) {
      const beside = await compared(file, config, scope.peer)
      found.push(...beside.diagnostics)
      outlook = beside.outlook === '' ? undefined : beside.outlook
      if (beside.unreadable !== undefined) checked.push(beside.unreadable)
    }
    const { readable, sources } = config
    const { shown, silenced } = await quietly(found, sources, scope)
    checked.push({ file, readable, sources, diagnostics: byPlace(shown, sources), silenced })
  }
  return { files: checked, outlook }
}

async function foundLive({ whole, sources, readable }: LoadedConfig, { live }: Scope): Promise<readonly Diagnostic[]> {
  if (live !== true || !readable) return []
  const { checkLive } = await import('../live/check-live.js')
  return checkLive(whole, sources)
}

/** A hint about what cannot be known from the text is not needed where the machine was asked. */
function knownWorse(found: readonly Diagnostic[], live: readonly Diagnostic[]): readonly Diagnostic[] {
  const known = new Set(live.map(({ code }) => code))
  return found.filter(({ code, severity }) => severity !== 'hint' || !known.has(code))
}

interface Comparison {
  readonly diagnostics: readonly Diagnostic[]
  readonly outlook: string
  /** The other file, when there is nothing to compare with. */
  readonly unreadable?: LoadedFile
}

/** What is wrong with the other file by itself is not said here. */
async function compared(
  name: string,
  { whole, readable }: LoadedConfig,
  { file, configId }: NonNullable<Scope['peer']>,
): Promise<Comparison> {
  const other = loadConfig(file, { configId })
  if (!other.readable) {
    const unreadable = { file, readable: false, sources: [], diagnostics: other.diagnostics, silenced: [] }
    return { diagnostics: [], outlook: '', unreadable }
  }
  if (!readable) return { diagnostics: [], outlook: '' }
  const { comparePeers } = await import('../peer/compare.js')
  return comparePeers({ name, whole }, { name: file, whole: other.whole })
}
