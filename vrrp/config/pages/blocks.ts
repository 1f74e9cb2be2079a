// The rules about tracked blocks, addresses, routes and policy rules, one page each.

import type { RulePages } from '../../../config/rule-page.js'
import { inBlock, sample } from './sample.js'

const script = (lines: string, name = 'check_web'): string => inBlock(`vrrp_script ${name}`, lines)
const tracking = (line: string): string => sample(inBlock('track_script', line).trimEnd())
const routes = (line: string): string => sample(inBlock('virtual_routes', line).trimEnd())
const rules = (line: string): string => sample(inBlock('virtual_rules', line).trimEnd())
const check = 'script "/usr/local/bin/check-web"'

export const pages: RulePages = {
  'unknown-name': {
    title: 'A name stands for nothing, or for a block further down',
    severity: ['error'],
    why: 'What is tracked or checked by name must be defined before it is used: keepalived resolves such names while it reads. A line with a name it does not know is dropped. The instance then runs on happily when the thing it should watch fails, which is found out on the day it does.',
    wrong: tracking('check_web') + script(check),
    right: script(check) + tracking('check_web'),
  },
  'unused-block': {
    title: 'Nobody uses a block that does something only for others',
    severity: ['hint'],
    why: 'A script, a process entry, a BFD session or a track group has an effect only through those who name it. An unused one is either left over, or the line that should name it was forgotten: then something goes unwatched.',
    wrong: script(check) + sample('priority 100'),
    right: script(check) + tracking('check_web'),
  },
  'unused-weight': {
    title: 'The weight of a block never counts',
    severity: ['hint'],
    why: 'A line of a track list without `weight` uses that of the block it names. When every such line gives its own, the one in the block says something that does not happen, and whoever changes it later wonders why nothing changes.',
    wrong: script(`${check}\nweight -30`) + tracking('check_web weight -50'),
    right: script(`${check}\nweight -50`) + tracking('check_web'),
  },
  'lost-init-fail': {
    title: '`init_fail` has no effect on a script that is tracked',
    severity: ['hint'],
    why: 'keepalived marks the script as failed when it reads `init_fail`, and forgets it again when it reads the track list that names the script. Until the first run ends the instance waits instead. The line suggests a caution that is not there.',
    wrong: script(`${check}\ninit_fail`) + tracking('check_web'),
    right: script(check) + tracking('check_web'),
  },
  'rule-without-preference': {
    title: 'A policy rule without `preference`',
    severity: ['error'],
    why: 'Rules without preference get one counted down from 16384, in the order of the file: a rule that is added or removed elsewhere moves all that follow, and with them what the kernel looks at first. The configuration test of keepalived rejects them.',
    wrong: rules('from 192.0.2.0/24 table 100'),
    right: rules('from 192.0.2.0/24 table 100 preference 1000'),
  },
  'swallowed-word': {
    title: 'The word after `inet` or `inet6` is skipped',
    severity: ['warning'],
    why: 'In lines of routes and rules keepalived skips the word that follows `inet` or `inet6`. Mostly the rest of the line is then nonsense and is rejected; now and then it is a valid line that means something else. The addresses say which family it is: both words can be left out.',
    wrong: routes('198.51.100.0/24 inet via 192.0.2.1 dev eth0'),
    right: routes('198.51.100.0/24 via 192.0.2.1 dev eth0'),
  },
  'untracked-route': {
    title: 'A route that names no interface',
    severity: ['hint'],
    why: 'Current releases of keepalived track such a route through the interface the kernel chooses. Older ones, still in use by long-lived distributions, do not track it, and their configuration test rejects it. With `dev` it is the same everywhere; `no_track` says that its loss does not matter.',
    wrong: routes('198.51.100.0/24 via 192.0.2.1'),
    right: routes('198.51.100.0/24 via 192.0.2.1 dev eth0'),
  },
  'local-name': {
    title: 'A name that only the files of iproute2 on the machine explain',
    severity: ['hint'],
    why: 'Routing tables, realms and their like can be called by names that stand in /etc/iproute2. On a director where a name is missing, the line is dropped: typically on the new machine, at its first fail-over. Numbers work everywhere.',
    wrong: routes('198.51.100.0/24 via 192.0.2.1 dev eth0 table uplink'),
    right: routes('198.51.100.0/24 via 192.0.2.1 dev eth0 table 100'),
  },
  'no-up-delay': {
    title: 'One delay for an interface is for going down only',
    severity: ['hint'],
    why: 'With one time an interface must be down that long before it counts, and counts as up again at once. The manual page of keepalived promises the same time for both. A link that flaps then moves the service back with its first sign of life.',
    wrong: inBlock('interface_up_down_delays', 'eth0 2') + sample('priority 100'),
    right: inBlock('interface_up_down_delays', 'eth0 2 2') + sample('priority 100'),
  },
}
