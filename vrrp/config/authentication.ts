// The authentication block of an instance. No password may appear in a message: only its length is spoken of.

import type { Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { oneOf } from '../../config/schema/args.js'
import { block, isMentioned, statementOf, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import { keyword } from '../../config/schema/keyword.js'
import type { AuthenticationConfig } from './model.js'

/** One word, possibly empty, that is never quoted in a message. */
const secret = (): Arg<string> => ({
  expects: 'a password',
  read: (cursor) => {
    const { word } = cursor
    if (cursor.next()) {
      cursor.tellRest({
        code: 'surplus-words',
        severity: 'warning',
        message: `Only one word may follow \`${cursor.statement.keyword}\``,
        hint: 'The rest is ignored, as in keepalived. Quote a password with blanks.',
      })
      cursor.skipRest()
    }
    return word
  },
})

export const authentication = block('vrrp_instance/authentication', {
  authType: keyword('auth_type', oneOf(['PASS', 'AH'])),
  authPass: keyword('auth_pass', secret()),
})

const none: AuthenticationConfig = { type: 'none' }

/** What an instance authenticates with; 'unsupported' when running without it would part it from its peers. */
export function authenticationConfig(
  bound: Bound<Infer<typeof authentication>> | undefined,
  strict: boolean,
  report: Report,
): AuthenticationConfig | 'unsupported' {
  if (bound === undefined) return none
  const { authType, authPass } = bound.values
  if (strict) return ignored(bound, report, 'Strict mode does not allow authentication')
  if (authType === 'AH') {
    tellKeyword(report, statementOf(bound, 'authType') ?? bound.statement, {
      code: 'not-enforced-yet',
      severity: 'warning',
      message: '`auth_type AH` is read, but not enforced yet',
      hint: 'The instance is left out: without its authentication two directors could both be master.',
    })
    return 'unsupported'
  }
  if (authPass === undefined || authPass === '') return ignored(bound, report, 'Authentication has no password')
  if (authType === undefined) {
    // A wrong auth_type has been reported already.
    if (!isMentioned(bound, 'authType')) ignored(bound, report, 'Authentication has no `auth_type`')
    return none
  }
  return { type: 'pass', key: keyOf(authPass, bound, report) }
}

function ignored(bound: Bound<unknown>, report: Report, message: string): AuthenticationConfig {
  tellKeyword(report, bound.statement, {
    code: 'authentication-ignored',
    severity: 'error',
    message,
    hint: 'Adverts are sent and accepted without authentication, as in keepalived.',
  })
  return none
}

const KEY_BYTES = 8

function keyOf(password: string, bound: Bound<Infer<typeof authentication>>, report: Report): string {
  const bytes = new TextEncoder().encode(password)
  if (bytes.length > KEY_BYTES) {
    tellKeyword(report, statementOf(bound, 'authPass') ?? bound.statement, {
      code: 'password-cut',
      severity: 'warning',
      message: `The password has ${bytes.length} bytes, but only ${KEY_BYTES} are used`,
      hint: 'It is cut, as in keepalived: all routers of the virtual router must agree on the first eight.',
    })
  }
  const key = new Uint8Array(KEY_BYTES)
  key.set(bytes.subarray(0, KEY_BYTES))
  return Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
