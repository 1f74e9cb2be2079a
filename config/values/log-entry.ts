// A log line as a value: cores return it as an effect, tests read it, daemon/runtime/log.ts writes it.

/** syslog severities that are used. keepalived logs nearly everything at info. */
export type LogLevel = 'error' | 'warning' | 'notice' | 'info' | 'debug'

export interface LogEntry {
  readonly level: LogLevel
  /** One line, in keepalived's exact wording where keepalived has the line. */
  readonly text: string
  /** True for lines that keepalived writes only with -D (--log-detail). */
  readonly detail?: boolean
  /** Stable kind of entry; a kind has its own MESSAGE_ID in the journal (see daemon/runtime/log.ts). */
  readonly kind?: LogKind
  /** Structured fields: instance, group, old_state, new_state, reason, peer, priority, peer_priority, service, server … */
  readonly fields?: Readonly<Record<string, string | number>>
}

export type LogKind =
  'instance-transition' | 'group-transition' | 'server-transition' | 'quorum-transition' | 'late' | 'lifecycle'
