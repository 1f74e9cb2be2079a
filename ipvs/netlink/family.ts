// The number the kernel gave a generic netlink family: it differs from boot to boot and is asked for by name (NL-01).

import type { NetlinkError } from './errors.js'
import {
  createWriter,
  decodeAttributes,
  encodeAttributes,
  reserve,
  written,
  type AttributeValues,
} from './attributes.js'
import type { NetlinkSocket } from './request.js'

const CONTROLLER = 16
const GET_FAMILY = 3
const CONTROLLER_VERSION = 1
const controlAttributes = { id: [1, 'u16'], name: [2, 'string'] } as const

/**
 * Asks the controller. ENOENT: the kernel does not know the family; asking makes it look for a module that does.
 */
export async function lookUpFamily(
  socket: NetlinkSocket,
  name: string,
): Promise<{ readonly ok: true; readonly family: number } | { readonly ok: false; readonly error: NetlinkError }> {
  const writer = createWriter(64)
  writer.bytes.set([GET_FAMILY, CONTROLLER_VERSION], reserve(writer, 4))
  encodeAttributes(writer, controlAttributes, { name })
  const reply = await socket.request(CONTROLLER, 0, written(writer))
  if (!reply.ok) return reply
  for (const { payload } of reply.messages) {
    const decoded = decodeAttributes(controlAttributes, payload.subarray(4))
    const values: AttributeValues<typeof controlAttributes> = decoded.ok ? decoded.values : {}
    if (values.id !== undefined) return { ok: true, family: values.id }
  }
  return { ok: false, error: { errno: 71, name: 'EPROTO', text: `no number for the family ${name}` } }
}
