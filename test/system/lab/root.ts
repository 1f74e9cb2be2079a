// Where the project lies, seen from the sources as well as from their compiled copies below .cache/.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The directory that holds package.json. */
export const projectRoot = findRoot(import.meta.dirname)

/** A path inside the project. */
export function inProject(...parts: string[]): string {
  return join(projectRoot, ...parts)
}

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from
  const above = dirname(from)
  if (above === from) throw new Error('no package.json above the laboratory')
  return findRoot(above)
}
