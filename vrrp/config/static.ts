// The blocks static_ipaddress, static_routes and static_rules: addresses, routes and rules that are there whatever the instances do.

import { lines } from '../../config/schema/keyword.js'
import { staticRoute } from './route.js'
import { staticRule } from './rule.js'
import { staticAddress } from './virtual-address.js'

/** Fields of the top level. */
export const staticFields = {
  staticAddresses: lines('static_ipaddress', staticAddress(), {
    notYet: 'The addresses are not added: configure them in the system.',
  }),
  staticRoutes: lines('static_routes', staticRoute(), {
    notYet: 'The routes are not added: configure them in the system.',
  }),
  staticRules: lines('static_rules', staticRule(), {
    notYet: 'The rules are not added: configure them in the system.',
  }),
}
