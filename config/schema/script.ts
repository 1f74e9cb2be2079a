// Script arguments: a command that is split like a shell would without being one, then optionally a user and a group.
// Whether the command exists is not asked: that depends on the machine, and a configuration can be checked elsewhere.

import { says } from '../diagnostic.js'
import type { ScriptCommand, ScriptUser } from '../global-model.js'
import { splitCommand, splitScriptWords, type Word } from '../words.js'
import type { Arg } from './arg.js'
import type { Cursor } from './cursor.js'

/** COMMAND [USER [GROUP]]; a command with arguments must be one quoted word. GROUP may begin with a colon. */
export const script = (): Arg<ScriptCommand> => ({
  expects: 'a command, quoted as a whole when it has arguments',
  read: (cursor) => {
    const { statement } = cursor
    const { text } = statement.line
    const { words, unterminated } = splitScriptWords(text, cursor.start, statement.to)
    const whole = words[0]
    if (unterminated !== undefined) {
      return unterminatedScript(cursor, text.slice(statement.from, statement.to), unterminated.quote)
    }
    if (whole === undefined) return undefined
    const command = splitCommand(whole.text)
    if (command.unterminated !== undefined) return unterminatedScript(cursor, whole.text, command.unterminated.quote)
    if (command.words.length === 0) return undefined
    warnOfLooseArguments(cursor, words)
    cursor.skipRest()
    return { argv: command.words.map((word) => word.text), runAs: userOf(words[1]?.text, words[2]?.text) }
  },
})

/** USER [GROUP] as words after a command or after script_user; undefined without a user. */
export function userOf(user: string | undefined, group: string | undefined): ScriptUser | undefined {
  if (user === undefined) return undefined
  return { user, group: group?.startsWith(':') === true ? group.slice(1) : group }
}

/** `text` is what keepalived was splitting. */
function unterminatedScript(cursor: Cursor, text: string, quote: string): undefined {
  cursor.tellRest({
    code: 'unterminated-quote',
    severity: 'error',
    message: 'A quote of this command is never closed',
    hint: 'The script is not used, as in keepalived. Close the quote.',
    keepalived: says(`String '${text}': missing terminating ${quote}`),
  })
  cursor.skipRest()
  return undefined
}

/** `notify /bin/x -v master`: keepalived takes `-v` for the user. Nobody means that. */
function warnOfLooseArguments(cursor: Cursor, words: readonly Word[]): void {
  const suspect = words.slice(1, 3).find((word) => word.text.startsWith('-') || word.text.includes('/'))
  const surplus = words[3]
  const word = suspect ?? surplus
  if (word === undefined) return
  cursor.start = word.start
  cursor.end = word.end
  cursor.tell({
    code: suspect === undefined ? 'surplus-words' : 'unquoted-arguments',
    severity: 'warning',
    message:
      suspect === undefined
        ? `\`${word.text}\` is ignored: only a user and a group may follow a command`
        : `\`${word.text}\` is read as the user or group to run the command as, not as an argument`,
    hint: 'Put the command and its arguments into one pair of quotes.',
  })
}
