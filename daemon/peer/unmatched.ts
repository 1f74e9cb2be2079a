// Virtual routers that only one director has, and those of one name that cannot hear each other because id or family differ.

import type { Report } from '../../config/diagnostic.js'
import { tellPair } from './complaint.js'
import { headerOf, placeOf, type Router } from './director.js'
import type { Names } from './election.js'
import type { Matching, RouterPair } from './matching.js'

export function tellUnmatched(matching: Matching, names: Names, report: Report): void {
  for (const pair of matching.estranged) tellEstranged(pair, names, report)
  for (const router of matching.ownOnly) tellAlone(router, names.own, names.other, report)
  for (const router of matching.otherOnly) tellAlone(router, names.other, names.own, report)
}

function tellEstranged({ own, other }: RouterPair, names: Names, report: Report): void {
  const [a, b] = [own.config.virtualRouterId, other.config.virtualRouterId]
  const { name } = own.config
  const ids = a !== b
  tellPair(report, {
    code: ids ? 'peer-virtual-router-id' : 'peer-family',
    severity: 'warning',
    message: ids
      ? `\`${name}\` is virtual router ${a} here, ${b} in \`${names.other}\``
      : `\`${name}\` is a virtual router of ${family(own)} here, of ${family(other)} in \`${names.other}\``,
    hint: ids
      ? 'They do not hear each other: both become master, and both answer for the addresses. Give both one `virtual_router_id`.'
      : 'They do not hear each other: both become master. The first address decides: put the same one first in both files.',
    span: ids ? placeOf(own, 'virtualRouterId') : placeOf(own, 'addresses'),
    related: [
      {
        message: ids ? `virtual router ${b}` : family(other),
        span: placeOf(other, ids ? 'virtualRouterId' : 'addresses'),
      },
    ],
  })
}

const family = ({ config }: Router): string => (config.family === 'inet' ? 'IPv4' : 'IPv6')

function tellAlone(router: Router, here: string, there: string, report: Report): void {
  const { name, virtualRouterId } = router.config
  tellPair(report, {
    code: 'peer-missing-instance',
    severity: 'warning',
    message: `\`${name}\` (virtual router ${virtualRouterId}, ${family(router)}) is in \`${here}\` only`,
    hint: `When \`${here}\` fails, its addresses are nowhere. Add the instance to \`${there}\`.`,
    span: headerOf(router),
  })
}
