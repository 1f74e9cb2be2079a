// All that is played in the guest, in order.

import { drStory } from './dr.js'
import { ipvsStory } from './ipvs.js'
import { journalStory } from './journal.js'
import { natStory } from './nat.js'
import type { Story } from './story.js'

export const stories: readonly Story[] = [natStory, drStory, journalStory, ipvsStory]
