// Configuration files for the laboratory's directors: the two example pairs, as MASTER and as BACKUP, and variations of them.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { digest, pages } from './pages.js'
import { inProject } from './root.js'
import type { DirectorName } from './network.js'

export type PairName = 'nat' | 'dr'

const files: Record<PairName, { readonly file: string; readonly backupPriority: number }> = {
  nat: { file: 'nat-pair.conf', backupPriority: 99 },
  dr: { file: 'dr-pair.conf', backupPriority: 90 },
}

/** The text of a pair's file for director `a` (MASTER) or `b` (BACKUP), with the digest of the page that server 2 serves. */
export function pairConfig(pair: PairName, director: DirectorName, directory = defaultDirectory()): string {
  const { file, backupPriority } = files[pair]
  const text = readFileSync(join(directory, file), 'utf8').replace(/(digest\s+)[0-9a-f]{32}/, `$1${digest(pages[1])}`)
  if (director === 'a') return text
  return text.replace(/state MASTER/g, 'state BACKUP').replace(/priority 100\b/g, `priority ${backupPriority}`)
}

/** The file without its virtual servers: VRRP alone. */
export function withoutServices(text: string): string {
  const start = text.indexOf('\nvirtual_server ')
  return start < 0 ? text : text.slice(0, start + 1)
}

function defaultDirectory(): string {
  return inProject('test', 'system', 'configs')
}

/** A place for files that vanishes with `remove`. */
export interface Folder {
  readonly path: string
  /** Writes a file and returns its path. */
  write(name: string, text: string): string
  remove(): void
}

export function openFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'lvs-ha-lab-'))
  return {
    path,
    write: (name, text) => {
      const file = join(path, name)
      writeFileSync(file, text)
      return file
    },
    remove: () => {
      rmSync(path, { recursive: true, force: true })
    },
  }
}
