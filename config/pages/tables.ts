// The rules that hold for keywords and values in every block, one page each.

import type { RulePage, RulePages } from '../rule-page.js'

/** A small instance that nothing is wrong with, but for the lines that are put into it. */
const instance = (lines = '', id = '    virtual_router_id 51\n', address = '192.0.2.10/24'): string =>
  `vrrp_instance VI_1 {
    interface eth0
${id}    priority 100
    advert_int 1
${lines}    virtual_ipaddress {
        ${address}
    }
}
`

const service = (lines = ''): string =>
  `virtual_server 192.0.2.20 80 {
    protocol TCP
    lb_algo rr
    lb_kind NAT
${lines}    real_server 192.0.2.31 80 {
        TCP_CHECK {
            connect_timeout 3
        }
    }
}
`

const globals = (lines: string): string => `global_defs {\n${lines}}\n`

const page = (title: string, severity: RulePage['severity'], why: string, wrong: string, right: string): RulePage => ({
  title,
  severity,
  why,
  wrong,
  right,
})

const keywords: RulePages = {
  'unknown-keyword': page(
    'A keyword that nobody knows in this block',
    ['error'],
    'The line, or the whole block it opens, is left out: what it asks for does not happen, and keepalived says so only in its log. Mostly ' +
      'it is a slip of the pen, or the keyword of another block. keepalived does not skip an unknown block: it reads what is in it as if ' +
      'it stood outside, so that one wrong word gives a dozen messages.',
    instance('    nopremt\n'),
    instance('    nopreempt\n'),
  ),
  'obsolete-keyword': page(
    'A keyword of long ago, without effect',
    ['hint'],
    'It meant something in old releases, and nothing replaces it because nothing needs to. keepalived 2 no longer knows the word, and its ' +
      'configuration test fails because of it.',
    service('    nat_mask 255.255.255.0\n'),
    service(),
  ),
  'deprecated-keyword': page(
    'An old spelling',
    ['warning', 'hint'],
    'The old word still works. keepalived asks for the new one, and for some words its configuration test fails; a later release may not ' +
      'know them any more.',
    globals('    vrrp_vmac_garp_intvl 60\n'),
    globals('    vrrp_garp_extra_if 60\n'),
  ),
  'repeated-keyword': page(
    'A keyword is given twice in a block',
    ['warning', 'error'],
    'One of the two is not used. For most keywords the last one counts and keepalived says nothing; for names and scripts the first one ' +
      'stays and it is an error. Whoever changes the line that does not count wonders why nothing happens.',
    instance('    garp_master_delay 5\n    garp_master_delay 10\n'),
    instance('    garp_master_delay 10\n'),
  ),
  'missing-keyword': page(
    'A keyword that must be there is not',
    ['error', 'fatal', 'warning'],
    'Without it the block cannot do what it is for: an instance needs its number and its interface, a check the name of what it looks at. ' +
      'keepalived leaves the block out, or refuses the whole VRRP part.',
    instance('', ''),
    instance(),
  ),
  'unexpected-block': page(
    'Braces after a keyword that takes none',
    ['error'],
    'The keyword keeps its value, and what stands between the braces is skipped. keepalived goes on reading inside the braces, as if ' +
      'their content stood in the block around them.',
    instance('    nopreempt {\n        preempt_delay 60\n    }\n'),
    instance('    preempt_delay 60\n'),
  ),
  'no-effect-alone': page(
    'A keyword that does nothing without another one',
    ['hint'],
    'It refines something that is not configured, so it is read and forgotten, without a word from keepalived. Either the other keyword has ' +
      'been forgotten, or this one has been left behind.',
    globals('    enable_traps\n'),
    globals('    enable_traps\n    enable_snmp_vrrp\n'),
  ),
  'not-enforced-yet': page(
    'Understood, but without effect yet',
    ['warning'],
    'The line is read and checked like any other, but the daemon does not act on it yet. The hint says what to reckon with. What could ' +
      'leave two masters is never half done: such an instance is left out as a whole.',
    globals('    lvs_flush\n'),
    globals('    router_id director1\n'),
  ),
}

