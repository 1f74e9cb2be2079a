// What the architecture test needs to know of one source file: its imports and the global names it uses, found in the
// syntax tree, so that comments, strings, types and property names do not count.

import { posix } from 'node:path'
import ts from 'typescript'

export interface ImportFact {
  readonly line: number
  /** A path from the project's top (`config/source.ts`), or the name of a package or node: module. */
  readonly target: string
  /** Evaluated when the importing file is: neither `import type` nor `import()`. */
  readonly static: boolean
}

export interface UseFact {
  readonly line: number
  /** A global such as `setTimeout`, `Math.random`, or `async` for an asynchronous function. */
  readonly name: string
}

export interface SourceFacts {
  readonly path: string
  readonly imports: readonly ImportFact[]
  readonly uses: readonly UseFact[]
}

const WATCHED = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'Date',
  'performance',
  'console',
  'process',
  'fetch',
  'crypto',
  'require',
  'Promise',
  'WebSocket',
])

/** @param path from the project's top, with slashes */
export function parseSource(path: string, text: string): SourceFacts {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: ImportFact[] = []
  const uses: UseFact[] = []
  const lineOf = (node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1

  const addImport = (node: ts.Node, specifier: ts.Node | undefined, isStatic: boolean): void => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier))
      imports.push({ line: lineOf(node), target: resolve(path, specifier.text), static: isStatic })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) addImport(node, node.moduleSpecifier, !isTypeOnly(node))
    else if (ts.isExportDeclaration(node)) addImport(node, node.moduleSpecifier, !node.isTypeOnly)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      addImport(node, node.argument.literal, false)
    else if (ts.isCallExpression(node) && loadsModule(node)) addImport(node, node.arguments[0], false)
    if (ts.isTypeNode(node)) return
    const name = watchedName(node)
    if (name !== undefined) uses.push({ line: lineOf(node), name })
    ts.forEachChild(node, visit)
  }
  visit(file)
  return { path, imports, uses }
}

function isTypeOnly(node: ts.ImportDeclaration): boolean {
  const clause = node.importClause
  if (clause === undefined) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  )
}

/** `import('x')`, `require('x')` or `createRequire(…)('x')`. */
function loadsModule(node: ts.CallExpression): boolean {
  const callee = node.expression
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true
  if (ts.isIdentifier(callee)) return callee.text === 'require'
  return ts.isCallExpression(callee) && ts.isIdentifier(callee.expression) && callee.expression.text === 'createRequire'
}

function watchedName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') return 'Math.random'
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async'
  if (!ts.isIdentifier(node) || !WATCHED.has(node.text) || namesMember(node)) return undefined
  return node.text
}

/** The identifier is a property's name, not a reference to a global. */
function namesMember(node: ts.Identifier): boolean {
  const parent = node.parent
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node
  if (ts.isBindingElement(parent)) return parent.propertyName === node
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent)) &&
    parent.name === node
  )
}

function resolve(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts')
}
