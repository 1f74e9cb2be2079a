// strict_mode: settings that it fixes, whatever the instance says. Settings of the global_defs are replaced without a word.

import { saysAtEnd, type Report } from '../../config/diagnostic.js'
import type { GlobalValues } from '../../config/global-defs.js'
import { statementOf } from '../../config/schema/block.js'
import { tellKeyword } from '../../config/schema/cursor.js'
import { notYet } from '../../config/schema/not-yet.js'
import { Seconds } from '../../config/values/time.js'
import { OWNER } from './election.js'
import { garpConfig } from './garp.js'
import type { BoundInstance, InstanceValues } from './instance.js'
import type { GarpConfig, VrrpVersion } from './model.js'

/** Own setting, else the global one. Tells what is missing of it, once. */
export function strictIn(bound: BoundInstance, globals: GlobalValues, report: Report): boolean {
  const statement = bound.values.strictMode === true ? statementOf(bound, 'strictMode') : undefined
  if (statement !== undefined) {
    const rest =
      'Its corrections of the configuration are made; packets to the virtual addresses are accepted all the same.'
    tellKeyword(report, statement, notYet('`strict_mode`', rest))
  }
  return bound.values.strictMode ?? globals.vrrpStrict
}

interface StrictSettings {
  readonly garp: GarpConfig
  readonly higherPriorityAdvert: boolean
  readonly lowerPriorityNoAdvert: boolean
  readonly downTimerAdverts: number
}

export function strictSettings(
  bound: BoundInstance,
  globals: GlobalValues,
  strict: boolean,
  report: Report,
): StrictSettings {
  const { values } = bound
  const garp = garpConfig(values, globals)
  const downTimerAdverts = values.downTimerAdverts ?? globals.downTimerAdverts
  if (!strict) {
    return {
      garp,
      higherPriorityAdvert: values.higherPrioSendAdvert ?? globals.higherPrioSendAdvert,
      lowerPriorityNoAdvert: values.lowerPrioNoAdvert ?? globals.lowerPrioNoAdvert,
      downTimerAdverts,
    }
  }
  const tell = (field: keyof InstanceValues, why: string, said: string): void => {
    tellForced(bound, field, why, said, report)
  }
  if (downTimerAdverts !== 3) {
    tell(
      'downTimerAdverts',
      'three intervals without advert are the rule',
      'down_timer_adverts is incompatible with strict mode - resetting',
    )
  }
  if ((values.garpLowerPrioRepeat ?? 0) > 0) {
    tell(
      'garpLowerPrioRepeat',
      'nothing is announced after a lower priority',
      'Strict mode requires no repeat garps. resetting',
    )
  }
  if ((values.garpLowerPrioDelay ?? 0) > 0) {
    tell(
      'garpLowerPrioDelay',
      'nothing is announced after a lower priority',
      'Strict mode requires no repeat garp delay. resetting',
    )
  }
  if (values.lowerPrioNoAdvert === false) {
    tell(
      'lowerPrioNoAdvert',
      'a lower priority is not answered',
      'Strict mode requires no lower priority advert. resetting',
    )
  }
  if (values.higherPrioSendAdvert === true) {
    tell(
      'higherPrioSendAdvert',
      'a higher priority is not answered',
      'strict mode requires higher_prio_send_advert to be clear. resetting',
    )
  }
  return {
    garp: { ...garp, lowerPriorityDelay: Seconds(0), lowerPriorityRepeat: 0 },
    higherPriorityAdvert: false,
    lowerPriorityNoAdvert: true,
    downTimerAdverts: 3,
  }
}

/** Reports at the instance's line when the setting is a global one. */
function tellForced(
  bound: BoundInstance,
  field: keyof InstanceValues,
  why: string,
  said: string,
  report: Report,
): void {
  const statement = statementOf(bound, field) ?? bound.statement
  tellKeyword(report, statement, {
    code: 'adjusted-value',
    severity: 'error',
    message: `Strict mode does not allow \`${statement === bound.statement ? 'vrrp_' : ''}${keywordOf(bound, field)}\`: ${why}`,
    hint: 'The line is ignored, as in keepalived. Remove it, or do without strict mode.',
    keepalived: saysAtEnd(`(${bound.header}) ${said}`),
  })
}

function keywordOf(bound: BoundInstance, field: string): string {
  for (const [keyword, entry] of bound.schema.entries) if (entry.name === field) return keyword
  return field
}

/** Whether packets to the virtual addresses are accepted while master (VIP-05). */
export function acceptIn(
  bound: BoundInstance,
  about: { readonly priority: number; readonly version: VrrpVersion; readonly strict: boolean },
  report: Report,
): boolean {
  const owner = about.priority === OWNER
  const accept = bound.values.accept ?? (owner || !about.strict)
  const statement = statementOf(bound, 'accept')
  if (statement === undefined) return accept
  if (!accept) {
    tellKeyword(report, statement, notYet('`no_accept`', 'Packets to the virtual addresses are accepted while master.'))
    return false
  }
  if (owner || !about.strict || about.version === 3) return true
  tellKeyword(report, statement, {
    code: 'adjusted-value',
    severity: 'error',
    message: 'In strict mode version 2 has no `accept`: only the owner of the addresses takes packets to them',
    hint: 'The line is ignored, as in keepalived.',
    keepalived: saysAtEnd(
      `(${bound.header}) warning - accept mode for VRRP version 2 does not comply with RFC3768 - resetting`,
    ),
  })
  return false
}

/** Whether an owner of the addresses ignores the adverts of others. */
export function ownerIgnores(
  bound: BoundInstance,
  about: { readonly priority: number; readonly strict: boolean },
  globals: GlobalValues,
  report: Report,
): boolean {
  const asked = bound.values.ownerIgnoreAdverts
  const owner = about.priority === OWNER
  const statement = statementOf(bound, 'ownerIgnoreAdverts')
  if (statement !== undefined && asked === true && !owner) {
    tellKeyword(report, statement, {
      code: 'ignored-flag',
      severity: 'error',
      message: `\`owner_ignore_adverts\` means nothing with priority ${about.priority}`,
      hint: 'It is ignored, as in keepalived: only priority 255 owns the addresses. Remove the line.',
      keepalived: saysAtEnd(`(${bound.header}) ignoring owner_ignore_adverts since priority is not ${OWNER}`),
    })
  }
  if (!owner) return false
  if (statement === undefined || asked === undefined) return about.strict || globals.ownerIgnoreAdverts
  if (asked) return true
  tellKeyword(report, statement, {
    code: 'adjusted-value',
    severity: about.strict ? 'error' : 'warning',
    message: about.strict
      ? 'In strict mode the owner of the addresses ignores the adverts of others'
      : '`owner_ignore_adverts off` says what holds anyway',
    hint: about.strict
      ? 'The line is ignored, as in keepalived.'
      : 'Remove the line: keepalived reads it as on for priority 255.',
    keepalived: saysAtEnd(`(${bound.header}) strict_mode with priority ${OWNER} requires owner_ignore_adverts`),
  })
  return about.strict
}
