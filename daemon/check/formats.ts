// The forms `lvs-ha check` can print its result in, and the way from a result to each. Only that for text
// is loaded before it is asked for.

import type { CheckedFile } from '../../config/render/checked-file.js'
import type { Checked } from './checked.js'
import { textOf, type TextSettings } from './text.js'

export const FORMATS = ['text', 'json', 'gcc', 'github', 'sarif', 'checkstyle'] as const
export type Format = (typeof FORMATS)[number]

/** Everything that goes to standard output. */
export async function renderChecked(checked: Checked, format: Format, settings: TextSettings): Promise<string> {
  const { files, outlook } = checked
  switch (format) {
    case 'text':
      return textOf(checked, settings)
    case 'json': {
      const { renderJson } = await import('../../config/render/json.js')
      const silenced = files.reduce((sum, one) => sum + one.silenced.length, 0)
      const asked = files.map(({ file, readable }) => ({ file, readable }))
      return renderJson(allOf(files), { files: asked, silenced, outlook })
    }
    case 'gcc':
      return (await import('../../config/render/gcc.js')).renderGcc(files)
    case 'github':
      return (await import('../../config/render/github.js')).renderGithub(files, process.cwd())
    case 'checkstyle':
      return (await import('../../config/render/checkstyle.js')).renderCheckstyle(files)
    case 'sarif':
      return sarifOf(checked)
  }
}

async function sarifOf({ files }: Checked): Promise<string> {
  const { renderSarif } = await import('../../config/render/sarif.js')
  const { pages } = await import('../explain/pages.js')
  const { programVersion } = await import('../version.js')
  const successful = files.every((one) => one.readable)
  return renderSarif(files, { version: programVersion(), pages, directory: process.cwd(), successful })
}

const allOf = (files: readonly CheckedFile[]) => files.flatMap((one) => one.diagnostics)
