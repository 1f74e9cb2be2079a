// Words that people write where keepalived does not know them, although what they mean is plain: names of long ago, names
// of another block, names that only a manual page has. Near misses in spelling are suggest.ts's business.

import type { Severity } from '../diagnostic.js'

export interface OtherName {
  /** The keyword that does what was meant. */
  readonly instead?: string
  readonly severity: Severity
  /** Replaces the usual "Unknown keyword" when given. */
  readonly message?: string
  readonly hint?: string
}

const checkPath = /^virtual_server\/real_server\/[A-Z_]+$/

/** The name in that block; undefined when nothing is known about it. */
export function otherName(path: string, keyword: string): OtherName | undefined {
  if (keyword === 'nb_get_retry' && path.startsWith('virtual_server')) {
    if (!checkPath.test(path)) return { instead: 'retry', severity: 'error' }
    return {
      instead: 'retry',
      severity: 'error',
      hint: 'Did you mean `retry`? Only HTTP_GET and SSL_GET know the old name; here the line is ignored, as in keepalived, and the check retries as often as without it.',
    }
  }
  return names[path]?.[keyword]
}

const error = (instead: string): OtherName => ({ instead, severity: 'error' })

const names: Readonly<Record<string, Readonly<Record<string, OtherName>>>> = {
  '': { static_track_group: error('track_group') },
  global_defs: {
    lvs_id: error('router_id'),
    state_file_location: error('state_dump_file'),
    stats_file_location: error('stats_dump_file'),
    json_file_location: error('json_dump_file'),
    script_security: error('enable_script_security'),
  },
  virtual_server: {
    nat_mask: {
      severity: 'hint',
      message: '`nat_mask` is obsolete and has no effect',
      hint: 'Remove the line. keepalived 2 does not know the word any more and reports it as an error.',
    },
  },
  'virtual_server/real_server': { lb_kind: error('lvs_method') },
}
