// Names of users and groups to numbers.

import { describe, expect, it } from 'vitest'
import { identityOf } from '../../../daemon/supervisor/users.js'

const passwd = 'root:x:0:0:root:/root:/bin/bash\nwww:x:33:34::/:/bin/false\n'
const group = 'root:x:0:\nadm:x:4:syslog\nwww:x:34:\n'

describe('who a script runs as', () => {
  it.each([
    ['its user and the user’s group', { user: 'www', group: undefined }, { ok: true, identity: { uid: 33, gid: 34 } }],
    ['its user and the group named', { user: 'www', group: 'adm' }, { ok: true, identity: { uid: 33, gid: 4 } }],
    ['a user given as a number', { user: '33', group: '4' }, { ok: true, identity: { uid: 33, gid: 4 } }],
    ['nobody when the user is unknown', { user: 'who', group: undefined }, { ok: false, reason: 'unknown user who' }],
    ['nobody when the group is unknown', { user: 'www', group: 'g' }, { ok: false, reason: 'unknown group g' }],
    ['root when nothing is configured', undefined, { ok: true, identity: { uid: 0, gid: 0 } }],
  ])('is %s', (_title, wanted, expected) => {
    expect(identityOf(wanted, { passwd, group })).toEqual(expected)
  })

  it('is keepalived_script when nothing is configured and there is such a user', () => {
    const more = `${passwd}keepalived_script:x:991:992::/:/bin/false\n`
    expect(identityOf(undefined, { passwd: more, group })).toEqual({ ok: true, identity: { uid: 991, gid: 992 } })
  })
})
