// Reports of state: values that survive JSON, and text.

import { expect, it } from 'vitest'
import { asInstant } from '../../config/values/time.js'
import { healthReport, renderHealth } from '../../healthcheck/report.js'
import { createCheckers, step } from '../../healthcheck/state/core.js'
import { REFUSED, real, sorry, tcp, virtual } from './support.js'

it('names services, servers and checkers with their state and the reason', () => {
  const state = createCheckers()
  const servers = [real('10.9.0.11', 80, { weight: 2 }), real('10.9.0.12', 80, { checkers: [] })]
  const checkers = [tcp('10.9.0.11', 80, { alpha: true })]
  const config = {
    virtualServers: [
      virtual('10.9.0.1', servers),
      virtual('10.9.0.2', [real('10.9.0.11', 80, { checkers })], { sorryServer: sorry('10.9.0.99') }),
    ],
  }
  step(state, { kind: 'configured', config, adopted: {}, chances: [0, 0] }, asInstant(0))
  step(state, { kind: 'clock' }, asInstant(0))
  step(state, { kind: 'probed', probe: 2, outcome: REFUSED }, asInstant(1))
  expect(renderHealth(healthReport(state)).split('\n')).toEqual([
    'VS [10.9.0.1]:tcp:80 quorum up (3 of 1)',
    '  RS [10.9.0.11]:tcp:80 up, weight 2',
    '    TCP_CHECK up, not run yet',
    '  RS [10.9.0.12]:tcp:80 up, weight 1',
    'VS [10.9.0.2]:tcp:80 quorum down (0 of 1), sorry server [10.9.0.99]:tcp:80 in use',
    '  RS [10.9.0.11]:tcp:80 down, weight 1',
    '    TCP_CHECK down: connection refused',
    '',
  ])
  expect(JSON.parse(JSON.stringify(healthReport(state)))).toMatchObject({
    virtualServers: [
      { name: '[10.9.0.1]:tcp:80', quorumUp: true, liveWeight: 3 },
      { sorryServer: { name: '[10.9.0.99]:tcp:80', inUse: true } },
    ],
  })
})
