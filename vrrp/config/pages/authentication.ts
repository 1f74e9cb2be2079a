// The rules about authentication, one page each.

import type { RulePages } from '../../../config/rule-page.js'
import { inBlock, sample } from './sample.js'

const pass = (password: string): string => inBlock('authentication', `auth_type PASS\nauth_pass ${password}`).trimEnd()
const hmac = (active: string): string =>
  inBlock('auth_hmac', `key 1 0123456789abcdef0123456789abcdef${active}`).trimEnd()

export const authenticationPages: RulePages = {
  'authentication-ignored': {
    title: 'An authentication block that has no effect',
    severity: ['error', 'warning'],
    why: 'Version 3 has no authentication, strict mode forbids it, and without `auth_type` and a password there is none. Adverts are then sent and taken without. A peer that still asks for a password drops them, and both are master.',
    wrong: sample(`version 3\n${pass('s3cret')}`),
    right: sample(`version 2\n${pass('s3cret')}`),
  },
  'password-cut': {
    title: 'Only the first eight bytes of a password are used',
    severity: ['error'],
    why: 'The field in the packet has eight bytes. What stands behind them protects nothing, and two passwords that begin alike are the same. Letters outside ASCII have more than one byte.',
    wrong: sample(pass('correct-horse-battery')),
    right: sample(pass('c0rrectH')),
  },
  'cleartext-password': {
    title: 'The password of VRRP is sent in clear text',
    severity: ['hint'],
    why: 'Every advert carries it, to a multicast group that everybody on the network can join. It keeps routers apart that got the same virtual router id by mistake. It does not keep an attacker out, and later versions of the protocol dropped it. Reported once for a file.',
    wrong: sample(pass('s3cret')),
    right: sample(hmac('\nactive_key 1')),
  },
  'same-password': {
    title: 'One password on several networks',
    severity: ['hint'],
    why: 'The password can be read by everybody on the network. With the same one elsewhere, who listens in the one network can take the virtual addresses of the other.',
    wrong:
      sample(pass('s3cret')) + sample(pass('s3cret'), { name: 'VI_2', device: 'eth1', address: '198.51.100.10/24' }),
    right:
      sample(pass('s3cret')) + sample(pass('0ther'), { name: 'VI_2', device: 'eth1', address: '198.51.100.10/24' }),
  },
  'no-active-key': {
    title: '`auth_hmac` does not say which key signs',
    severity: ['error'],
    why: 'Adverts are signed with the key that `active_key` names. If it names none that is there, keepalived drops the whole block and runs without any authentication, while the peers drop what is not signed.',
    wrong: sample(hmac('')),
    right: sample(hmac('\nactive_key 1')),
  },
}
