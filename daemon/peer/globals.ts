// What global_defs of two directors must agree on, and what must tell them apart.

import type { Report } from '../../config/diagnostic.js'
import { spanOf } from '../../config/schema/block.js'
import type { GlobalValues } from '../../config/global-defs.js'
import type { Span } from '../../config/source.js'
import { tellPair } from './complaint.js'
import type { Director } from './director.js'

export function compareGlobals(own: Director, other: Director, report: Report): void {
  tellSameRouterId(own, other, report)
}

/** Only when both say so: otherwise it is the host name. */
function tellSameRouterId(own: Director, other: Director, report: Report): void {
  const { routerId } = own.whole.globals
  if (routerId === undefined || routerId !== other.whole.globals.routerId) return
  const there = placeIn(other, 'routerId')
  tellPair(report, {
    code: 'peer-router-id',
    severity: 'hint',
    message: `Both directors call themselves \`${routerId}\``,
    hint: 'Their mails cannot be told apart. Give each its own `router_id`, or leave it out: it is the host name then.',
    span: placeIn(own, 'routerId'),
    related: there === undefined ? [] : [{ message: 'there too', span: there }],
  })
}

function placeIn({ whole }: Director, field: keyof GlobalValues): Span | undefined {
  const [definitions] = whole.root.values.globalDefs
  return definitions === undefined ? undefined : spanOf(definitions, field)
}
