// Running other programs from the set-up: to the end, with their output kept for the case that they fail.

import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { join, resolve } from 'node:path'

export const projectRoot = resolve(import.meta.dirname, '..', '..')
export const cache = join(projectRoot, '.cache')

/** Names looked up as root has them, also when sbin is not in the PATH. */
process.env.PATH = [...new Set([...(process.env.PATH ?? '').split(':'), '/usr/local/sbin', '/usr/sbin', '/sbin'])].join(
  ':',
)

export const isRoot = process.getuid?.() === 0

/** The path of a program, or undefined. */
export function which(name) {
  for (const directory of (process.env.PATH ?? '').split(':')) {
    try {
      accessSync(join(directory, name), constants.X_OK)
      return join(directory, name)
    } catch {
      // Not in this directory.
    }
  }
  return undefined
}

/**
 * Runs a program to its end. `show: true` lets it write to the terminal; otherwise its output is returned.
 * Never throws: `status` is the exit status, or 128 when it was killed or could not start.
 */
export function run(argv, { show = false, env = {}, cwd = projectRoot } = {}) {
  return new Promise((done) => {
    const [file, ...args] = argv
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text))
    child.stderr?.setEncoding('utf8').on('data', (text) => (output += text))
    child.once('error', (error) => done({ status: 128, output: error.message }))
    child.once('close', (status) => done({ status: status ?? 128, output }))
    current = child
  })
}

/** As `run`, and throws an error that ends with the last lines of the output when the status is not 0. */
export async function must(argv, options) {
  const { status, output } = await run(argv, options)
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with status ${status}\n${lastLines(output, 25)}`)
  return output
}

export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}

let current

/** Ends the program that is running now, if any. */
export function endCurrent(signal) {
  current?.kill(signal)
}
