// User and group names to the numbers a script runs under, from the system's passwd and group files.
// Reads files at each look-up: scripts are rare, and users may be added while the daemon runs.

import { readFileSync } from 'node:fs'
import type { ScriptUser } from '../../config/global-model.js'

export interface Identity {
  readonly uid: number
  readonly gid: number
}

export type IdentityResult =
  { readonly ok: true; readonly identity: Identity } | { readonly ok: false; readonly reason: string }

/** The two databases as text: lines of colon-separated fields, passwd(5) and group(5). */
export interface UserDatabases {
  readonly passwd: string
  readonly group: string
}

export function readUserDatabases(): UserDatabases {
  return { passwd: textOf('/etc/passwd'), group: textOf('/etc/group') }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Who runs a script that names nobody, when script_user is not set either, if such a user exists. */
const DEFAULT_USER = 'keepalived_script'

/** @param wanted the script's own user, else script_user; undefined: `keepalived_script` if it exists, else root. */
export function identityOf(wanted: ScriptUser | undefined, databases: UserDatabases): IdentityResult {
  if (wanted === undefined) {
    const standard = userOf(DEFAULT_USER, databases.passwd)
    return { ok: true, identity: standard ?? { uid: 0, gid: 0 } }
  }
  const user = userOf(wanted.user, databases.passwd)
  if (user === undefined) return { ok: false, reason: `unknown user ${wanted.user}` }
  if (wanted.group === undefined) return { ok: true, identity: user }
  const gid = entry(wanted.group, databases.group)?.[2]
  if (gid === undefined) return { ok: false, reason: `unknown group ${wanted.group}` }
  return { ok: true, identity: { uid: user.uid, gid: Number(gid) } }
}

function userOf(name: string, passwd: string): Identity | undefined {
  const fields = entry(name, passwd)
  return fields === undefined ? undefined : { uid: Number(fields[2]), gid: Number(fields[3]) }
}

/** A name, or the number of its third field. */
function entry(name: string, database: string): string[] | undefined {
  const rows = database.split('\n').map((line) => line.split(':'))
  return rows.find((fields) => fields[0] === name) ?? rows.find((fields) => fields.length > 2 && fields[2] === name)
}
