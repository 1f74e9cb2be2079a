import { describe, expect, it } from 'vitest'
import { vrrpInstance } from '../../../vrrp/config/instance.js'
import { meanings } from '../../../vrrp/config/meanings/instance.js'
import { pages } from '../../../vrrp/config/pages/instance.js'
import { vrrpSyncGroup } from '../../../vrrp/config/sync-group.js'
import { authentication } from '../../../vrrp/config/authentication.js'
import { authHmac } from '../../../vrrp/config/hmac.js'
import { bindText } from '../../config/schema/bind-text.js'

const codesIn = (text: string): readonly string[] => bindText(text).diagnostics.map(({ code }) => code)

describe.each(Object.entries(pages))('the page of %s', (code, page) => {
  it('shows a configuration that the rule reports, with a severity it names', () => {
    const found = bindText(page.wrong).diagnostics.filter((one) => one.code === code)
    expect(found).not.toEqual([])
    expect(page.severity).toContain(found[0]?.severity)
  })

  it('shows another one that it does not report', () => {
    expect(codesIn(page.right)).not.toContain(code)
  })

  it('shows a right one without any error', () => {
    expect(bindText(page.right).problems.filter((one) => /^(error|fatal)/.test(one))).toEqual([])
  })
})

describe('the meanings', () => {
  it.each([vrrpInstance, vrrpSyncGroup, authentication, authHmac])('of $path are there for every keyword', (schema) => {
    const known = Object.keys(meanings[schema.path] ?? {})
    const missing = [...schema.entries.keys()].filter((keyword) => !known.includes(keyword))
    expect(missing).toEqual([])
  })
})
