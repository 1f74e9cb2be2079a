// `include` and its strict variants: which files a directive names, and which of its failures count as errors. Files are
// reached through a FileReader that is passed in.

import { expandBraces, hasWildcard } from './glob.js'

export type ReadFailure = 'missing' | 'directory' | 'special' | 'unreadable'

export type ReadResult =
  | { readonly ok: true; readonly text: string; readonly executable?: boolean }
  | { readonly ok: false; readonly reason: ReadFailure; readonly detail: string }

export interface FileReader {
  readonly read: (path: string) => ReadResult
  /** Paths (ready for `read`) that match `*`, `?` and `[…]` in a pattern relative to a directory ('' = the working directory), sorted. */
  readonly glob: (pattern: string, directory: string) => readonly string[]
}

/** Which failures of an include are configuration errors; the others are only mentioned. */
export interface IncludeChecks {
  readonly read: boolean
  readonly match: boolean
  readonly wildcard: boolean
  readonly brace: boolean
}

export const noChecks: IncludeChecks = { read: false, match: false, wildcard: false, brace: false }
export const allChecks: IncludeChecks = { read: true, match: true, wildcard: true, brace: true }

const checksOf: Readonly<Record<string, IncludeChecks>> = {
  includer: { ...noChecks, read: true },
  includem: { ...noChecks, read: true, match: true },
  includew: { ...noChecks, read: true, match: true, wildcard: true },
  includeb: { ...noChecks, read: true, brace: true },
  includea: allChecks,
}

export interface IncludeDirective {
  /** undefined: as `include_check` says. */
  readonly checks: IncludeChecks | undefined
  readonly pattern: string
  /** Where the pattern starts in the line. */
  readonly patternAt: number
}

/** The directive in a line, which must be its first word and have a pattern behind it. */
export function includeIn(text: string): IncludeDirective | undefined {
  const match = /^(include[rmwba]?)[ \t]+/.exec(text)
  if (match === null || match[0].length === text.length) return undefined
  return { checks: checksOf[match[1] ?? ''], pattern: text.slice(match[0].length), patternAt: match[0].length }
}

/** `include_check WORD…` in global_defs: words `read`, `match`, `wildcard_match`, `brace_match`, with `+` or `-`; none = all. */
export function includeCheckIn(text: string, before: IncludeChecks): IncludeChecks | undefined {
  const match = /^include_check(?:[ \t]+(.*))?$/.exec(text)
  if (match === null) return undefined
  const words = (match[1] ?? '').split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return allChecks
  const keys = { read: 'read', match: 'match', wildcard_match: 'wildcard', brace_match: 'brace' } as const
  let checks = before
  for (const [index, word] of words.entries()) {
    const sign = /^[+-]/.exec(word)?.[0]
    const name = sign === undefined ? word : word.slice(1)
    const key = Object.entries(keys).find(([known]) => known === name)?.[1]
    if (key === undefined) continue
    // Only the first word may set all of them anew.
    if (sign === undefined && index > 0) continue
    if (sign === undefined) checks = { ...noChecks, read: true, [key]: true }
    else checks = { ...checks, [key]: sign === '+' }
  }
  return checks
}

export type IncludeItem =
  /** `check` is the one that a missing file fails. */
  | { readonly kind: 'file'; readonly path: string; readonly check: keyof IncludeChecks }
  | { readonly kind: 'unmatched'; readonly message: string; readonly check: keyof IncludeChecks }

/** What a pattern in a file of `directory` names, in the order of reading. A plain name is taken as it is, existing or not. */
export function itemsOf(pattern: string, directory: string, reader: FileReader): readonly IncludeItem[] {
  const braced = pattern.includes('{')
  const alternatives = expandBraces(pattern)
  if (alternatives === undefined) {
    return [{ kind: 'unmatched', message: `The pattern \`${pattern}\` has too many alternatives`, check: 'read' }]
  }
  return alternatives.flatMap((alternative): readonly IncludeItem[] => {
    if (!hasWildcard(alternative))
      return [{ kind: 'file', path: joinPath(directory, alternative), check: braced ? 'brace' : 'match' }]
    const paths = reader.glob(alternative, directory)
    if (paths.length > 0) return paths.map((path) => ({ kind: 'file', path, check: 'read' }))
    return [{ kind: 'unmatched', message: `No file matches \`${alternative}\``, check: braced ? 'brace' : 'wildcard' }]
  })
}

/** Directory part of a path, without the slash; '' when it has none. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : slash === 0 ? '/' : path.slice(0, slash)
}

/** A path as seen from a directory; `..` stays, since what it means is the file system's business. */
export function joinPath(directory: string, path: string): string {
  if (path.startsWith('/') || directory === '') return path
  if (path === '') return directory
  return directory.endsWith('/') ? directory + path : `${directory}/${path}`
}
