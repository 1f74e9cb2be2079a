import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../../config/diagnostic.js'
import { bindTopLevel } from '../../../config/schema/bind.js'
import { block } from '../../../config/schema/block.js'
import { blocks } from '../../../config/schema/keyword.js'
import { buildTree } from '../../../config/tree.js'
import { checkSslBlocks, ssl } from '../../../healthcheck/config/ssl.js'
import { readText } from '../../config/read/reading.js'

const top = block('', { ssl: blocks(ssl) })

function readSsl(text: string, used = true) {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const bound = bindTopLevel(top, buildTree(readText(text).lines, report).statements, report)
  checkSslBlocks(bound.values.ssl, used, report)
  return {
    values: bound.values.ssl.map(({ values }) => values),
    problems: diagnostics.map(({ severity, code }) => `${severity} ${code}`),
    said: diagnostics.flatMap(({ keepalived = [] }) => keepalived.map(({ message }) => message)),
  }
}

describe('the SSL block', () => {
  it('names files and a pass phrase', () => {
    const { values, problems } = readSsl('SSL {\npassword "a b"\ncertificate /c\nkey /k\n}')
    expect(values).toEqual([{ password: 'a b', ca: undefined, certificate: '/c', key: '/k' }])
    expect(problems).toEqual([])
  })

  it.each([
    ['password', 'SSL password missing'],
    ['ca', 'SSL cafile missing'],
    ['certificate', 'SSL certfile missing'],
    ['key', 'SSL keyfile missing'],
  ])('wants a word after `%s`', (keyword, said) => {
    const read = readSsl(`SSL {\n${keyword}\n}`)
    expect(read.problems).toEqual(['error missing-value'])
    expect(read.said).toEqual([said])
  })

  it('is replaced by a second one', () => {
    const read = readSsl('SSL {\n}\nSSL {\n}')
    expect(read.problems).toEqual(['error repeated-keyword'])
    expect(read.said).toEqual(['SSL context already specified - replacing'])
  })

  it('does nothing without SSL_GET, and never verifies', () => {
    expect(readSsl('SSL {\nca /ca\n}', false).problems).toEqual(['hint unused-ssl-block'])
    expect(readSsl('SSL {\nca /ca\n}').problems).toEqual(['hint certificate-not-verified'])
  })
})
