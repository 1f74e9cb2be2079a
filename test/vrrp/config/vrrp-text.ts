// One instance made of lines, whether it is run or left out, and what keepalived says about it.

import type { Diagnostic } from '../../../config/diagnostic.js'
import { positionOf } from '../../../config/source.js'
import type { InstanceConfig } from '../../../vrrp/config/model.js'
import { bindText } from '../../config/schema/bind-text.js'

/** The lines start in line 5 of the text. */
export const withGlobals = (lines: string, globals = ''): string =>
  `global_defs { ${globals} }\nvrrp_instance V {\ninterface eth0\nvirtual_router_id 1\n${lines}\n}\n`

const linked = (lines: string): string =>
  lines.includes('virtual_ipaddress') ? lines : `${lines}\nno_virtual_ipaddress`

/** The instance as the file means it. */
export function meant(lines: string, globals = ''): InstanceConfig {
  const { model, problems } = bindText(withGlobals(linked(lines), globals))
  const [instance] = [...model.vrrp.instances, ...model.vrrp.leftOut]
  if (instance === undefined) throw new Error(`no instance: ${problems.join(', ')}`)
  return instance
}

/** Everything but what is not enforced yet and hints. */
export const complaints = (lines: string, globals = ''): readonly string[] =>
  problemsOf(bindText(withGlobals(linked(lines), globals)).diagnostics)

const problemsOf = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics
    .filter(({ code, severity }) => code !== 'not-enforced-yet' && severity !== 'hint')
    .map(({ code, severity }) => `${severity} ${code}`)

/** What keepalived says, with the line where it has one. */
export const keepalivedSays = (text: string): readonly string[] =>
  bindText(text).diagnostics.flatMap(({ keepalived = [], span }) =>
    keepalived.map(({ message, placed }) =>
      placed && span !== undefined ? `${positionOf(span.source, span.start).line}: ${message}` : message,
    ),
  )

export const saidOf = (lines: string, globals = ''): readonly string[] =>
  keepalivedSays(withGlobals(linked(lines), globals))
