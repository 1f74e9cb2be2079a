// The blocks and keywords of the top level that concern VRRP, one line each.

import type { Bound, Values } from '../../config/schema/block.js'
import { blocks } from '../../config/schema/keyword.js'
import { bfdInstance } from './bfd-instance.js'
import { garpGroup } from './garp-group.js'
import { vrrpInstance } from './instance.js'
import { interfaceFields } from './interface-lists.js'
import { vrrpScript } from './script.js'
import { staticFields } from './static.js'
import { vrrpSyncGroup } from './sync-group.js'
import { trackFile, vrrpTrackFile } from './track-file.js'
import { trackGroup } from './track-group.js'
import { vrrpTrackProcess } from './track-process.js'

const notTracked = 'What is tracked here does not change the state or the priority: a failure of it goes unnoticed.'

export const vrrpTopLevel = {
  syncGroups: blocks(vrrpSyncGroup),
  instances: blocks(vrrpInstance),
  scripts: blocks(vrrpScript, { notYet: notTracked }),
  trackFiles: blocks(trackFile, { notYet: notTracked }),
  /** With the old spelling: see trackFilesOf. */
  oldTrackFiles: {
    ...blocks(vrrpTrackFile, { notYet: notTracked }),
    spellings: [{ keyword: vrrpTrackFile.keyword, deprecatedFor: trackFile.keyword }],
  },
  trackProcesses: blocks(vrrpTrackProcess, { notYet: notTracked }),
  bfdInstances: blocks(bfdInstance, { notYet: 'No BFD session is kept.' }),
  trackGroups: blocks(trackGroup, { notYet: 'The instances do not follow static addresses, routes and rules.' }),
  ...staticFields,
  garpGroups: blocks(garpGroup, { notYet: 'Messages of different interfaces do not wait for each other.' }),
  ...interfaceFields,
}

/** The top level of a file as far as it concerns VRRP; its statements are those of the whole file, virtual servers excepted. */
export type BoundVrrpTopLevel = Bound<Values<typeof vrrpTopLevel>>
