// Whether both directors answer with one hardware address: what use_vmac is for, and lost when only one of them does so.

import type { Report } from '../../config/diagnostic.js'
import { tellPair } from './complaint.js'
import { placeOf } from './director.js'
import type { RouterPair } from './matching.js'

export function compareVirtualMacs({ own, other }: RouterPair, otherLabel: string, report: Report): void {
  const [a, b] = [own.config.unenforced.virtualMac, other.config.unenforced.virtualMac]
  if ((a === undefined) === (b === undefined) && a?.address === b?.address) return
  const message =
    a === undefined || b === undefined
      ? `a virtual hardware address ${a === undefined ? `in \`${otherLabel}\` only` : `here only, not in \`${otherLabel}\``}`
      : `another virtual hardware address in \`${otherLabel}\``
  tellPair(report, {
    code: 'peer-vmac',
    severity: 'warning',
    message: `\`${own.config.name}\`: ${message}`,
    hint: 'The hardware address of the virtual addresses changes at a take-over, and hosts that ignore gratuitous ARP lose them. Write the same `use_vmac` in both files.',
    span: placeOf(own, 'virtualMac'),
    related: [{ message: b === undefined ? 'no `use_vmac`' : '`use_vmac` there', span: placeOf(other, 'virtualMac') }],
  })
}
