// What keepalived accepts of one real server, and is probably not meant.

import type { Report } from '../../../config/diagnostic.js'
import { statementOf } from '../../../config/schema/block.js'
import { tellKeyword, tellValues } from '../../../config/schema/cursor.js'
import type { RealServerConfig } from '../model.js'
import type { BoundRealServer } from '../real-server.js'

/** Weights above it are no longer proportions of anything. */
const largestUsual = 65535

export function lintServer(bound: BoundRealServer, config: RealServerConfig, report: Report): void {
  if (config.lowerThreshold !== 0) lintThresholds(bound, config, report)
  if (config.weight > largestUsual && bound.values.weight !== undefined) tellWeight(bound, report)
  if (bound.values.alpha === true && !hasChecks(bound)) tellAlpha(bound, report)
}

/** Blocks inside a real server are its checks, whether or not they came to anything. */
export const hasChecks = (bound: BoundRealServer): boolean =>
  bound.block.statements.some((statement) => statement.block !== undefined)

function lintThresholds(bound: BoundRealServer, config: RealServerConfig, report: Report): void {
  const { lowerThreshold, upperThreshold } = config
  const lower = statementOf(bound, 'lowerThreshold') ?? bound.statement
  if (upperThreshold === 0) {
    tellKeyword(report, lower, {
      code: 'ignored-flag',
      severity: 'warning',
      message: '`lthreshold` has no effect without `uthreshold`',
      hint: 'It says when a server that was full gets connections again. Add `uthreshold`, or remove the line.',
    })
  } else if (lowerThreshold >= upperThreshold) {
    tellValues(report, lower, {
      code: 'thresholds-crossed',
      severity: 'warning',
      message: `\`lthreshold\` ${lowerThreshold} is not below \`uthreshold\` ${upperThreshold}`,
      hint: 'A server that is full gets new connections again at once: the upper limit holds nothing back. Usual is three quarters of it.',
    })
  }
}

function tellWeight(bound: BoundRealServer, report: Report): void {
  tellValues(report, statementOf(bound, 'weight') ?? bound.statement, {
    code: 'huge-weight',
    severity: 'hint',
    message: `A weight above ${largestUsual} is more than schedulers are made for`,
    hint: 'Only the proportion of the weights counts. Divide all of them by the same number.',
  })
}

function tellAlpha(bound: BoundRealServer, report: Report): void {
  tellKeyword(report, statementOf(bound, 'alpha') ?? bound.statement, {
    code: 'ignored-flag',
    severity: 'warning',
    message: '`alpha` has no effect on a server without a check',
    hint: 'Nothing could bring it up: it counts as up all the time, as in keepalived. Add a check.',
  })
}
