import { describe, expect, it } from 'vitest'
import { pages } from '../../../config/pages/tables.js'
import { bindText } from './bind-text.js'

describe('the pages of the rules that hold everywhere', () => {
  it.each(Object.entries(pages))('%s: the wrong example has it, and the right one does not', (id, page) => {
    const wrong = bindText(page.wrong).diagnostics.filter(({ code }) => code === id)
    expect(wrong.length).toBeGreaterThan(0)
    for (const { severity } of wrong) expect(page.severity).toContain(severity)
    expect(bindText(page.right).diagnostics.map(({ code }) => code)).not.toContain(id)
  })

  it.each(Object.entries(pages))('%s: nothing is an error in the right example', (_id, page) => {
    const { problems } = bindText(page.right)
    expect(problems.filter((one) => one.startsWith('error') || one.startsWith('fatal'))).toEqual([])
  })
})
