// What the keywords of the other blocks of VRRP mean, one sentence each. Arguments and defaults are in the tables.

const file = {
  file: 'The file to watch.',
  weight:
    'What the number in the file is multiplied by, unless a track list says otherwise; `reverse` changes the sign.',
  init_file: 'Creates the file with this number at start if it is not there; `overwrite` does so in any case.',
}

export const meanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': {
    vrrp_script: 'A command that is run at intervals and whose exit status instances can track.',
    vrrp_track_process: 'Processes that instances can track: they must run, or must not.',
    track_file: 'A file whose number instances and FILE_CHECK can follow.',
    vrrp_track_file: 'Old spelling of track_file.',
    bfd_instance: 'A BFD session with a neighbour that instances and BFD_CHECK can follow.',
    track_group:
      'Instances that go to FAULT when a static address, route or rule that names the group, or its interface, is missing.',
    static_ipaddress: 'Addresses that are there whatever the instances do, one on each line.',
    static_routes: 'Routes that are there whatever the instances do, one on each line.',
    static_rules: 'Policy rules that are there whatever the instances do, one on each line.',
    garp_group: 'Interfaces that share a limit for gratuitous ARP and neighbour messages.',
    linkbeat_interfaces: 'Interfaces whose link is polled, one on each line, with the way to do it.',
    linkbeat_use_polling: 'Polls the link of every interface of VRRP instead of waiting for news of the kernel.',
    interface_up_down_delays: 'How long interfaces must be down, and up again, before it counts, in seconds.',
  },
  track_group: {
    group: 'Names of the instances; they may be defined before or after the group.',
  },
  garp_group: {
    garp_interval: 'The least time between two gratuitous ARP messages of the group, in seconds.',
    gna_interval: 'The least time between two unsolicited neighbour advertisements of the group, in seconds.',
    interface: 'Puts an interface into the group; may be repeated.',
    interfaces: 'Puts several interfaces into the group.',
  },
  vrrp_script: {
    script: 'The command, quoted as a whole when it has arguments; exit status 0 is success.',
    interval: 'The time between two runs, in seconds.',
    timeout: 'How long a run may take before it is ended and counts as failed, in seconds; by default the interval.',
    weight: 'How the result changes priorities, unless a track list says otherwise; 0 makes a failure a fault.',
    rise: 'How many successes in a row make the script succeed.',
    fall: 'How many failures in a row make the script fail.',
    user: 'Who the command runs as, and optionally the group.',
    init_fail: 'Takes the script for failed until its first run ends.',
  },
  vrrp_track_process: {
    process: 'The process to look for, optionally with its parameters.',
    param_match:
      'How parameters are compared: exactly, `partial` (more may follow) or `initial` (the last one may be cut short).',
    weight: 'How the result changes priorities, unless a track list says otherwise; 0 makes a failure a fault.',
    quorum: 'How many such processes must run.',
    quorum_max: 'How many such processes may run; 0 means that none must.',
    delay: 'Sets fork_delay and terminate_delay.',
    terminate_delay: 'How long processes must be missing before it counts, in seconds.',
    fork_delay: 'How long processes must be there before it counts, in seconds.',
    full_command: 'Looks at the whole command line instead of the name of at most 15 characters.',
  },
  track_file: file,
  vrrp_track_file: file,
  bfd_instance: {
    source_ip: 'The address packets are sent from.',
    neighbor_ip: 'The address of the neighbour.',
    neighbour_ip: 'The same as neighbor_ip.',
    min_rx: 'The least time between two packets of the neighbour, in milliseconds.',
    min_tx: 'The time between two packets, in milliseconds.',
    idle_tx: 'The time between two packets while the session is not up, in milliseconds.',
    multiplier: 'How many packets may be missed before the session is down.',
    passive: 'Waits for the first packet of the neighbour.',
    ttl: 'The TTL or hop limit of packets.',
    hoplimit: 'The same as ttl.',
    max_hops: 'How many hops a packet may have made; -1 means any number.',
    multihop: 'Speaks BFD over several hops (RFC 5883), on its own port.',
    weight: 'How the state changes priorities, unless a track list says otherwise; 0 makes a failure a fault.',
    vrrp: 'Lets instances follow the session; without this and checker all can.',
    checker: 'Lets checks of servers follow the session; without this and vrrp all can.',
  },
}