const values: RulePages = {
  'wrong-value': page(
    'A value that is not valid',
    ['error', 'warning', 'fatal'],
    'Numbers must be whole words of digits in their range, choices must be spelt exactly, addresses must be literals. The value is left ' +
      'out or replaced, as the hint says, and the default that is used instead can be far from what was meant: an instance with a wrong ' +
      'priority has 100.',
    instance('    virtual_router_id 51\n    garp_master_delay 5s\n', ''),
    instance('    garp_master_delay 5\n'),
  ),
  'missing-value': page(
    'A value is missing',
    ['error', 'warning', 'fatal'],
    'Most of keepalived reads the word without looking whether it is there, and the program ends at once: it does not start, and a reload ' +
      'stops it. Here the line is left out and the rest is used.',
    instance('    garp_master_delay\n'),
    instance('    garp_master_delay 5\n'),
  ),
  'surplus-words': page(
    'More words than the keyword takes',
    ['warning', 'error'],
    'What is too much is ignored, mostly without a word from keepalived. A keyword that takes no value is in force even when `off` follows ' +
      'it. A name with blanks needs quotes, and each keyword needs a line of its own.',
    globals('    log_unknown_vrids off\n    enable_script_security no\n'),
    globals('    router_id director1\n'),
  ),
  'adjusted-value': page(
    'A value is moved to one that is possible',
    ['error', 'warning'],
    'The number is legal as such and makes no sense here, so the nearest one that does is used. keepalived counts it as a mistake. What ' +
      'runs is not what is written: write what runs, or what was meant.',
    globals('    smtp_connect_timeout 0\n'),
    globals('    smtp_connect_timeout 10\n'),
  ),
  'ignored-suffix': page(
    'An address with a prefix length where none belongs',
    ['warning'],
    'keepalived cuts everything from a `/` or `-` on off and says nothing. The address is the right one, but whoever reads the file takes it ' +
      'for a network or a range.',
    globals('    vrrp_mcast_group4 224.0.0.18/32\n'),
    globals('    vrrp_mcast_group4 224.0.0.18\n'),
  ),
  'ignored-flag': page(
    'An option that has no effect here',
    ['warning', 'hint', 'error'],
    'It is legal where it stands, but other settings of the block leave it nothing to do. Often these other settings are not what was meant.',
    service('    sh-port\n'),
    service().replace('lb_algo rr', 'lb_algo sh\n    sh-port'),
  ),
  'unknown-option': page(
    'A word that is no option of the line',
    ['error', 'warning'],
    'Some keywords take options in any order. A word that is none of them is passed over, and the word behind it may be taken for an option ' +
      'in turn.',
    globals('    lvs_timeouts tcp 900 tcp_fin 120\n'),
    globals('    lvs_timeouts tcp 900 tcpfin 120\n'),
  ),
  'contradictory-options': page(
    'Options that cannot both hold',
    ['error', 'warning'],
    'Only one of them is used. Which one is a matter of the order in which keepalived looks at them, not of what is more important.',
    globals('    vrrp_rx_bufs_policy MTU ADVERT\n'),
    globals('    vrrp_rx_bufs_policy MTU\n'),
  ),
  'wrong-family': page(
    'IPv4 and IPv6 where only one of them fits',
    ['error', 'warning', 'fatal'],
    'An instance speaks one of the two, and so does a service with its servers. An address of the other family is left out; addresses of ' +
      'both need an instance each, or `virtual_ipaddress_excluded`.',
    instance('', undefined, '192.0.2.10/24\n        2001:db8::10/64'),
    instance(),
  ),
  'duplicate-entry': page(
    'The same entry twice in a list',
    ['warning', 'error', 'hint'],
    'The second one changes nothing. Mostly a line was copied and the copy not changed: the entry that was meant is missing.',
    instance('', undefined, '192.0.2.10/24\n        192.0.2.10/24'),
    instance('', undefined, '192.0.2.10/24\n        192.0.2.11/24'),
  ),
  'duplicate-name': page(
    'A name is used twice',
    ['error', 'warning'],
    'Names must tell things apart. Of two instances with one name keepalived keeps the first and skips the other as a whole; for scripts and ' +
      'groups it says nothing, and every use means the first.',
    instance() + instance('', '    virtual_router_id 52\n', '192.0.2.11/24'),
    instance() + instance('', '    virtual_router_id 52\n', '192.0.2.11/24').replace('VI_1', 'VI_2'),
  ),
  'unquoted-arguments': page(
    'Arguments of a script outside the quotes',
    ['warning'],
    'The words after a command are the user and the group to run it as. Arguments belong into the same pair of quotes as the command; ' +
      'outside, keepalived looks for a user called `--verbose` and drops the script.',
    instance('    notify_master /usr/local/bin/master.sh --verbose\n'),
    instance('    notify_master "/usr/local/bin/master.sh --verbose"\n'),
  ),
  'empty-block': page(
    'A list without entries',
    ['error', 'warning'],
    'The block is there and names nothing, so nothing happens: nobody gets mail. keepalived counts it as a mistake.',
    globals('    notification_email {\n    }\n'),
    globals('    notification_email {\n        admin@example.org\n    }\n'),
  ),
}

const globalDefinitions: RulePages = {
  'multicast-scope': page(
    'A multicast group that reaches beyond the link',
    ['warning'],
    'VRRP is spoken between neighbours on one link, and its IPv6 group must be a link-local one (ff02::/16). Another scope lets routers carry ' +
      'adverts to where they do not belong.',
    globals('    vrrp_mcast_group6 ff05::12\n'),
    globals('    vrrp_mcast_group6 ff02::12\n'),
  ),
  'odd-router-id': page(
    'A router_id that is empty or has blanks',
    ['hint'],
    'It is the name of this machine in the subject of every mail, and often what a filter looks for. One plain word can be searched for; ' +
      'without `router_id` it is the host name.',
    globals('    router_id "first director"\n'),
    globals('    router_id director1\n'),
  ),
  'sample-mail-address': page(
    'A mail address from a sample configuration',
    ['hint'],
    'The addresses at firewall.loc come with keepalived as an example, and have been copied into thousands of files. Nobody reads them: the ' +
      'mail about a fail-over is lost.',
    globals('    notification_email {\n        failover@firewall.loc\n    }\n    smtp_server 192.0.2.25\n'),
    globals('    notification_email {\n        admin@example.org\n    }\n    smtp_server 192.0.2.25\n'),
  ),
  'mail-address-without-domain': page(
    'A mail address without a domain',
    ['warning', 'hint'],
    'A server on another machine cannot know where such mail belongs, and many refuse the whole message. Only a server on this machine ' +
      'delivers it to a local user.',
    globals('    notification_email_from keepalived\n'),
    globals('    notification_email_from keepalived@example.org\n'),
  ),
}

export const pages: RulePages = { ...keywords, ...values, ...globalDefinitions }
