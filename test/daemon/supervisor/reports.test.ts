// The picture of what the children report, and how it is told.

import { describe, expect, it } from 'vitest'
import {
  emptyPicture,
  healthOf,
  keepOnly,
  mastersOf,
  recordVrrpState,
  reportLines,
  statusLine,
  type Picture,
} from '../../../daemon/supervisor/reports.js'
import type { VrrpStateMessage } from '../../../daemon/supervisor/notifications.js'

const message = (
  name: string,
  state: VrrpStateMessage['state'],
  subject: 'INSTANCE' | 'GROUP' = 'INSTANCE',
): VrrpStateMessage => ({
  kind: 'vrrpState',
  subject,
  name,
  state,
  priority: subject === 'GROUP' ? 0 : 100,
  mail: true,
})

function picture(): Picture {
  const made = emptyPicture()
  recordVrrpState(made, message('A', 'MASTER'))
  recordVrrpState(made, message('B', 'BACKUP'))
  recordVrrpState(made, message('G', 'MASTER', 'GROUP'))
  made.servers.set('vs rs1', true)
  made.servers.set('vs rs2', false)
  return made
}

describe('the picture', () => {
  it('gives the status line', () => {
    expect(statusLine(picture())).toBe('1 MASTER, 1 BACKUP; 1/2 RS up')
    expect(statusLine(emptyPicture())).toBe('nothing configured')
    expect(statusLine(picture(), ['VRRP'])).toBe('1 MASTER, 1 BACKUP; 1/2 RS up; VRRP process down')
  })

  it('gives what a restarted child adopts', () => {
    expect(mastersOf(picture())).toEqual(['A'])
    expect(healthOf(picture())).toEqual({ 'vs rs1': 'up', 'vs rs2': 'down' })
  })

  it('forgets what is deleted or no longer configured', () => {
    const made = picture()
    recordVrrpState(made, message('A', 'DELETED'))
    expect(mastersOf(made)).toEqual([])
    keepOnly(made, new Set(), new Set(), new Set(['vs rs1']))
    expect(statusLine(made)).toBe('1/1 RS up')
  })

  it('says on request how the daemon itself is', () => {
    const lines = reportLines({
      version: '1.2.3',
      pid: 7,
      configFile: 'k.conf',
      generation: 2,
      children: [
        { title: 'VRRP', pid: 8, restarts: 1 },
        { title: 'Healthcheck', pid: undefined, restarts: 3 },
      ],
      scripts: { running: 1, waiting: 0 },
      mails: { waiting: 0, sent: 4, failed: 1, dropped: 0 },
    })
    expect(lines).toEqual([
      'lvs-ha v1.2.3, pid 7, configuration k.conf, generation 2',
      'VRRP process: pid 8, 1 restarts',
      'Healthcheck process: not running, 3 restarts',
      'scripts: 1 running, 0 waiting',
      'mails: 0 waiting, 4 sent, 1 failed, 0 dropped',
    ])
  })
})
