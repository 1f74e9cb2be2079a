// What runs inside the guest: stories of steps that share a laboratory. A step throws when it fails; its result is one line for the test outside.

/** One step: its title is a sentence about behaviour. */
export interface Step<Stage> {
  readonly title: string
  readonly run: (stage: Stage) => Promise<void>
}

export interface Story {
  readonly title: string
  readonly steps: readonly string[]
  /** Runs the steps in order and reports each; a failed step does not keep the next from running. */
  play(report: (result: StepResult) => void): Promise<void>
}

export interface StepResult {
  readonly story: string
  readonly step: string
  /** The error's text, when it failed. */
  readonly error?: string
  readonly milliseconds: number
}

/** A story over a stage that is opened before its first step and closed after its last. */
export function story<Stage>(
  title: string,
  open: () => Promise<Stage>,
  close: (stage: Stage) => Promise<void>,
  steps: readonly Step<Stage>[],
): Story {
  return {
    title,
    steps: steps.map((step) => step.title),
    play: async (report) => {
      let stage: Stage
      try {
        stage = await open()
      } catch (error) {
        for (const step of steps) report({ story: title, step: step.title, error: text(error), milliseconds: 0 })
        return
      }
      for (const step of steps) {
        const start = performance.now()
        const error = await step.run(stage).then(() => undefined, text)
        const result = { story: title, step: step.title, milliseconds: Math.round(performance.now() - start) }
        report(error === undefined ? result : { ...result, error })
      }
      await close(stage)
    },
  }
}

/** Throws unless `actual` and `expected` are the same text, showing both. */
export function mustEqual(actual: string, expected: string, what: string): void {
  if (actual !== expected) throw new Error(`${what}\n--- expected\n${expected}\n--- actual\n${actual}`)
}

export function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(what)
}

function text(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
