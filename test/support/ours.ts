// What lvs-ha says of a file, in the form that is compared with what keepalived says.

import { positionOf } from '../../config/source.js'
import { loadConfig } from '../../daemon/load-config.js'
import type { Ours } from './oracle.mjs'

/** With the identity `vm`, as keepalived was asked. */
export const oursOn = (file: string): readonly Ours[] =>
  loadConfig(file, { configId: 'vm' }).diagnostics.map(({ code, severity, message, span, keepalived = [] }) => ({
    code,
    severity,
    message,
    line: span === undefined ? undefined : positionOf(span.source, span.start).line,
    keepalived,
  }))
