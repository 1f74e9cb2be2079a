// The interfaces of this network namespace, read from the kernel.

import { formatError } from '../../ipvs/netlink/errors.js'
import type { LinkState } from '../machine/events.js'
import { decodeLink, encodeLinkRequest, routeSocket, RTM } from './rtnetlink.js'

/** All links as they are now. Rejects when the kernel does not answer, which no configuration can bring about. */
export async function readLinks(): Promise<LinkState[]> {
  const reply = await routeSocket().dump(RTM.GETLINK, encodeLinkRequest())
  if (!reply.ok) throw new Error(`cannot read interfaces: ${formatError(reply.error)}`)
  const links: LinkState[] = []
  for (const { payload } of reply.messages) {
    const link = decodeLink(payload, true)
    if (link !== undefined) links.push(link)
  }
  return links
}

/** The index an interface has now; undefined when there is none of that name. */
export async function readLinkIndex(name: string): Promise<number | undefined> {
  const reply = await routeSocket().request(RTM.GETLINK, 0, encodeLinkRequest(name))
  if (!reply.ok) {
    if (reply.error.name === 'ENODEV' || reply.error.name === 'EINVAL') return undefined
    throw new Error(`cannot read the interface ${name}: ${formatError(reply.error)}`)
  }
  for (const { payload } of reply.messages) {
    const link = decodeLink(payload, true)
    if (link?.name === name) return link.index
  }
  return undefined
}
