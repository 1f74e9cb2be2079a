// Keywords of the top level that concern the daemon as a whole: its name, its network namespaces, its stop.

import { anyWord, wholeSeconds } from '../schema/args.js'
import { flag, keyword, type Field } from '../schema/keyword.js'
import { Seconds } from '../values/time.js'

/** Names that are given once; keepalived says which one came twice. */
const givenOnce = (name: string, expects: string, notYet: string): Field<string | undefined> =>
  keyword(name, anyWord(expects), {
    repeat: 'first',
    notYet,
    saysMissing: () => `${name} name missing - ignoring`,
    saysRepeated: (word) => `Duplicate ${name} definition ${word} - ignoring`,
  })

export const daemonFields = {
  childWaitTime: keyword('child_wait_time', wholeSeconds(0, 4294967295), {
    default: Seconds(5),
    says: (word) => `Invalid child_wait_time ${word}`,
  }),
  netNamespace: givenOnce(
    'net_namespace',
    'the name of a network namespace',
    'lvs-ha works in the network namespace it is started in: start it with `ip netns exec`.',
  ),
  /** '' = the namespace the daemon was started in. */
  netNamespaceIpvs: keyword('net_namespace_ipvs', anyWord('the name of a network namespace'), {
    repeat: 'first',
    bare: '',
    notYet: 'IPVS is configured in the network namespace lvs-ha is started in.',
    notYetIf: (name) => name !== '',
    saysRepeated: (word) => `Duplicate net_namespace_ipvs definition ${word} - ignoring`,
  }),
  namespaceWithIpsets: flag('namespace_with_ipsets', { notYet: 'No sets of addresses are used.' }),
  usePidDir: flag('use_pid_dir', { notYet: 'Pid files stay where they are without it.' }),
  instanceName: givenOnce(
    'instance',
    'a name',
    'The name is not added to log lines and pid files: give several daemons on a machine their own pid files.',
  ),
}
