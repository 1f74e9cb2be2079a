// Reading texts instead of files: an in-memory FileReader, and the lines and diagnostics in a form that is easy to compare.

import type { Diagnostic } from '../../../config/diagnostic.js'
import { matchesSegment } from '../../../config/read/glob.js'
import type { Line } from '../../../config/read/line.js'
import { readConfig, type FileReader, type ReadOptions } from '../../../config/read/read.js'
import type { Source } from '../../../config/source.js'

export interface Reading {
  readonly lines: readonly Line[]
  readonly texts: readonly string[]
  readonly sources: readonly Source[]
  readonly diagnostics: readonly Diagnostic[]
  /** `severity[code] line:column` of each diagnostic, without the message. */
  readonly problems: readonly string[]
}

export const options: ReadOptions = {
  identity: 'vm',
  cwd: '/etc/ka',
  env: (name) => (name === 'HOME' ? '/home/op' : undefined),
  random: (min) => min,
}

/** Files by path. The texts `directory!` and `executable!` stand for what they say. */
export type Files = Readonly<Record<string, string>>

export function fileReader(files: Files): FileReader {
  return {
    read: (path) => {
      const text = Object.hasOwn(files, path) ? files[path] : undefined
      if (text === undefined) return { ok: false, reason: 'missing', detail: 'there is no such file' }
      if (text === 'directory!') return { ok: false, reason: 'directory', detail: 'it is a directory' }
      return { ok: true, text, executable: text === 'executable!' }
    },
    glob: (pattern, directory) => {
      const whole = directory === '' || pattern.startsWith('/') ? pattern : `${directory}/${pattern}`
      const segments = whole.split('/')
      return Object.keys(files)
        .filter((path) => {
          const parts = path.split('/')
          return parts.length === segments.length && segments.every((one, i) => matchesSegment(one, parts[i] ?? ''))
        })
        .sort()
    },
  }
}

export function readFiles(files: Files, main = 'main.conf', overrides: Partial<ReadOptions> = {}): Reading {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const { lines, sources } = readConfig(main, fileReader(files), { ...options, ...overrides }, report)
  return { lines, texts: lines.map((line) => line.text), sources, diagnostics, problems: diagnostics.map(problemOf) }
}

export const readText = (text: string, overrides: Partial<ReadOptions> = {}): Reading =>
  readFiles({ 'main.conf': text }, 'main.conf', overrides)

export function problemOf(diagnostic: Diagnostic): string {
  const { span } = diagnostic
  if (span === undefined) return `${diagnostic.severity}[${diagnostic.code}]`
  const before = span.source.text.slice(0, span.start)
  const line = before.split('\n').length
  return `${diagnostic.severity}[${diagnostic.code}] ${line}:${span.start - before.lastIndexOf('\n')}`
}
