// Options that routes and rules share, and their trap: `inet` and `inet6` take the word after them away.

import { says } from '../../config/diagnostic.js'
import type { AddressFamily } from '../../config/values/ip.js'
import { familyName } from './family.js'
import type { OptionWords } from './option-words.js'

/** `inet` or `inet6`, and the word after it, which is skipped as in keepalived. */
export function swallowAfterFamily(
  words: OptionWords,
  draft: { family: AddressFamily | undefined },
  kind: 'route' | 'rule',
): boolean {
  const family: AddressFamily = words.word === 'inet6' ? 'inet6' : 'inet'
  draft.family ??= family
  if (draft.family !== family) {
    return words.drop({
      code: 'wrong-family',
      message: `\`${family}\` in an ${familyName(draft.family)} ${kind}`,
      said: [`${family} specified for ${familyName(draft.family)} ${kind}`],
    })
  }
  words.swallowed ??= words.following
  if (words.following !== undefined) words.step()
  return true
}

/** Says so of a line that means something even without the word. */
export function tellSwallowed(words: OptionWords): void {
  const { swallowed } = words
  if (swallowed === undefined) return
  words.tell(
    {
      code: 'swallowed-word',
      severity: 'warning',
      message: `\`${swallowed.text}\` is skipped because it follows \`inet\` or \`inet6\``,
      hint: 'keepalived skips it as well. Leave out `inet` and `inet6`: the addresses say which family it is.',
    },
    swallowed,
  )
}

/** track_group NAME; a second one ends the reading. `nonsense` is what keepalived then says of what is left, if anything. */
export function takeTrackGroup(
  words: OptionWords,
  draft: { trackGroup: string | undefined },
  nonsense: string | undefined,
): boolean {
  if (!words.toValue('the name of a track_group')) return false
  const { word } = words
  if (draft.trackGroup === undefined) {
    draft.trackGroup = word
    return true
  }
  const said = `track_group ${word} is a duplicate`
  const complaint = { code: 'repeated-keyword', message: '`track_group` was already given for this line' }
  if (nonsense !== undefined) return words.drop({ ...complaint, said: [said, `${nonsense}${word}`] })
  words.tell({
    ...complaint,
    severity: 'error',
    hint: 'It and what follows are ignored, as in keepalived.',
    keepalived: says(said),
  })
  words.step(words.count)
  return true
}
