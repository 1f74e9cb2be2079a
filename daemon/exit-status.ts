// Exit statuses of the daemon and its children; the numbers are keepalived's.

export const ExitStatus = {
  ok: 0,
  fatal: 1,
  /** Bad configuration: not restarted. */
  config: 2,
  /** Missing permission: not restarted. */
  permission: 4,
  /** The configuration file is missing or cannot be read. */
  unreadable: 6,
  internal: 70,
} as const
