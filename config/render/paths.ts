// File names the way programs that gather results want them: relative to where they look from, or as a URI.

import { posix } from 'node:path'

/** The path seen from a directory; undefined when it leads out of it. Both may be relative to the same place. */
export function pathWithin(directory: string, path: string): string | undefined {
  const relative = posix.relative(posix.normalize(directory), posix.resolve(directory, path))
  return relative === '' || relative === '..' || relative.startsWith('../') ? undefined : relative
}

/** A relative reference inside `directory` (which is absolute), otherwise an absolute `file:` URI. */
export function uriOf(directory: string, path: string): string {
  const within = pathWithin(directory, path)
  return within === undefined ? `file://${encoded(posix.resolve(directory, path))}` : encoded(within)
}

/** Percent-encoded but for its slashes; what is no Unicode character cannot be encoded and is replaced. */
const encoded = (path: string): string =>
  path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
