// What the keywords of virtual servers and real servers mean, one sentence each; those of their checks are in checkers.ts. Arguments and
// defaults come from the tables.

const timing = {
  retry: 'How many further tries a check has before it counts as failed, for checks that do not say.',
  delay_before_retry: 'How long to wait after a failed try before the next one, for checks that do not say.',
  warmup: 'The longest random delay of the first check, for checks that do not say.',
  connect_timeout: 'How long one try of a check may take, for checks that do not say.',
  delay_loop: 'How long to wait after one check before the next, for checks that do not say.',
}

const flag = (scheduler: string, what: string): string =>
  `Scheduler \`${scheduler}\`: ${what}; stands behind the line that chooses the scheduler.`

const sourcePort = 'clients are told apart by their port too'
const fallback = 'another server takes the place of a chosen one whose weight is 0'
const schedulerBit = (number: number): string => `Sets flag ${number} of the scheduler, whatever it means to it.`

export const meanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': {
    virtual_server: 'A service whose connections are spread over real servers: an address, a firewall mark or a group.',
    virtual_server_group: 'Addresses, ranges of them and firewall marks that share one definition of a service.',
  },
  virtual_server: {
    ip_family: 'The address family of a service of a firewall mark or group, when no server behind it says so.',
    ...timing,
    inhibit_on_failure: 'Servers that fail stay in the kernel with weight 0, so that their connections are not cut.',
    lb_algo: 'How the kernel chooses the server of a new connection.',
    lvs_sched: 'The same as `lb_algo`.',
    hashed: 'Obsolete, without effect.',
    ops: 'One-packet scheduling: each datagram is sent to a server of its own. For UDP and firewall marks.',
    'flag-1': schedulerBit(1),
    'flag-2': schedulerBit(2),
    'flag-3': schedulerBit(3),
    'sh-port': flag('sh', sourcePort),
    'sh-fallback': flag('sh', fallback),
    'mh-port': flag('mh', sourcePort),
    'mh-fallback': flag('mh', fallback),
    lb_kind:
      'How packets get to the servers: rewritten (NAT), as they are in the same network (DR), or in a tunnel (TUN).',
    lvs_method: 'The same as `lb_kind`.',
    persistence_engine: 'What the kernel goes by to keep clients with their server, for example `sip`.',
    persistence_timeout: 'How long a client stays with its server after its last connection, in seconds.',
    persistence_granularity:
      'The netmask (in IPv6 the prefix length) of clients that are kept together; makes the service persistent.',
    protocol: 'The transport protocol of the service; firewall marks have none.',
    ha_suspend: 'Checks run only while the virtual address is on this machine.',
    smtp_alert: 'Sends mail when the service gains or loses its quorum.',
    virtualhost: 'The Host header of HTTP checks whose server and url have none of their own.',
    snmp_name: 'The name of the service in SNMP.',
    alpha: 'Servers count as down until their first check has succeeded.',
    omega: 'When the daemon stops, the scripts for servers and quorum going down are run.',
    quorum_up: 'The script that is run when the service gains its quorum.',
    quorum_down: 'The script that is run when the service loses its quorum.',
    quorum: 'How much the servers that are up must weigh together for the service to be up.',
    hysteresis: 'How far above the quorum the weight must rise to gain it, and below it fall to lose it.',
    weight: 'The weight of real servers that have none of their own.',
    sorry_server: 'The server that gets all connections while the service is below its quorum.',
    sorry_server_inhibit:
      'Keeps the sorry server in the kernel with weight 0 while it is not in use; stands behind `sorry_server`.',
    sorry_server_lvs_method:
      'How packets get to the sorry server, when not as to the others; stands behind `sorry_server`.',
    real_server: 'A server that gets connections of the service: its address, and its port when it is another.',
  },
  'virtual_server/real_server': {
    weight: 'The share of new connections this server gets beside the others; 0 = none.',
    lvs_method: 'How packets get to this server, when not as the service says.',
    uthreshold: 'The number of connections at which the server gets no more.',
    lthreshold: 'The number of connections below which a server that was full gets new ones again.',
    inhibit_on_failure:
      'When it fails, the server stays in the kernel with weight 0, so that its connections are not cut.',
    notify_up: 'The script that is run when the server comes up.',
    notify_down: 'The script that is run when the server goes down.',
    alpha: 'The server counts as down until its first check has succeeded.',
    ...timing,
    smtp_alert: 'Sends mail when the server comes up or goes down.',
    virtualhost: 'The Host header of HTTP checks whose url has none of its own.',
    snmp_name: 'The name of the server in SNMP.',
  },
}
