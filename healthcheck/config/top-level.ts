// The blocks and keywords of the top level that concern services and their checks, one line each.

import type { Bound, Values } from '../../config/schema/block.js'
import { blocks } from '../../config/schema/keyword.js'
import { virtualServer } from './virtual-server.js'

export const healthcheckTopLevel = {
  virtualServers: blocks(virtualServer),
}

/** The top level of a file as far as it concerns services; the virtual servers themselves are bound one at a time elsewhere. */
export type BoundHealthcheckTopLevel = Bound<Values<typeof healthcheckTopLevel>>
