// How the demo looks: a title, a drawing, numbered chapters, and lines with the time and who did it. Colours only where asked for.

const colours = process.env.LVS_HA_DEMO_COLOUR === '1'
const started = performance.now()

export type Tone = 'plain' | 'good' | 'bad' | 'dim' | 'strong'

const codes: Record<Tone, string> = { plain: '', good: '32', bad: '31', dim: '2', strong: '1' }

export function paint(text: string, tone: Tone): string {
  return colours && codes[tone] !== '' ? `\u001b[${codes[tone]}m${text}\u001b[0m` : text
}

export function print(line = ''): void {
  process.stdout.write(`${line}\n`)
}

let chapters = 0

/** A chapter with a sentence or two on what is going to happen. */
export function chapter(title: string, ...text: string[]): void {
  print()
  print(paint(` ${++chapters}  ${title}`, 'strong'))
  for (const line of text) print(paint(`    ${line}`, 'dim'))
}

/** Something happened: seconds since the start, who, what. */
export function event(who: string, what: string, tone: Tone = 'plain'): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6)
  print(`${paint(seconds, 'dim')}  ${who.padEnd(11)} ${paint(what, tone)}`)
}

/** One bar for each server, and the requests that failed. */
export function bars(counts: Readonly<Record<string, number>>, failed: number): void {
  const largest = Math.max(1, ...Object.values(counts))
  const bar = (count: number): string => '█'.repeat(Math.round((count / largest) * 24)).padEnd(24)
  for (const [name, count] of Object.entries(counts)) {
    print(`        ${paint(name.padEnd(11), 'dim')} ${paint(bar(count), 'good')} ${String(count).padStart(4)} answers`)
  }
  if (failed > 0) print(`        ${paint('failed', 'dim').padEnd(11)}      ${paint(`${failed} requests`, 'bad')}`)
}

/** Milliseconds with a thin group separator: 3 612 ms. */
export function milliseconds(value: number): string {
  return `${String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ')} ms`
}
