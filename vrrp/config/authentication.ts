// The authentication block of an instance. No password may appear in a message: only its length is spoken of.

import { says, saysAtEnd, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { oneOf } from '../../config/schema/args.js'
import { block, isMentioned, statementOf, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import { keyword } from '../../config/schema/keyword.js'
import type { AddressFamily } from '../../config/values/ip.js'
import type { AuthenticationConfig, VrrpVersion } from './model.js'
import { skipSurplus } from './secret-words.js'
import { named } from './wording.js'

/** One word, possibly empty, that is never quoted in a message. */
const secret = (): Arg<string> => ({
  expects: 'a password',
  read: (cursor) => {
    const { word } = cursor
    skipSurplus(cursor)
    return word
  },
})

export const authentication = block('vrrp_instance/authentication', {
  authType: keyword('auth_type', oneOf(['PASS', 'AH']), {
    says: named((word) => `unknown authentication type '${word}'`),
  }),
  authPass: keyword('auth_pass', secret()),
})

type BoundAuthentication = Bound<Infer<typeof authentication>>

/** What authentication depends on. */
interface Owner {
  readonly name: string
  readonly strict: boolean
  readonly version: VrrpVersion
  readonly family: AddressFamily
}

const none: AuthenticationConfig = { type: 'none' }

/** What an instance authenticates with; of several blocks, the later lines count. */
export function authenticationConfig(
  blocks: readonly BoundAuthentication[],
  owner: Owner,
  report: Report,
): AuthenticationConfig {
  const bound = blocks.at(-1)
  if (bound === undefined) return none
  const key = keyOf(blocks, report)
  const typed = blocks.findLast((one) => one.values.authType !== undefined)
  const authType = typed?.values.authType
  if (typed === undefined || authType === undefined) {
    // A wrong auth_type has been reported already.
    if (!blocks.some((one) => isMentioned(one, 'authType'))) tellNoType(bound, report)
    return none
  }
  const obstacle = obstacleTo(authType, key, owner)
  if (obstacle !== undefined) {
    tellIgnored(typed, `(${owner.name}) ${obstacle.says}`, obstacle.message, report)
    return none
  }
  return { type: authType === 'PASS' ? 'pass' : 'ah', key: key ?? '' }
}

interface Obstacle {
  readonly message: string
  readonly says: string
}

/** Why the instance does without; asked in keepalived's order. */
function obstacleTo(authType: 'PASS' | 'AH', key: string | undefined, owner: Owner): Obstacle | undefined {
  if (owner.strict) {
    return {
      message: 'Strict mode does not allow authentication',
      says: 'Strict mode does not support authentication. Ignoring.',
    }
  }
  if (owner.version === 3) {
    return {
      message: 'VRRP version 3 has no authentication',
      says: 'VRRP version 3 does not support authentication. Ignoring.',
    }
  }
  if (key === undefined) {
    return {
      message: 'Authentication has no password',
      says: 'Authentication specified but no password given. Ignoring',
    }
  }
  if (owner.family === 'inet6' && authType === 'AH') {
    return {
      message: '`auth_type AH` is not possible with IPv6',
      says: 'Cannot use AH authentication with IPv6. ignoring',
    }
  }
  return undefined
}

function tellIgnored(bound: BoundAuthentication, said: string, message: string, report: Report): void {
  tellKeyword(report, bound.statement, {
    code: 'authentication-ignored',
    severity: 'error',
    message,
    hint: 'Adverts are sent and accepted without authentication, as in keepalived.',
    keepalived: saysAtEnd(said),
  })
}

function tellNoType(bound: BoundAuthentication, report: Report): void {
  tellKeyword(report, bound.statement, {
    code: 'authentication-ignored',
    severity: 'warning',
    message: 'Authentication has no `auth_type`',
    hint: 'Adverts are sent and accepted without authentication, as in keepalived. Add `auth_type PASS`, or remove the block.',
  })
}

const KEY_BYTES = 8

/** The key of the last password; undefined without one. */
function keyOf(blocks: readonly BoundAuthentication[], report: Report): string | undefined {
  let key: string | undefined
  for (const bound of blocks) {
    const password = bound.values.authPass
    if (password !== undefined) key = password === '' ? undefined : keyFrom(password, bound, report)
  }
  return key
}

function keyFrom(password: string, bound: BoundAuthentication, report: Report): string {
  const bytes = new TextEncoder().encode(password)
  if (bytes.length > KEY_BYTES) {
    tellKeyword(report, statementOf(bound, 'authPass') ?? bound.statement, {
      code: 'password-cut',
      severity: 'error',
      message: `The password has ${bytes.length} bytes, but only ${KEY_BYTES} are used`,
      hint: 'It is cut, as in keepalived: all routers of the virtual router must agree on the first eight.',
      keepalived: says(`Truncating auth_pass to ${KEY_BYTES} characters`),
    })
  }
  const key = new Uint8Array(KEY_BYTES)
  key.set(bytes.subarray(0, KEY_BYTES))
  return Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
