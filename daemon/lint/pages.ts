// The pages of all rules across features, of the comparison of two directors and of the look at this machine.

import type { RulePages } from '../../config/rule-page.js'
import { livePages } from '../live/pages.js'
import { peerPages } from '../peer/pages.js'
import { acrossPages } from './across-pages.js'

export const pages: RulePages = { ...acrossPages, ...peerPages, ...livePages }
