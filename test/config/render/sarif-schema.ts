// The facts of the published SARIF 2.1.0 schema about the objects a check result uses: their properties with types, what is
// required, enumerations and bounds. Properties we do not print are left out, so printing one asks for its facts here.

import type { Schema } from './json-schema.js'

const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` })
const list = (items: Schema, unique = false): Schema =>
  unique ? { type: 'array', uniqueItems: true, items } : { type: 'array', items }
const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
})

const string: Schema = { type: 'string' }
const fromOne: Schema = { type: 'integer', minimum: 1 }
const index: Schema = { type: 'integer', minimum: -1 }
const level: Schema = { type: 'string', enum: ['none', 'note', 'warning', 'error'] }
/** RFC 3986: characters a URI reference may hold, and no colon before the first slash unless it ends a scheme. */
const uriReference: Schema = {
  type: 'string',
  pattern: "^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?:[A-Za-z0-9._~!$&'()*+,;=@/?#-]|%[0-9A-F]{2})*$",
}

export const sarifSchema: Schema = {
  ...object({ $schema: string, version: { type: 'string', enum: ['2.1.0'] }, runs: list(ref('run')) }, [
    'version',
    'runs',
  ]),
  definitions: {
    run: object(
      {
        tool: object({ driver: ref('toolComponent') }, ['driver']),
        columnKind: { type: 'string', enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
        invocations: list(object({ executionSuccessful: { type: 'boolean' } }, ['executionSuccessful'])),
        results: list(ref('result')),
      },
      ['tool'],
    ),
    toolComponent: object(
      { name: string, version: string, semanticVersion: string, rules: list(ref('reportingDescriptor'), true) },
      ['name'],
    ),
    reportingDescriptor: object(
      {
        id: string,
        shortDescription: ref('multiformatMessageString'),
        fullDescription: ref('multiformatMessageString'),
        help: ref('multiformatMessageString'),
        defaultConfiguration: object({ level }),
      },
      ['id'],
    ),
    multiformatMessageString: object({ text: string, markdown: string }, ['text']),
    message: object({ text: string }, ['text']),
    result: object(
      {
        ruleId: string,
        ruleIndex: index,
        level,
        message: ref('message'),
        locations: list(ref('location')),
        relatedLocations: list(ref('location'), true),
      },
      ['message'],
    ),
    location: object({
      id: index,
      message: ref('message'),
      physicalLocation: {
        ...object({ artifactLocation: ref('artifactLocation'), region: ref('region') }),
        anyOf: [{ required: ['artifactLocation'] }],
      },
    }),
    artifactLocation: object({ uri: uriReference }),
    region: {
      ...object({ startLine: fromOne, startColumn: fromOne, endLine: fromOne, endColumn: fromOne }),
      anyOf: [{ required: ['startLine'] }],
    },
  },
}
