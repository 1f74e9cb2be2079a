// What the keywords of the checkers' blocks and of SSL mean, one sentence each. Arguments and defaults come from the tables.

const timing = {
  retry: 'How many further tries a check has before it counts as failed.',
  delay_before_retry: 'How long to wait after a failed try before the next one.',
  warmup:
    'The first check happens at a random time between the start and this long after it, so that not all servers are asked at once.',
  delay_loop: 'How long to wait after one check before the next.',
  alpha: 'The server counts as down until this check has succeeded once.',
  log_all_failures: 'Logs each failed try, not only the one that makes the check fail.',
}

const connecting = {
  connect_ip: 'The address to check instead of that of the real server.',
  connect_port: 'The port to check instead of that of the real server.',
  bindto: 'The address the check is sent from.',
  bind_port: 'The port the check is sent from.',
  bind_if: 'The interface the check is sent through; a link-local address needs one.',
  connect_timeout: 'How long one try may take.',
  fwmark: 'The mark on the packets of the check, for rules of routing and firewalls.',
  ...timing,
}

const web = {
  ...connecting,
  nb_get_retry: 'The old spelling of `retry`.',
  virtualhost: 'The Host header of the request where a url has none of its own.',
  http_protocol: 'The HTTP version of the request; `1.0C` is 1.0 with `Connection: close`.',
  enable_sni: 'Names the virtual host when TLS begins.',
  sni_name: 'The name to send when TLS begins, instead of the virtual host.',
  fast_recovery: 'While the server is down, asks for the next url at once instead of one in each interval.',
  url: 'A page to ask for; all pages have to be as expected.',
}

const page = {
  path: 'What to ask for, beginning with a slash.',
  digest: 'The MD5 digest the body must have.',
  status_code: 'The status codes, or ranges of them, that count as success.',
  virtualhost: 'The Host header of this request.',
  regex: 'A regular expression (PCRE2) that the body must match.',
  regex_no_match: 'The body must not match the regular expression.',
  regex_options: 'Options with which the regular expression is compiled.',
  regex_min_offset: 'The first byte of the body at which a match may begin.',
  regex_max_offset: 'The last byte of the body at which a match may begin.',
  regex_stack: 'The size of the matching stack in bytes at first, and at most.',
}

const tlsCompliant = 'Ends the TLS session in order instead of just closing the connection.'

const server = 'virtual_server/real_server'

const checks = {
  TCP_CHECK: 'Checks that a TCP connection can be opened.',
  HTTP_GET: 'Checks that pages can be had over HTTP.',
  SSL_GET: 'Checks that pages can be had over HTTPS.',
  SMTP_CHECK: 'Checks that a mail server greets and takes leave.',
  DNS_CHECK: 'Checks that a name server answers a query.',
  MISC_CHECK: 'Checks with a program: its exit status says whether the server is up.',
  UDP_CHECK: 'Checks that a datagram is not refused, or that it is answered.',
  PING_CHECK: 'Checks that the server answers an ICMP echo request.',
  FILE_CHECK: 'Takes the state or the weight of the server from a number in a file.',
  BFD_CHECK: 'Takes the state of the server from a BFD session.',
}

/** By the path of the block, then by keyword. */
export const meanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [server]: checks,
  [`${server}/TCP_CHECK`]: connecting,
  [`${server}/PING_CHECK`]: connecting,
  [`${server}/HTTP_GET`]: web,
  [`${server}/HTTP_GET/url`]: page,
  [`${server}/SSL_GET`]: { ...web, tls_compliant: tlsCompliant },
  [`${server}/SSL_GET/url`]: { ...page, tls_compliant: tlsCompliant },
  [`${server}/SMTP_CHECK`]: {
    ...connecting,
    helo_name: 'The name with which the check introduces itself.',
    host: 'An old way to name a further target; write another `SMTP_CHECK` instead.',
  },
  [`${server}/SMTP_CHECK/host`]: connecting,
  [`${server}/DNS_CHECK`]: {
    ...connecting,
    type: 'The type of record to ask for.',
    name: 'The domain name to ask for.',
  },
  [`${server}/MISC_CHECK`]: {
    ...timing,
    misc_path: 'The program to run, quoted as a whole when it has arguments: exit status 0 is success.',
    misc_timeout: 'How long the program may run, in seconds, before it is ended and the check fails.',
    misc_dynamic: 'Takes the weight of the server from the exit status: 2 to 255 stand for a weight of 0 to 253.',
    user: 'The user, and optionally the group, that the program runs as.',
  },
  [`${server}/UDP_CHECK`]: {
    ...connecting,
    payload: 'The bytes to send, as hexadecimal digits.',
    require_reply: 'A reply must come; with hexadecimal digits (`x` is any) it must begin with those bytes.',
    min_reply_length: 'The least number of bytes of a reply that is compared.',
    max_reply_length: 'The greatest number of bytes of a reply that is compared.',
  },
  [`${server}/FILE_CHECK`]: {
    track_file: 'The track_file to follow.',
    weight:
      'What the number in the file is multiplied by before it is added to the weight; 0: any number but 0 means down.',
  },
  [`${server}/BFD_CHECK`]: {
    name: 'The bfd_instance to follow: the server is down while the session is.',
    alpha: 'The server counts as down until the session is up for the first time.',
  },
  SSL: {
    password: 'The pass phrase of the private key.',
    ca: 'A file with certificates of authorities; certificates of servers are not verified with them.',
    certificate: 'The certificate that checks show to a server that asks for one.',
    key: 'The private key of that certificate.',
  },
  '': { SSL: 'What checks over TLS show of themselves to servers.' },
}
