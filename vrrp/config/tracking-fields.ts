// The lists of tracked things that instances and sync groups share, one line each.

import { lines } from '../../config/schema/keyword.js'
import { trackedBfd, trackedFile, trackedInterface, trackedProcess, trackedScript } from './trackers.js'

const notYet = 'What is tracked here does not change the state or the priority: a failure of it goes unnoticed.'

/** Fields of a block's table. */
export const trackingFields = () => ({
  trackInterfaces: lines('track_interface', trackedInterface()),
  trackScripts: lines('track_script', trackedScript(), { notYet }),
  trackFiles: lines('track_file', trackedFile(), { notYet }),
  trackProcesses: lines('track_process', trackedProcess(), { notYet }),
  trackBfds: lines('track_bfd', trackedBfd(), { notYet }),
})
