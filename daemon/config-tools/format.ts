// Files through the formatter, and back to where they came from: all of a file or nothing of it, with its mode and its owner. Bytes that
// are no UTF-8 pass through unharmed.

import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
  type Stats,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { formatText } from '../../config/format/format-text.js'

export interface FormatSettings {
  readonly check?: boolean | undefined
  readonly stdout?: boolean | undefined
}

export interface FormatOutcome {
  /** Bytes for standard output: names, or the formatted texts. */
  readonly output: Buffer
  readonly errors: string
  /** 0 done, 1 something is not in its usual form (with `check`), 2 a file cannot be read or written. */
  readonly exitStatus: 0 | 1 | 2
}

const STDIN = '-'
const BYTE_ORDER_MARK = '\xef\xbb\xbf'
const NUL = '\0'

export function formatFiles(files: readonly string[], settings: FormatSettings): FormatOutcome {
  const output: Buffer[] = []
  let errors = ''
  let changes = 0
  for (const file of files) {
    const name = file === STDIN ? 'standard input' : file
    try {
      const { before, stats } = contentOf(file)
      const after = formatBytes(before)
      if (after !== before) changes++
      if (settings.check === true) {
        if (after !== before) output.push(Buffer.from(`${name}\n`))
      } else if (settings.stdout === true || file === STDIN) output.push(Buffer.from(after, 'latin1'))
      else if (after !== before) {
        replace(file, after, stats)
        output.push(Buffer.from(`${name}\n`))
      }
    } catch (error) {
      errors += `error: cannot format ${name}: ${error instanceof Error ? error.message : String(error)}\n`
    }
  }
  const differ = settings.check === true && changes > 0
  return { output: Buffer.concat(output), errors, exitStatus: errors !== '' ? 2 : differ ? 1 : 0 }
}

/** One character for each byte. */
function contentOf(file: string): { before: string; stats: Stats } {
  const descriptor = file === STDIN ? 0 : openSync(file, 'r')
  try {
    const stats = fstatSync(descriptor)
    if (file !== STDIN && !stats.isFile()) throw new Error('it is not a regular file')
    return { before: readFileSync(descriptor, 'latin1'), stats }
  } finally {
    if (file !== STDIN) closeSync(descriptor)
  }
}

function formatBytes(text: string): string {
  if (text.slice(0, 4).includes(NUL)) throw new Error('it is not text in UTF-8 or ASCII')
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : ''
  return mark + formatText(text.slice(mark.length))
}

/** A link stays a link: what it leads to is replaced. */
function replace(file: string, text: string, { mode, uid, gid }: Stats): void {
  const target = realpathSync(file)
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.fmt`)
  const descriptor = openSync(temporary, 'wx', 0o600)
  try {
    try {
      writeAll(descriptor, Buffer.from(text, 'latin1'))
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    if (process.geteuid?.() === 0) chownSync(temporary, uid, gid)
    chmodSync(temporary, mode & 0o7777)
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
}
