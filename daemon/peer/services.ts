// Whether both directors balance the same services in the same way: what only one of them has, and what is set differently. One diagnostic
// for each service, and not more than a screen of them.

import type { Report } from '../../config/diagnostic.js'
import { servicesIn, serviceTitle, type PlacedService } from '../lint/services.js'
import { listOf } from '../lint/list-of.js'
import { tellPair } from './complaint.js'
import type { Director } from './director.js'
import { serviceDifferences } from './service-difference.js'

/** How many of a kind are reported one by one. */
const most = 10

export function compareServices(own: Director, other: Director, report: Report): void {
  const [mine, theirs] = [servicesOf(own), servicesOf(other)]
  // A pair whose one file has no services at all keeps them somewhere else.
  if (mine.size === 0 || theirs.size === 0) return
  tellMissing(only(mine, theirs), own.label, other.label, report)
  tellMissing(only(theirs, mine), other.label, own.label, report)
  let told = 0
  let unsaid = 0
  let last: (() => void) | undefined
  for (const [key, here] of mine) {
    const there = theirs.get(key)
    const differences = there === undefined ? [] : serviceDifferences(here.service, there.service)
    if (there === undefined || differences.length === 0) continue
    if (told < most) {
      told++
      last?.()
      last = () => {
        tellDifferent(here, there, differences, other.label, unsaid, report)
      }
    } else unsaid++
  }
  last?.()
}

/** By their titles; several services of one group are told apart by their order. */
function servicesOf({ whole }: Director): ReadonlyMap<string, PlacedService> {
  const found = new Map<string, PlacedService>()
  for (const placed of servicesIn(whole)) {
    const title = serviceTitle(placed.service)
    let key = title
    for (let more = 2; found.has(key); more++) key = `${title} ${more}`
    found.set(key, placed)
  }
  return found
}

const only = (
  these: ReadonlyMap<string, PlacedService>,
  those: ReadonlyMap<string, PlacedService>,
): readonly PlacedService[] => [...these].filter(([key]) => !those.has(key)).map(([, placed]) => placed)

function tellMissing(missing: readonly PlacedService[], here: string, there: string, report: Report): void {
  missing.slice(0, most).forEach(({ service, place }, index) => {
    const rest = index === most - 1 ? missing.length - most : 0
    tellPair(report, {
      code: 'peer-missing-service',
      severity: 'warning',
      message: `The service \`${serviceTitle(service)}\` is in \`${here}\` only`,
      hint: `When \`${there}\` is master, nobody answers for it. Add it there.${moreServices(rest)}`,
      span: place,
    })
  })
}

function tellDifferent(
  here: PlacedService,
  there: PlacedService,
  differences: readonly string[],
  otherLabel: string,
  unsaid: number,
  report: Report,
): void {
  tellPair(report, {
    code: 'peer-service',
    severity: 'warning',
    message: `The service \`${serviceTitle(here.service)}\` differs in \`${otherLabel}\`: ${listOf(differences, 6)}`,
    hint: `Clients are served differently after a take-over. The first value is from here, the second from \`${otherLabel}\`.${moreServices(unsaid)}`,
    span: here.place,
    related: there.place === undefined ? [] : [{ message: 'there', span: there.place }],
  })
}

const moreServices = (count: number): string =>
  count === 0 ? '' : ` The same holds for ${count} more ${count === 1 ? 'service' : 'services'}.`
