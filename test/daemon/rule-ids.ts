// The rule ids that the sources can give a diagnostic, found in the syntax trees: values of properties named `code`, directly, through
// a constant, or through a parameter of that name of the function around.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

export interface RuleIds {
  readonly ids: ReadonlySet<string>
  /** Ids that are put together: what can come out. */
  readonly patterns: readonly RegExp[]
}

export function ruleIdsIn(top: string, folders: readonly string[]): RuleIds {
  const files = folders.flatMap((folder) =>
    readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/(^|\/)(pages|meanings)(\/|\.ts$)/.test(name))
      .map((name) => parse(join(top, folder, name))),
  )
  const givers = files.flatMap(functionsWithCode)
  const constants = new Map(files.flatMap(constantsOf))
  const ids = new Set<string>()
  const patterns: RegExp[] = []
  const add = (value: ts.Expression): void => {
    for (const leaf of leavesOf(value)) {
      if (ts.isStringLiteralLike(leaf)) ids.add(leaf.text)
      else if (ts.isTemplateExpression(leaf)) patterns.push(...patternsOf(leaf))
      else if (ts.isIdentifier(leaf)) {
        const known = constants.get(leaf.text)
        if (known !== undefined) ids.add(known)
      }
    }
  }
  for (const file of files) {
    visit(file, (node) => {
      if (ts.isPropertyAssignment(node) && node.name.getText(file) === 'code') add(node.initializer)
      if (!ts.isCallExpression(node)) return
      const name = calledName(node.expression)
      for (const giver of givers.filter((one) => one.name === name)) {
        const argument = node.arguments[giver.index]
        if (argument !== undefined) add(argument)
      }
    })
  }
  const isId = (id: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)+$/.test(id)
  return { ids: new Set([...ids].filter(isId)), patterns }
}

const calledName = (callee: ts.Expression): string =>
  ts.isIdentifier(callee) ? callee.text : ts.isPropertyAccessExpression(callee) ? callee.name.text : ''

const parse = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node)
  ts.forEachChild(node, (child) => visit(child, look))
}

/** The values an expression can have: both branches of a choice, without its condition. */
function leavesOf(value: ts.Expression): readonly ts.Expression[] {
  if (ts.isParenthesizedExpression(value) || ts.isAsExpression(value)) return leavesOf(value.expression)
  if (ts.isConditionalExpression(value)) return [...leavesOf(value.whenTrue), ...leavesOf(value.whenFalse)]
  if (ts.isBinaryExpression(value)) return [...leavesOf(value.left), ...leavesOf(value.right)]
  return [value]
}

/** Functions that have a parameter `code`, with its place. */
function functionsWithCode(file: ts.SourceFile): { name: string; index: number }[] {
  const found: { name: string; index: number }[] = []
  visit(file, (node) => {
    if (!ts.isFunctionDeclaration(node) && !ts.isArrowFunction(node)) return
    const { parent } = node
    const name = ts.isFunctionDeclaration(node) ? node.name : ts.isVariableDeclaration(parent) ? parent.name : undefined
    const index = node.parameters.findIndex((one) => one.name.getText(file) === 'code')
    if (name !== undefined && index >= 0) found.push({ name: name.getText(file), index })
  })
  return found
}

function constantsOf(file: ts.SourceFile): [string, string][] {
  const found: [string, string][] = []
  visit(file, (node) => {
    if (!ts.isVariableDeclaration(node) || node.initializer === undefined) return
    if (ts.isStringLiteralLike(node.initializer)) found.push([node.name.getText(file), node.initializer.text])
  })
  return found
}

function patternsOf(template: ts.TemplateExpression): readonly RegExp[] {
  const texts = [template.head.text, ...template.templateSpans.map((span) => span.literal.text)]
  return texts.every((text) => /^[a-z0-9-]*$/.test(text)) ? [new RegExp(`^${texts.join('[a-z0-9-]+')}$`)] : []
}
