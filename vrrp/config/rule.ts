// One line of virtual_rules or static_rules: selectors and exactly one action, in any order.

import { says } from '../../config/diagnostic.js'
import type { Arg } from '../../config/schema/arg.js'
import type { Cursor } from '../../config/schema/cursor.js'
import { KEEPALIVED } from './iproute-names.js'
import { takeNumber } from './option-values.js'
import { OptionWords } from './option-words.js'
import { routeType } from './route.js'
import type { RuleAction, RuleLine } from './route-model.js'
import type { RuleDraft } from './rule-draft.js'
import { act, oneAction, ruleOptions } from './rule-options.js'
import { swallowAfterFamily, takeTrackGroup, tellSwallowed } from './shared-options.js'

const expects = 'what packets the rule is for, and what to do with them, such as `table 100`'

export const virtualRule = (): Arg<RuleLine> => ({ expects, read: (cursor) => readRule(cursor, false) })

/** A rule that does not depend on any instance: it may name a track_group. */
export const staticRule = (): Arg<RuleLine> => ({ expects, read: (cursor) => readRule(cursor, true) })

function readRule(cursor: Cursor, isStatic: boolean): RuleLine | undefined {
  const words = new OptionWords(cursor, 'The rule is dropped, as in keepalived.')
  const draft: RuleDraft = {
    family: undefined,
    inverted: false,
    from: undefined,
    to: undefined,
    inputDevice: undefined,
    outputDevice: undefined,
    tos: undefined,
    fwmark: undefined,
    uidRange: undefined,
    ipProtocol: undefined,
    sourcePorts: undefined,
    destinationPorts: undefined,
    tunnelId: undefined,
    action: undefined,
    preference: undefined,
    realms: undefined,
    suppressPrefixLength: undefined,
    suppressInterfaceGroup: undefined,
    protocol: undefined,
    tracked: true,
    trackGroup: undefined,
  }
  while (!words.atEnd) {
    if (!readWord(words, draft, isStatic)) return undefined
    words.step()
  }
  return finished(words, draft)
}

function readWord(words: OptionWords, draft: RuleDraft, isStatic: boolean): boolean {
  const { word } = words
  const read = ruleOptions.get(word)
  if (read !== undefined) return read(words, draft)
  if (word === 'inet' || word === 'inet6') return swallowAfterFamily(words, draft, 'rule')
  if (isStatic && word === 'track_group') return takeTrackGroup(words, draft, undefined)
  return readAction(words, draft)
}

const rejections = new Map<unknown, 'blackhole' | 'unreachable' | 'prohibit'>([
  ['blackhole', 'blackhole'],
  ['unreachable', 'unreachable'],
  ['prohibit', 'prohibit'],
  [6, 'blackhole'],
  [7, 'unreachable'],
  [8, 'prohibit'],
])

/** [type] goto PREFERENCE, nop, or a way to reject packets by name or number. */
function readAction(words: OptionWords, draft: RuleDraft): boolean {
  if (words.word === 'type' && !words.toValue('an action')) return false
  const { word } = words
  if (word === 'goto') {
    const preference = takeNumber(words, () => 'Invalid target goto specified')
    return preference !== undefined && act(words, draft, { kind: 'goto', preference }, oneAction)
  }
  if (word === 'nop') return act(words, draft, { kind: 'nop' }, oneAction)
  const type = routeType(word)
  const kind = rejections.get(type)
  if (kind !== undefined) return act(words, draft, { kind }, oneAction)
  return type === undefined
    ? words.drop({
        code: 'unknown-option',
        message:
          word === 'track_group' ? '`track_group` is for static rules only' : `\`${word}\` is not an option of a rule`,
        said: [`Unknown rule option ${word}`],
      })
    : words.drop({
        message: `\`${word}\` is not an action of a rule: \`table\`, \`goto\`, \`nop\`, \`blackhole\`, \`unreachable\` or \`prohibit\` is expected`,
        said: [`Invalid rule action ${word}`],
      })
}

function finished(words: OptionWords, draft: RuleDraft): RuleLine | undefined {
  const { action } = draft
  if (action === undefined) {
    return words.dropLine(
      'missing-value',
      'The rule has no action',
      'No action specified for rule - ignoring',
      noAction,
    )
  }
  if (action.kind === 'goto' && !goesForward(words, draft, action)) return undefined
  const ofTable = action.kind === 'table' || action.kind === 'l3mdev'
  if (!ofTable && hasTableOption(draft)) {
    return words.dropLine(
      'ignored-flag',
      '`realms` and `suppress_…` need the action `table`',
      'suppressor/realm specified for non table action - skipping',
    )
  }
  const trackGroup = groupWithDevice(words, draft)
  const protocol = protocolOf(words, draft)
  tellSwallowed(words)
  return { ...draft, family: draft.family ?? 'inet', action, protocol, trackGroup }
}

const noAction = 'The rule is dropped, as in keepalived. Say what to do with the packets, for example `table 100`.'

const hasTableOption = (draft: RuleDraft): boolean =>
  draft.realms !== undefined || draft.suppressPrefixLength !== undefined || draft.suppressInterfaceGroup !== undefined

function goesForward(
  words: OptionWords,
  { preference }: RuleDraft,
  action: RuleAction & { readonly kind: 'goto' },
): boolean {
  const target = action.preference
  if (preference === undefined) {
    words.dropLine(
      'missing-value',
      '`goto` needs a `preference` of the rule itself',
      `Invalid rule - goto target ${target} specified without preference`,
    )
    return false
  }
  if (preference < target) return true
  words.dropLine(
    'wrong-value',
    `\`goto ${target}\` leads back: the rule itself has preference ${preference}`,
    `Invalid rule - preference ${preference} >= goto target ${target}`,
  )
  return false
}

/** A tracked rule bears the mark of who made it. */
function protocolOf(words: OptionWords, { protocol, tracked }: RuleDraft): number {
  if (protocol === undefined || protocol === KEEPALIVED) return KEEPALIVED
  if (!tracked) return protocol
  words.tellLine({
    code: 'adjusted-value',
    severity: 'error',
    message: 'A tracked rule cannot have a protocol of its own',
    hint: '18 (keepalived) is used, as in keepalived. Leave out `protocol`, or add `no_track`.',
    keepalived: says(`Rule cannot be tracked if protocol is not RTPROT_KEEPALIVED(${KEEPALIVED}), resetting protocol`),
  })
  return KEEPALIVED
}

function groupWithDevice(words: OptionWords, { trackGroup, inputDevice }: RuleDraft): string | undefined {
  if (trackGroup === undefined || inputDevice !== undefined) return trackGroup
  words.tellLine({
    code: 'ignored-flag',
    severity: 'error',
    message: '`track_group` needs an interface to track: `dev` is missing',
    hint: 'The group is ignored, as in keepalived. Add `dev INTERFACE`.',
    keepalived: says('Static rule cannot have track_group if dev/iif not specified'),
  })
  return undefined
}
