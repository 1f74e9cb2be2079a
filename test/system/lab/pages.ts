// The pages the laboratory's web servers serve, and their digests as HTTP_GET wants them.

import { createHash } from 'node:crypto'

export const pages = ['page of server 1\n', 'page of server 2\n'] as const

/** MD5 of the body, as `genhash` prints it. */
export function digest(body: string): string {
  return createHash('md5').update(body).digest('hex')
}
