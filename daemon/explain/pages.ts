// The pages of all rules, from where the rules are. Loaded only when somebody asks for one.

import type { RulePages } from '../../config/rule-page.js'
import { pages as reading } from '../../config/pages/reading.js'
import { pages as tables } from '../../config/pages/tables.js'
import { pages as checkers } from '../../healthcheck/config/pages/checkers.js'
import { pages as services } from '../../healthcheck/config/pages/services.js'
import { pages as blocks } from '../../vrrp/config/pages/blocks.js'
import { pages as instances } from '../../vrrp/config/pages/instance.js'
import { pages as across } from '../lint/pages.js'

/** By area; an id is in one of them only. */
export const pageAreas: readonly RulePages[] = [reading, tables, instances, blocks, services, checkers, across]

export const pages: RulePages = Object.assign({}, ...pageAreas) as RulePages
