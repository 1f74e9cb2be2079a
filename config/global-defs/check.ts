// What is wrong with global_defs as a whole: contradictions between its keywords, and values that are legal and yet probably not
// meant. Single values are the table's business, and what depends on other blocks is not known here.

import { says, type Report } from '../diagnostic.js'
import type { GlobalValues } from '../global-defs.js'
import { statementOf, type Bound } from '../schema/block.js'
import { tellKeyword, tellValues } from '../schema/cursor.js'
import { checkLonelyKeywords } from './lonely-keywords.js'
import { checkMailAddresses } from './mail-addresses.js'

type Globals = Bound<GlobalValues>

/** Complains about what does not depend on other blocks. */
export function checkGlobalDefs(bound: Globals, report: Report): void {
  checkRecipients(bound, report)
  checkVersion(bound, report)
  checkStrict(bound, report)
  checkRouterId(bound, report)
  checkScriptUser(bound, report)
  checkMailAddresses(bound, report)
  checkLonelyKeywords(bound, report)
}

function checkRecipients(bound: Globals, report: Report): void {
  const list = statementOf(bound, 'notificationEmail')
  if (list === undefined || bound.values.notificationEmail?.length !== 0) return
  tellKeyword(report, list, {
    code: 'empty-block',
    severity: 'error',
    message: '`notification_email` names nobody',
    hint: 'No mail is sent. Name somebody, or remove the block.',
    keepalived: says('Warning - empty notification_email block'),
  })
}

function checkVersion(bound: Globals, report: Report): void {
  const version = bound.values.vrrpVersion === '3' ? statementOf(bound, 'vrrpVersion') : undefined
  if (version === undefined) return
  tellValues(report, version, {
    code: 'not-enforced-yet',
    severity: 'warning',
    message: 'VRRP version 3 is read, but not enforced yet',
    hint: 'Instances that do not say `version 2` themselves are left out.',
  })
}

function checkStrict(bound: Globals, report: Report): void {
  const strict = bound.values.vrrpStrict ? statementOf(bound, 'vrrpStrict') : undefined
  if (strict === undefined) return
  tellKeyword(report, strict, {
    code: 'not-enforced-yet',
    severity: 'warning',
    message: '`vrrp_strict` is read, but not enforced yet',
    hint: 'Its corrections of the configuration are made; packets to the virtual addresses are accepted all the same.',
  })
}

function checkRouterId(bound: Globals, report: Report): void {
  const { routerId } = bound.values
  const statement = statementOf(bound, 'routerId')
  if (routerId === undefined || statement === undefined || !/^$|\s/.test(routerId)) return
  tellValues(report, statement, {
    code: 'odd-router-id',
    severity: 'hint',
    message: routerId === '' ? 'The `router_id` is empty' : `The \`router_id\` \`${routerId}\` has blanks in it`,
    hint: 'It is the name of this machine in the subject of mails. Use one word, or leave it out: it is the host name then.',
  })
}

/** As root, a script that others can write to gives them the machine. */
function checkScriptUser(bound: Globals, report: Report): void {
  const { scriptUser, enableScriptSecurity } = bound.values
  const statement = statementOf(bound, 'scriptUser')
  if (statement === undefined || enableScriptSecurity || !['root', '0'].includes(scriptUser?.user ?? '')) return
  tellValues(report, statement, {
    code: 'script-security',
    severity: 'hint',
    message: 'Scripts run as root, and `enable_script_security` is not set',
    hint: 'A script is run as root even when others can write to it. Add `enable_script_security`, or name a user with fewer rights.',
  })
}
