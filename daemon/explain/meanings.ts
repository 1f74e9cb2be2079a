// What every keyword means, from where the keywords are. Loaded only when somebody asks for one.

import { meanings as globals } from '../../config/meanings.js'
import { meanings as checkers } from '../../healthcheck/config/meanings/checkers.js'
import { meanings as services } from '../../healthcheck/config/meanings/services.js'
import { meanings as blocks } from '../../vrrp/config/meanings/blocks.js'
import { meanings as instances } from '../../vrrp/config/meanings/instance.js'

/** By the path of the block, then by keyword. */
export type Meanings = Readonly<Record<string, Readonly<Record<string, string>>>>

/** By area; a block and keyword is in one of them only. */
export const meaningAreas: readonly Meanings[] = [globals, instances, blocks, services, checkers]

/** One sentence about a keyword of a block; undefined: there is none. */
export function meaningOf(path: string, keyword: string): string | undefined {
  for (const area of meaningAreas) {
    const found = area[path]?.[keyword]
    if (found !== undefined) return found
  }
  return undefined
}
