// A rule about the machine: what a file asks for, what the machine has, and a report of what does not fit.

import type { KeepalivedSays, RelatedPlace, Report, Severity } from '../../config/diagnostic.js'
import type { Span } from '../../config/source.js'
import type { Whole } from '../lint/whole.js'
import type { Machine } from './machine.js'

export type LiveRule = (whole: Whole, machine: Machine, report: Report) => void

export interface LiveComplaint {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly hint: string
  readonly span: Span | undefined
  readonly related?: readonly RelatedPlace[]
  readonly keepalived?: readonly KeepalivedSays[]
}

export function tellLive(report: Report, complaint: LiveComplaint): void {
  const { code, severity, message, hint, span, related = [], keepalived } = complaint
  report({
    code,
    severity,
    message,
    hint,
    ...(span === undefined ? {} : { span }),
    related,
    ...(keepalived === undefined ? {} : { keepalived }),
  })
}
