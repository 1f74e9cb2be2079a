// The JSON Schema (2020-12) of what `lvs-ha check --format json` prints, shown by `lvs-ha check --schema`. A test holds it against
// the renderer.

const integer = { type: 'integer', minimum: 1 }
const count = { type: 'integer', minimum: 0 }
const orNull = (of: { readonly type: string }): object => ({ ...of, type: [of.type, 'null'] })

const place = {
  file: {
    ...orNull({ type: 'string' }),
    description: 'null: the diagnostic has no place, and lines and columns are null',
  },
  line: { ...orNull(integer), description: 'from 1' },
  column: { ...orNull(integer), description: 'from 1, in UTF-16 code units' },
  endLine: orNull(integer),
  endColumn: { ...orNull(integer), description: 'the column after the last' },
}

const closed = (properties: Readonly<Record<string, object>>): object => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
})

const listOf = (properties: Readonly<Record<string, object>>, description: string): object => ({
  type: 'array',
  description,
  items: closed(properties),
})

const diagnostic = {
  code: {
    type: 'string',
    pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
    description: 'rule id, stable; --explain shows its page',
  },
  severity: { enum: ['fatal', 'error', 'warning', 'hint'] },
  message: { type: 'string', description: 'what is wrong' },
  hint: { ...orNull({ type: 'string' }), description: 'what becomes of it and what to do' },
  ...place,
  related: listOf({ message: { type: 'string' }, ...place }, 'other places concerned, and the includes that led here'),
  keepalived: listOf(
    {
      message: { type: 'string' },
      placed: { type: 'boolean', description: 'whether keepalived puts `(FILE: Line N) ` before it' },
    },
    "what keepalived's own test says about it; empty when it says nothing",
  ),
}

/** Fields may be added to version 1: readers must not mind ones they do not know. */
export const jsonReportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'lvs-ha check --format json, version 1',
  ...closed({
    version: { const: 1 },
    files: listOf(
      { file: { type: 'string' }, readable: { type: 'boolean' } },
      'the files asked for, in that order, without what they include',
    ),
    diagnostics: listOf(diagnostic, 'in the order of the files, then by place'),
    outlook: { ...orNull({ type: 'string' }), description: 'with --peer: what the pair will do; otherwise null' },
    summary: closed({
      fatal: count,
      errors: count,
      warnings: count,
      hints: count,
      silenced: { ...count, description: 'diagnostics that comments in the files keep quiet; not in the list' },
    }),
  }),
}

export const renderJsonSchema = (): string => `${JSON.stringify(jsonReportSchema, undefined, 2)}\n`
