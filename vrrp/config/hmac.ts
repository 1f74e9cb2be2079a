// The auth_hmac block: keys by number, and how adverts are signed with them. No key may appear in a message. Key files are not read
// here: what a configuration means must not depend on where it is looked at.

import { says, saysAtEnd, type Report } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { integer, oneOf, parseInteger, wholeSeconds } from '../../config/schema/args.js'
import { block, statementOf, type Bound, type Infer } from '../../config/schema/block.js'
import { tellKeyword, type Cursor } from '../../config/schema/cursor.js'
import { keyword } from '../../config/schema/keyword.js'
import { Milliseconds, type Duration } from '../../config/values/time.js'
import type { HmacConfig, HmacKey } from './model.js'
import { skipSurplus } from './secret-words.js'
import { named } from './wording.js'

const KEY_MIN = 32
const KEY_MAX = 64

/** ID VALUE; the first with an id stays. All keys of a block are one value, in file order. */
const keys = (): Arg<readonly HmacKey[]> => ({
  expects: 'a number from 1 to 255 and a key of 32 to 64 bytes (text, `hex:DIGITS` or `file:PATH`)',
  read: (cursor) => {
    const id = parseInteger(cursor.word)
    if (id === undefined || id < 1 || id > 255) {
      // The word may be the key itself.
      tell(cursor, 'wrong-value', 'The word after `key` is no number from 1 to 255')
      return undefined
    }
    if (!cursor.next()) {
      tell(cursor, 'missing-value', '`key` needs a number and a key')
      return undefined
    }
    const { word } = cursor
    skipSurplus(cursor)
    return keyOf(cursor, id, word)
  },
})

function keyOf(cursor: Cursor, id: number, word: string): readonly HmacKey[] | undefined {
  if (word.startsWith('file:')) return [{ id, secret: { file: word.slice(5) } }]
  const hex = word.startsWith('hex:') ? word.slice(4) : hexOf(new TextEncoder().encode(word))
  if (!/^([0-9a-f]{2})*$/i.test(hex)) {
    tell(cursor, 'wrong-value', 'The key after `hex:` is not made of pairs of hexadecimal digits')
    return undefined
  }
  const bytes = hex.length / 2
  if (bytes < KEY_MIN || bytes > KEY_MAX) {
    tell(cursor, 'wrong-value', `The key has ${bytes} bytes: ${KEY_MIN} to ${KEY_MAX} are expected`)
    return undefined
  }
  return [{ id, secret: { hex: hex.toLowerCase() } }]
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Never shows the word the cursor stands on. */
function tell(cursor: Cursor, code: string, message: string): void {
  cursor.tell({ code, severity: 'error', message, hint: 'The key is not used, as in keepalived.' })
  cursor.skipRest()
}

const together = { choose: (before: readonly HmacKey[], next: readonly HmacKey[]) => [...before, ...next] }

export const authHmac = block('vrrp_instance/auth_hmac', {
  keys: keyword('key', keys(), {
    default: [],
    merge: together,
    saysMissing: named(() => 'auth_hmac key needs an id and a value'),
  }),
  activeKey: keyword('active_key', integer(1, 255), {
    says: named((word) => `auth_hmac active_key '${word}' must be between 1 and 255`),
  }),
  timeWindow: keyword('time_window', wholeSeconds(1, 300), {
    says: named((word) => `auth_hmac time_window '${word}' must be between 1 and 300 seconds`),
  }),
  antiReplay: keyword('anti_replay', oneOf(['time', 'monotonic']), {
    says: named((word) => `auth_hmac anti_replay '${word}' must be time or monotonic`),
  }),
  mode: keyword('mode', oneOf(['enforce', 'permissive', 'receive-only']), {
    says: named((word) => `auth_hmac mode '${word}' must be enforce, permissive or receive-only`),
  }),
})

type BoundHmac = Bound<Infer<typeof authHmac>>

/** What all blocks of an instance amount to (later lines count); undefined = adverts are not signed. */
export function hmacConfig(
  blocks: readonly BoundHmac[],
  owner: { readonly name: string; readonly strict: boolean; readonly interval: Duration },
  report: Report,
): HmacConfig | undefined {
  const [first] = blocks
  if (first === undefined) return undefined
  const known = keysOf(blocks, owner.name, report)
  const last = <K extends keyof Infer<typeof authHmac>>(field: K) =>
    blocks.map((bound) => bound.values[field]).findLast((value) => value !== undefined)
  const activeKey = last('activeKey') ?? 0
  if (!known.some((key) => key.id === activeKey)) {
    // A key that is no key has been reported where it stands.
    if (activeKey !== 0 && blocks.some(hasRefusedKey)) return undefined
    tellKeyword(report, statementOf(first, 'activeKey') ?? first.statement, {
      code: 'no-active-key',
      severity: 'error',
      message: activeKey === 0 ? '`auth_hmac` has no `active_key`' : `There is no key ${activeKey} in \`auth_hmac\``,
      hint: 'keepalived then does without it: adverts are neither signed nor checked. Name one of the keys in `active_key`.',
      keepalived: saysAtEnd(`(${owner.name}) auth_hmac active_key ${activeKey} is not defined, disabling extension`),
    })
    return undefined
  }
  const seconds = Math.floor(owner.interval / 1000)
  return {
    keys: known,
    activeKey,
    timeWindow: last('timeWindow') ?? Milliseconds(Math.min(300, Math.max(5, 3 * seconds)) * 1000),
    antiReplay: last('antiReplay') ?? 'time',
    mode: modeOf(blocks, last('mode') ?? 'enforce', owner, report),
  }
}

const hasRefusedKey = (bound: BoundHmac): boolean =>
  bound.block.statements.some((statement) => statement.keyword === 'key' && bound.refused?.has(statement) === true)

function modeOf(
  blocks: readonly BoundHmac[],
  mode: HmacConfig['mode'],
  owner: { readonly name: string; readonly strict: boolean },
  report: Report,
): HmacConfig['mode'] {
  const bound = blocks.findLast((one) => one.values.mode !== undefined)
  if (mode === 'enforce' || !owner.strict || bound === undefined) return mode
  tellKeyword(report, statementOf(bound, 'mode') ?? bound.statement, {
    code: 'adjusted-value',
    severity: 'error',
    message: `\`mode ${mode}\` is not possible in strict mode`,
    hint: '`enforce` is used instead, as in keepalived: adverts without a signature are dropped.',
    keepalived: saysAtEnd(`(${owner.name}) strict mode requires auth_hmac mode enforce`),
  })
  return 'enforce'
}

/** Keys with the statements they stand in. */
function keysOf(blocks: readonly BoundHmac[], name: string, report: Report): readonly HmacKey[] {
  const seen = new Set<number>()
  return blocks.flatMap((bound) => {
    const statements = bound.block.statements.filter(
      (statement) => statement.keyword === 'key' && bound.refused?.has(statement) !== true,
    )
    return bound.values.keys.filter(({ id }, index) => {
      if (!seen.has(id)) return seen.add(id)
      tellKeyword(report, statements[index] ?? bound.statement, {
        code: 'duplicate-entry',
        severity: 'error',
        message: `There is already a key with the number ${id}`,
        hint: 'The first one is used, as in keepalived.',
        keepalived: says(`(${name}) duplicate auth_hmac key id ${id}`),
      })
      return false
    })
  })
}
