// The program's version, from package.json: beside the sources when they run as they are, a level up when compiled.

import { readFileSync } from 'node:fs'

/** For example `0.1.0`. */
export function programVersion(): string {
  for (const place of ['../package.json', '../../package.json']) {
    try {
      const content = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as { version?: string }
      if (content.version !== undefined) return content.version
    } catch {
      // Not there: the next place.
    }
  }
  return 'unknown'
}
