// Files a configuration names besides scripts: keys of auth_hmac, keys and certificates for checks over TLS, files that are tracked. Looks at
// who may read them, never at what is in them.

import { says, type KeepalivedSays } from '../../config/diagnostic.js'
import { spanOf } from '../../config/schema/block.js'
import type { Span } from '../../config/source.js'
import { trackFilesOf } from '../../vrrp/config/tracked-blocks.js'
import type { Machine } from './machine.js'
import { tellLive, type LiveRule } from './rule.js'

export const checkKeyFiles: LiveRule = (whole, machine, report) => {
  for (const { name, unenforced } of [...whole.vrrp.instances, ...whole.vrrp.leftOut]) {
    const bound = whole.root.values.instances.find(({ header }) => header === name)
    if (bound === undefined) continue
    const place = spanOf(bound, 'hmac')
    for (const { secret } of unenforced.hmac?.keys ?? []) {
      if (!('file' in secret)) continue
      const facts = machine.file(secret.file)
      if (facts === undefined || facts.kind === 'directory') {
        const said = `(${name}) auth_hmac key file '${secret.file}' cannot be opened`
        tellMissing('key file', secret.file, 'The key is not used.', place, report, says(said))
      } else if ((facts.mode & 0o077) !== 0) tellOpen(name, secret.file, place, report)
    }
  }
}

function tellOpen(instance: string, path: string, place: Span, report: Parameters<LiveRule>[2]): void {
  const message = `(${instance}) auth_hmac key file '${path}' is readable by group or others`
  tellLive(report, {
    code: 'open-key-file',
    severity: 'warning',
    message: `The key file \`${path}\` can be read by others than its owner`,
    hint: `Whoever knows the key can take over the addresses. chmod 600 ${path}`,
    span: place,
    keepalived: [{ message, placed: true, status: 6 }],
  })
}

export const checkCertificates: LiveRule = (whole, machine, report) => {
  const bound = whole.root.values.ssl.at(-1)
  if (bound === undefined) return
  for (const field of ['ca', 'certificate', 'key'] as const) {
    const path = bound.values[field]
    if (path === undefined || isReadable(path, machine)) continue
    tellMissing('file', path, 'Checks over TLS cannot be made with it.', spanOf(bound, field), report)
  }
}

const isReadable = (path: string, machine: Machine): boolean => machine.file(path)?.kind === 'file'

/** The file itself may come later; the folder has to be there to be watched. */
export const checkTrackedFiles: LiveRule = (whole, machine, report) => {
  for (const bound of trackFilesOf(whole.root)) {
    const path = bound.values.file
    if (path === undefined) continue
    const folder = path.replace(/\/[^/]*$/, '') || '/'
    if (machine.file(folder)?.kind === 'directory') continue
    tellMissing('folder', folder, 'The file cannot be watched and is not tracked.', spanOf(bound, 'file'), report)
  }
}

function tellMissing(
  what: string,
  path: string,
  fate: string,
  place: Span,
  report: Parameters<LiveRule>[2],
  keepalived?: readonly KeepalivedSays[],
): void {
  tellLive(report, {
    code: 'missing-file',
    severity: 'error',
    message: `There is no ${what} \`${path}\` on this machine, or it cannot be looked at`,
    hint: `${fate} Put it there, or correct the path.`,
    span: place,
    ...(keepalived === undefined ? {} : { keepalived }),
  })
}
