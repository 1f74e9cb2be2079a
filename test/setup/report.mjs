// What set-up and tests tell the person who started them: plain lines, and the list of what could not be had.

const leftOut = []

/** A heading. */
export function chapter(title) {
  process.stdout.write(`\n${title}\n`)
}

/** One plain line about something that is being done. */
export function say(line) {
  process.stdout.write(`  ${line}\n`)
}

/** Notes something that cannot be had here; a failure when LVS_HA_TEST_REQUIRE=all. */
export function leaveOut(what, why) {
  leftOut.push(`${what} because ${why}`)
  process.stdout.write(`  left out: ${what} because ${why}\n`)
}

/** What was left out so far, each as `what because why`. */
export function allLeftOut() {
  return [...leftOut]
}

/** Whether leaving something out is a failure. */
export const everythingRequired = process.env.LVS_HA_TEST_REQUIRE === 'all'
