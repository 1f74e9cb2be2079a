// Scripts and mails that a change of state sets off.

import { describe, expect, it } from 'vitest'
import { letterFor, scriptsFor, type VrrpStateMessage } from '../../../daemon/supervisor/notifications.js'
import { command } from './helpers.js'

const message = (subject: 'INSTANCE' | 'GROUP', state: VrrpStateMessage['state']): VrrpStateMessage => ({
  kind: 'vrrpState',
  subject,
  name: 'X',
  state,
  priority: subject === 'GROUP' ? 0 : 100,
  mail: true,
})

const notify = {
  master: command('/m', 'a'),
  backup: command('/b'),
  fault: command('/f'),
  stop: command('/s'),
  any: command('/n', 'x y'),
}

describe('scripts', () => {
  it.each([
    ['INSTANCE', 'MASTER', ['/m a', '/n x y INSTANCE X MASTER 100']],
    ['INSTANCE', 'BACKUP', ['/b', '/n x y INSTANCE X BACKUP 100']],
    ['INSTANCE', 'FAULT', ['/f', '/n x y INSTANCE X FAULT 100']],
    ['INSTANCE', 'STOP', ['/s', '/n x y INSTANCE X STOP 100']],
    ['INSTANCE', 'DELETED', ['/n x y INSTANCE X DELETED 100']],
    ['GROUP', 'MASTER', ['/m a', '/n x y GROUP X MASTER 0']],
  ] as const)(
    'NTF-01: %s %s runs the specific script without arguments, then the generic one with four',
    (subject, state, expected) => {
      expect(scriptsFor(notify, message(subject, state)).map((one) => one.argv.join(' '))).toEqual(expected)
    },
  )

  it('keep the generic script’s user', () => {
    const user = { user: 'nobody', group: undefined }
    const only = {
      master: undefined,
      backup: undefined,
      fault: undefined,
      stop: undefined,
      any: { argv: ['/n'], runAs: user },
    }
    expect(scriptsFor(only, message('INSTANCE', 'MASTER'))).toEqual([
      { argv: ['/n', 'INSTANCE', 'X', 'MASTER', '100'], runAs: user },
    ])
  })
})

describe('mails', () => {
  it.each([
    ['INSTANCE', 'MASTER', 'VRRP Instance X - Entering MASTER state', '=> VRRP Instance is now owning VRRP VIPs <='],
    [
      'INSTANCE',
      'BACKUP',
      'VRRP Instance X - Entering BACKUP state',
      '=> VRRP Instance is no longer owning VRRP VIPs <=',
    ],
    [
      'INSTANCE',
      'FAULT',
      'VRRP Instance X - Entering FAULT state',
      '=> VRRP Instance is no longer owning VRRP VIPs <=',
    ],
    ['INSTANCE', 'STOP', 'VRRP Instance X - Stopping', '=> VRRP Instance stopping <='],
    ['INSTANCE', 'DELETED', 'VRRP Instance X - Deleted', '=> VRRP Deleted at reload <='],
    [
      'GROUP',
      'BACKUP',
      'VRRP Group X - Entering BACKUP state',
      '=> All VRRP group instances are now in BACKUP state <=',
    ],
    ['GROUP', 'STOP', 'VRRP Group X - Stopping', '=> All VRRP group instances are now stopping <='],
  ] as const)('%s %s has the subject and body that mail filters know', (subject, state, title, body) => {
    expect(letterFor(message(subject, state))).toEqual({ subject: title, body })
  })

  it('there is none for a deleted group', () => {
    expect(letterFor(message('GROUP', 'DELETED'))).toBeUndefined()
  })
})
