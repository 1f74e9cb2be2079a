// The file system as the configuration's reader sees it: what a path holds, and which paths a pattern matches; and the surroundings that
// definitions may ask for. The only place where configuration files are opened.

import { isAscii } from 'node:buffer'
import { closeSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { matchesSegment } from '../config/read/glob.js'
import { joinPath } from '../config/read/include.js'
import { seededRandom } from '../config/read/random.js'
import type { FileReader, ReadOptions, ReadResult } from '../config/read/read.js'

/** Reads each path once: the same files, the same content, and a pipe cannot be read twice. */
export function fileReader(): FileReader {
  const known = new Map<string, ReadResult>()
  const read = (path: string): ReadResult => {
    const result = known.get(path) ?? readText(path)
    known.set(path, result)
    return result
  }
  return { read, glob: matches }
}

/** Where the numbers of ${_RANDOM} start when a file does not say so itself. */
export const anySeed = (): number => Math.floor(Math.random() * 0x7fffffff)

/** `configId`: identity for `@ID` lines; by default the host name up to its first dot. The same seed gives the same numbers again. */
export const readOptions = (configId: string | undefined, seed: number): ReadOptions => ({
  identity: configId ?? hostname().replace(/\..*/s, ''),
  cwd: process.cwd(),
  env: (name) => process.env[name],
  random: seededRandom(seed),
})

function readText(path: string): ReadResult {
  let file: number | undefined
  try {
    const found = statSync(path)
    if (found.isDirectory()) return { ok: false, reason: 'directory', detail: 'it is a directory' }
    if (!found.isFile() && !isPassedPipe(path)) {
      return { ok: false, reason: 'special', detail: 'it is not a regular file' }
    }
    file = openSync(path, 'r')
    const bytes = readFileSync(file)
    const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')
    return { ok: true, text, executable: found.isFile() && (found.mode & 0o111) !== 0 }
  } catch (error) {
    return { ok: false, ...failureOf(error) }
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Standard input and process substitution: opening any other pipe could wait for ever. */
const isPassedPipe = (path: string): boolean => /^\/dev\/(stdin$|fd\/\d+$)/.test(path)

function failureOf(error: unknown): { reason: 'missing' | 'unreadable'; detail: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT' || code === 'ENOTDIR') return { reason: 'missing', detail: 'there is no such file' }
  if (code === 'EACCES' || code === 'EPERM') return { reason: 'unreadable', detail: 'permission denied' }
  if (code === 'ELOOP') return { reason: 'unreadable', detail: 'too many symbolic links' }
  return { reason: 'unreadable', detail: error instanceof Error ? error.message : String(error) }
}

/** Paths that match a pattern, segment by segment, sorted. */
function matches(pattern: string, directory: string): readonly string[] {
  let found = [pattern.startsWith('/') ? '/' : directory]
  const segments = pattern.split('/').filter((segment) => segment !== '')
  for (const segment of segments) {
    found = found.flatMap((place) =>
      entriesOf(place === '' ? '.' : place)
        .filter((name) => matchesSegment(segment, name))
        .map((name) => joinPath(place, name)),
    )
  }
  return found
}

function entriesOf(directory: string): readonly string[] {
  try {
    return ['.', '..', ...readdirSync(directory)].sort()
  } catch {
    return []
  }
}
