// The pages of the rules across features, for `lvs-ha check --explain`.

import type { RulePages } from '../../config/rule-page.js'
import { globalsSample, instanceSample, serviceSample } from './sample.js'

const secure = 'enable_script_security\nscript_user root'

export const acrossPages: RulePages = {
  'no-mail': {
    title: 'Mail is asked for, and cannot be sent',
    severity: ['warning'],
    why: 'smtp_alert only says that there is to be mail. Without a server and somebody to write to none is sent, and nothing in the log says so. It comes out when the first fail-over at night goes unnoticed.',
    wrong: instanceSample({ more: 'smtp_alert' }),
    right:
      globalsSample('smtp_server 192.0.2.25\nnotification_email {\n    ops@example.com\n}') +
      instanceSample({ more: 'smtp_alert' }),
  },
  'unowned-service-address': {
    title: 'A service on an address that no instance holds',
    severity: ['warning', 'hint'],
    why: 'The service is set up in the kernel, and no packet reaches it: nobody on the network answers for its address. Usually it is a slip of the pen, in the service or in virtual_ipaddress. It is sound when the address is routed to the director or configured outside of this file; then silence the rule there.',
    wrong: instanceSample() + serviceSample({ address: '192.0.2.100 80' }),
    right: instanceSample() + serviceSample(),
  },
  'virtual-address-as-server': {
    title: 'A real server that is an address of the director itself',
    severity: ['warning'],
    why: 'The virtual address belongs to whichever director is master: the server is then that machine itself, and seen from the backup it is the other. Checks succeed as long as anybody is master. Servers have addresses of their own.',
    wrong: instanceSample() + serviceSample({ server: '192.0.2.10 8080', kind: 'NAT' }),
    right: instanceSample() + serviceSample({ server: '192.0.2.21 8080', kind: 'NAT' }),
  },
  'script-security': {
    title: 'Scripts may run as root, whoever can write to them',
    severity: ['hint', 'warning'],
    why: 'Without script_user scripts run as keepalived_script if there is such a user, else as root. Without enable_script_security that happens even if somebody else can write to the script or to a folder above it: whoever can do so becomes root at the next fail-over. keepalived calls it a security violation and ends its test with status 6.',
    wrong: instanceSample({ more: 'notify /usr/local/sbin/ha-notify' }),
    right: globalsSample(secure) + instanceSample({ more: 'notify /usr/local/sbin/ha-notify' }),
  },
}
