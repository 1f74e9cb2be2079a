// The verdicts of lvs-ha and of keepalived's configuration test on a folder of configurations, side by side:
//   node test/corpus-table.mjs [--corpus FOLDER] [--dist FOLDER] [--file NAME] [--all]
// The folder holds NNN.conf and NNN.oracle.txt (what keepalived says: `# exit N`, then its messages). Compared is what is said about the
// text; what depends on the machine (interfaces, scripts, users) is counted apart. --all lists every message with how it was matched.

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

import { compareCorpus, errorsOf, theirVerdict } from './support/oracle.mjs'

const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string', default: '../shared/corpus' },
    dist: { type: 'string', default: 'dist' },
    file: { type: 'string' },
    all: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (options.help) {
  console.log('node test/corpus-table.mjs [--corpus FOLDER] [--dist FOLDER] [--file NAME] [--all]')
  process.exit(0)
}
if (!existsSync(options.corpus)) {
  console.log(`There is no folder ${options.corpus}: nothing to compare.`)
  process.exit(0)
}
const load = (path) => import(pathToFileURL(resolve(options.dist, path)).href)
const { loadConfig } = await load('daemon/load-config.js')
const { positionOf } = await load('config/source.js')

/** Why what keepalived's test rejects is no error here: nothing the file asks for is lost. */
const justified = {
  'untracked-route': 'the route is added all the same, and newer releases say nothing',
  'deprecated-keyword': 'the old word works',
  'no-addresses': 'the instance runs, and may be meant for its state alone',
  'no-forwarding-method': 'the default is used',
  'no-protocol': 'the default is used',
  'no-scheduler': 'the default is used',
  'not-enforced-yet': 'it depends on how keepalived was built, or is said because the feature is not there yet',
  'own-interface': 'the interface is tracked anyway',
  'stray-backslash': 'the line is read without it',
}

const lineOf = (span) => (span === undefined ? undefined : positionOf(span.source, span.start).line)
const compared = compareCorpus(options.corpus, (path) =>
  loadConfig(path, { configId: 'vm' }).diagnostics.map(({ code, severity, message, span, keepalived = [] }) => ({
    code,
    severity,
    message,
    line: lineOf(span),
    keepalived,
  })),
).filter(({ name }) => options.file === undefined || name.startsWith(options.file))

const text = compared.flatMap(({ name, said }) =>
  said.filter((one) => !one.machine && !one.follows).map((one) => ({ name, ...one })),
)
if (options.all) {
  for (const { name, exit, said, ours } of compared) {
    console.log(`${name}: keepalived exits ${exit}`)
    for (const one of said) {
      console.log(
        `  ${one.machine ? 'machine' : one.match}: ${one.line ?? '-'}: ${one.message}  [${one.rules.join(', ')}]`,
      )
    }
    for (const one of ours) console.log(`    ours ${one.line ?? '-'}: ${one.severity} ${one.code}: ${one.message}`)
  }
}

console.log('Verdict on the text, files:\n')
console.log('                         lvs-ha: errors   warnings only   hints or nothing')
for (const verdict of ['rejected', 'accepted', 'unfinished']) {
  const files = compared.filter((file) => theirVerdict(file) === verdict)
  const errors = files.filter(({ ours }) => errorsOf(ours).length > 0)
  const warned = files.filter(
    ({ ours }) => errorsOf(ours).length === 0 && ours.some((one) => one.severity === 'warning'),
  )
  const cells = [errors.length, warned.length, files.length - errors.length - warned.length]
  console.log(`keepalived ${verdict.padEnd(10)} ${cells.map((cell) => String(cell).padStart(14)).join('')}`)
}

console.log('\nMessages of keepalived about the text:\n')
for (const match of ['same words', 'same line', 'opening line', 'other line', 'missing']) {
  const matched = text.filter((one) => one.match === match)
  console.log(`${String(matched.length).padStart(6)}  ${match}`)
  if (match === 'same words') continue
  for (const { name, line, message, rules } of matched) {
    console.log(`          ${name}:${line ?? '-'}: ${message}  [${rules.join(', ')}]`)
  }
}
console.log(
  `${String(compared.flatMap(({ said }) => said.filter((one) => one.machine)).length).padStart(6)}  about the machine`,
)

console.log('\nErrors of ours where keepalived accepts the text:\n')
const strict = compared.filter((file) => theirVerdict(file) === 'accepted' && errorsOf(file.ours).length > 0)
for (const { name, ours } of strict) {
  for (const one of errorsOf(ours)) console.log(`          ${name}:${one.line ?? '-'}: ${one.code}: ${one.message}`)
}
if (strict.length === 0) console.log('          none')

console.log('\nErrors of keepalived that are no errors here, by rule:\n')
const milder = new Map()
for (const file of compared.filter((one) => theirVerdict(one) === 'rejected' && errorsOf(one.ours).length === 0)) {
  for (const one of file.said.filter((said) => !said.machine)) {
    const key = one.rules.join(', ') || '(not found)'
    milder.set(key, [...(milder.get(key) ?? []), file.name])
  }
}
for (const [rules, files] of [...milder].sort()) {
  console.log(`          ${rules}: ${[...new Set(files)].join(' ')}`)
  for (const rule of rules.split(', ')) {
    const why = justified[rule.replace(/^\S+ /, '')]
    console.log(`              ${why ?? 'NOT JUSTIFIED'}`)
  }
}
