// The blocks and keywords of the top level that concern services and their checks, one line each.

import type { Bound, Values } from '../../config/schema/block.js'
import { blocks } from '../../config/schema/keyword.js'
import { ssl, sslNotYet } from './ssl.js'
import { virtualServerGroup } from './virtual-server-group.js'
import { virtualServer } from './virtual-server.js'

export const healthcheckTopLevel = {
  virtualServers: blocks(virtualServer),
  virtualServerGroups: blocks(virtualServerGroup),
  ssl: blocks(ssl, { notYet: sslNotYet }),
}

/** The top level of a file as far as it concerns services; the virtual servers themselves are bound one at a time elsewhere. */
export type BoundHealthcheckTopLevel = Bound<Values<typeof healthcheckTopLevel>>
