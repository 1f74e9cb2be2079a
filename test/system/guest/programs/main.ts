// The program the guest runs: plays all stories, or those named as arguments, and prints a JSON line `@@{…}` for each step.

import type { StepResult } from './story.js'
import { stories } from './stories.js'

const named = process.argv.slice(2)
const chosen = stories.filter(({ title }) => named.length === 0 || named.includes(title))
const report = (result: StepResult): void => {
  process.stdout.write(`@@${JSON.stringify(result)}\n`)
}
for (const each of chosen) await each.play(report)
process.exit(0)
