// A small validator for JSON Schemas: the words that the schemas of our own output and of SARIF need. Unknown words throw, so that
// nothing a schema asks for is passed over.

export type Schema = Readonly<Record<string, unknown>>

/** `path: what is wrong`, for everything in `value` that the schema does not allow. `$ref` looks in `definitions` of `root`. */
export function violations(schema: Schema, value: unknown, root: Schema = schema, path = '$'): string[] {
  return Object.entries(schema).flatMap(([word, rule]) => {
    const check = words[word]
    if (check === undefined) throw new Error(`schema word ${word} is not known here`)
    return check(rule, value, { root, path, schema })
  })
}

interface Context {
  readonly root: Schema
  readonly path: string
  readonly schema: Schema
}

type Check = (rule: unknown, value: unknown, context: Context) => string[]

const fails = (wrong: boolean, { path }: Context, what: string): string[] => (wrong ? [`${path}: ${what}`] : [])
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const ignored: Check = () => []

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value

const words: Readonly<Record<string, Check>> = {
  $schema: ignored,
  title: ignored,
  description: ignored,
  definitions: ignored,
  type: (rule, value, context) => {
    const allowed = Array.isArray(rule) ? rule : [rule]
    const type = typeOf(value)
    const fits = allowed.includes(type) || (type === 'integer' && allowed.includes('number'))
    return fails(!fits, context, `is ${type}, not ${allowed.join(' or ')}`)
  },
  const: (rule, value, context) => fails(value !== rule, context, `is not ${JSON.stringify(rule)}`),
  enum: (rule, value, context) =>
    fails(
      !(rule as unknown[]).includes(value),
      context,
      `${JSON.stringify(value)} is not one of ${JSON.stringify(rule)}`,
    ),
  pattern: (rule, value, context) =>
    fails(typeof value === 'string' && !new RegExp(rule as string, 'u').test(value), context, `does not match`),
  minimum: (rule, value, context) =>
    fails(typeof value === 'number' && value < (rule as number), context, `is below ${String(rule)}`),
  required: (rule, value, context) =>
    isObject(value)
      ? (rule as string[]).filter((name) => !(name in value)).map((name) => `${context.path}: ${name} is missing`)
      : [],
  properties: (rule, value, { root, path }) =>
    isObject(value)
      ? Object.entries(rule as Record<string, Schema>)
          .filter(([name]) => name in value)
          .flatMap(([name, schema]) => violations(schema, value[name], root, `${path}.${name}`))
      : [],
  additionalProperties: (rule, value, { path, schema }) => {
    if (rule !== false || !isObject(value)) return []
    const known = schema.properties as object
    return Object.keys(value)
      .filter((name) => !(name in known))
      .map((name) => `${path}: ${name} is not allowed`)
  },
  items: (rule, value, { root, path }) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => violations(rule as Schema, item, root, `${path}[${index}]`))
      : [],
  anyOf: (rule, value, { root, path }) =>
    fails(
      (rule as Schema[]).every((one) => violations(one, value, root, path).length > 0),
      { root, path, schema: {} },
      'fits none of the alternatives',
    ),
  uniqueItems: (_, value, context) => {
    const items = Array.isArray(value) ? value.map((item) => JSON.stringify(item)) : []
    return fails(new Set(items).size !== items.length, context, 'has the same item twice')
  },
  $ref: (rule, value, { root, path }) => {
    const name = (rule as string).replace('#/definitions/', '')
    return violations((root.definitions as Record<string, Schema>)[name] ?? {}, value, root, path)
  },
}
