// The heap of deadlines against a sorted list.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asInstant } from '../../config/values/time.js'
import { createAgenda } from '../../healthcheck/state/agenda.js'

it('gives out what was put in, earliest first, also when adding and taking alternate', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(50)), { maxLength: 200 }), (moves) => {
      const agenda = createAgenda<string>()
      const model: number[] = []
      for (const at of moves) {
        if (at !== null) {
          agenda.add(asInstant(at), `at ${at}`)
          model.push(at)
          model.sort((a, b) => a - b)
        } else {
          const expected = model.shift()
          const taken = agenda.take()
          expect(taken?.at).toBe(expected)
          expect(taken?.item).toBe(expected === undefined ? undefined : `at ${expected}`)
        }
        expect(agenda.first()?.at).toBe(model[0])
      }
    }),
  )
})
