// The blocks linkbeat_interfaces and interface_up_down_delays: how the state of a link is learnt, and how long it must last to count.

import { says } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import { interfaceName, seconds } from '../../config/schema/args.js'
import type { Cursor } from '../../config/schema/cursor.js'
import { flag, lines } from '../../config/schema/keyword.js'
import { Seconds, type Duration } from '../../config/values/time.js'

export interface PolledInterface {
  readonly interface: string
  /** undefined = the first of MII, ETHTOOL and IOCTL that works. */
  readonly method: 'MII' | 'ETHTOOL' | 'IOCTL' | undefined
}

/** IFACE [MII|ETHTOOL|IOCTL] */
export const polledInterface = (): Arg<PolledInterface> => ({
  expects: 'an interface name of at most 15 characters',
  read: (cursor) => {
    const name = interfaceName().read(cursor)
    if (name === undefined) return undefined
    return { interface: name, method: cursor.next() ? readMethod(cursor) : undefined }
  },
  plain: ({ interface: name, method }) => (method === undefined ? name : `${name} ${method}`),
})

function readMethod(cursor: Cursor): PolledInterface['method'] {
  const { word } = cursor
  const said = says(`extra characters ${word} in linkbeat interface`)
  if (word !== 'MII' && word !== 'ETHTOOL' && word !== 'IOCTL') {
    cursor.tell({
      code: 'wrong-value',
      severity: 'error',
      message: `\`${word}\` is not a way to poll a link: \`MII\`, \`ETHTOOL\` or \`IOCTL\` is expected`,
      hint: 'The word is ignored, as in keepalived: it tries them in that order.',
      keepalived: said,
    })
    cursor.skipRest()
    return undefined
  }
  if (cursor.next()) {
    cursor.tellRest({
      code: 'surplus-words',
      severity: 'error',
      message: `\`${cursor.word}\` is one word too many`,
      hint: 'It is ignored, as in keepalived.',
      keepalived: said,
    })
    cursor.skipRest()
  }
  return word
}

export interface InterfaceDelays {
  readonly interface: string
  /** 0–255 s */
  readonly down: Duration
  /** 0–255 s; 0 when it is not given. */
  readonly up: Duration
}

const delay = seconds(0, 255)

/** IFACE DOWN [UP] */
export const interfaceDelays = (): Arg<InterfaceDelays> => ({
  expects: 'an interface and one or two times in seconds',
  read: (cursor) => {
    const name = interfaceName().read(cursor)
    if (name === undefined) return undefined
    if (!cursor.next()) return tellNoDelay(cursor)
    const down = readDelay(cursor)
    if (!cursor.next()) {
      if (down > 0) tellNoUpDelay(cursor)
      return { interface: name, down, up: Seconds(0) }
    }
    return { interface: name, down, up: readDelay(cursor) }
  },
  plain: ({ interface: name, down, up }) => `${name} ${down / 1000} ${up / 1000}`,
})

/** keepalived only logs it. */
function tellNoDelay(cursor: Cursor): undefined {
  cursor.tell({
    code: 'missing-value',
    severity: 'warning',
    message: `No delay is given for \`${cursor.word}\``,
    hint: 'The line is ignored, as in keepalived. Write `INTERFACE DOWN-DELAY UP-DELAY`, in seconds.',
  })
  return undefined
}

function readDelay(cursor: Cursor): Duration {
  const found = delay.read(cursor)
  if (found !== undefined) return found
  const { word } = cursor
  cursor.tell({
    code: 'wrong-value',
    severity: 'error',
    message: `\`${word}\` is not a delay: ${delay.expects} is expected`,
    hint: 'There is no delay then, as in keepalived.',
    keepalived: says(delay.fault?.(word) ?? ''),
  })
  return Seconds(0)
}

/** The manual page has it otherwise. */
function tellNoUpDelay(cursor: Cursor): void {
  cursor.tell({
    code: 'no-up-delay',
    severity: 'hint',
    message: 'Without a second time the interface counts as up at once',
    hint: 'Write the time twice if it is meant for both directions: keepalived takes 0 for the missing one.',
  })
}

const fromKernel = 'The state of the link is taken from the kernel, not polled.'

/** Fields of the top level. */
export const interfaceFields = {
  linkbeatUsePolling: flag('linkbeat_use_polling', { notYet: fromKernel }),
  linkbeatInterfaces: lines('linkbeat_interfaces', polledInterface(), { notYet: fromKernel }),
  interfaceDelays: lines('interface_up_down_delays', interfaceDelays(), {
    notYet: 'A link counts as down at once, however short the interruption.',
  }),
}
