import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHex } from '../../../healthcheck/config/hex.js'
import { isRunnable, runnableOf } from '../../../healthcheck/config/checkers.js'
import { readChecker, readCheckers } from './checker-text.js'

describe('defaults of retries', () => {
  it.each([
    ['TCP_CHECK {\n}', 1, 1000],
    ['PING_CHECK {\n}', 1, 1000],
    ['UDP_CHECK {\n}', 1, 1000],
    ['SMTP_CHECK {\n}', 1, 1000],
    ['HTTP_GET {\nurl {\npath /\n}\n}', 1, 3000],
    ['SSL_GET {\nurl {\npath /\n}\n}', 1, 3000],
    ['DNS_CHECK {\n}', 3, 60_000],
    ['DNS_CHECK {\ndelay_loop 7\n}', 3, 7000],
    ['MISC_CHECK {\nmisc_path /bin/true\n}', 0, 1000],
  ])('%j', (block, retry, delayBeforeRetry) => {
    expect(readChecker(block)).toMatchObject({ retry, delayBeforeRetry })
    const server = { retry: 9, delayBeforeRetry: 11 as never, warmup: 13 as never }
    expect(readChecker(block, server)).toMatchObject({ retry: 9, delayBeforeRetry: 11, warmup: 13 })
    const own = block.replace('{', '{\nretry 8\ndelay_before_retry 2\nlog_all_failures\nalpha')
    expect(readChecker(own, server)).toMatchObject({
      retry: 8,
      delayBeforeRetry: 2000,
      logAllFailures: true,
      alpha: true,
    })
  })
})

describe('all checkers of a server', () => {
  const lines =
    'MISC_CHECK {\nmisc_path /bin/true\n}\nTCP_CHECK {\n}\nBFD_CHECK {\nname b\n}\nHTTP_GET {\nurl {\npath /\n}\n}\nTCP_CHECK {\nconnect_port 81\n}\nFILE_CHECK {\ntrack_file f\n}'

  it('come in the order of the file', () => {
    expect(readCheckers(lines).checkers.map(({ kind }) => kind)).toEqual([
      'MISC_CHECK',
      'TCP_CHECK',
      'BFD_CHECK',
      'HTTP_GET',
      'TCP_CHECK',
      'FILE_CHECK',
    ])
  })

  it('are run as far as the daemon can, and a warning tells of the others', () => {
    const { checkers, diagnostics } = readCheckers(lines)
    expect(runnableOf(checkers).map(({ kind }) => kind)).toEqual(['TCP_CHECK', 'HTTP_GET', 'TCP_CHECK'])
    const tcp = checkers.filter(isRunnable)
    expect(runnableOf(tcp)).toBe(tcp)
    expect(diagnostics.filter(({ code }) => code === 'not-enforced-yet').map(({ message }) => message)).toEqual([
      '`MISC_CHECK` is read, but not enforced yet',
      '`BFD_CHECK` is read, but not enforced yet',
      '`FILE_CHECK` is read, but not enforced yet',
    ])
  })

  it('may be none', () => {
    expect(readCheckers('').checkers).toEqual([])
  })
})

describe('MISC_CHECK', () => {
  it('runs a command as a user', () => {
    const lines = 'misc_path "/bin/check -v \'a b\'"\nmisc_timeout 5\nmisc_dynamic\nuser www adm'
    expect(readChecker(`MISC_CHECK {\n${lines}\n}`)).toMatchObject({
      kind: 'MISC_CHECK',
      command: { argv: ['/bin/check', '-v', 'a b'], runAs: { user: 'www', group: 'adm' } },
      timeout: 5000,
      dynamic: true,
    })
    expect(readChecker('MISC_CHECK {\nmisc_path /bin/check\nmisc_timeout 0\n}')).toMatchObject({
      command: { argv: ['/bin/check'], runAs: undefined },
      timeout: undefined,
      dynamic: false,
    })
  })

  it.each([
    ['', 'error missing-keyword: MISC_CHECK', 'No script path has been specified for MISC_CHECKER - skipping'],
    ['misc_path "/bin/x \'y"', 'error unterminated-quote: "/bin/x \'y"', "String '/bin/x 'y': missing terminating '"],
    ["misc_path '/bin/x", "error unterminated-quote: '/bin/x", "String 'misc_path '/bin/x': missing terminating '"],
  ])('is dropped without a command: %j', (line, problem, said) => {
    const read = readCheckers(`MISC_CHECK {\n${line}\n}`)
    expect(read.checkers).toEqual([])
    expect(read.problems).toEqual([problem])
    expect(read.said).toEqual([said])
  })

  it.each([
    ['misc_path /bin/x -v', 'warning unquoted-arguments: -v'],
    ['misc_path /bin/x\nmisc_timeout 4295', 'error wrong-value: 4295'],
    ['misc_path /bin/x\nuser', 'error missing-value: user'],
  ])('goes on without what is wrong in %j', (lines, problem) => {
    const read = readCheckers(`MISC_CHECK {\n${lines}\n}`)
    expect(read.problems).toEqual([problem])
    expect(read.checkers).toMatchObject([{ command: { argv: ['/bin/x'], runAs: undefined }, timeout: undefined }])
  })
})

describe('DNS_CHECK', () => {
  it('asks for the root unless it names something else', () => {
    expect(readChecker('DNS_CHECK {\n}')).toMatchObject({ type: 'SOA', name: '' })
    expect(readChecker('DNS_CHECK {\ntype aaaa\nname www.example.org.\n}')).toMatchObject({
      type: 'AAAA',
      name: 'www.example.org.',
    })
    expect(readChecker('DNS_CHECK {\nname .\n}')).toMatchObject({ name: '' })
  })

  it.each(['.a', 'aa..b', '..', 'a.example.org'])('does not take the name %s', (name) => {
    const read = readCheckers(`DNS_CHECK {\nname ${name}\n}`)
    expect(read.problems).toEqual([`error wrong-value: ${name}`])
    expect(read.said).toEqual([`DNS_CHECK name '${name}' has empty label - ignoring`])
    expect(read.checkers).toMatchObject([{ name: '' }])
  })

  it('knows the types keepalived knows', () => {
    expect(readCheckers('DNS_CHECK {\ntype PTR\n}').said).toEqual(['Unknown DNS check type PTR - ignoring'])
  })
})

describe('UDP_CHECK', () => {
  it('sends and expects bytes', () => {
    const lines = 'payload 01 2 aB\nrequire_reply 1x "x2 3"\nmin_reply_length 1\nmax_reply_length 9'
    expect(readChecker(`UDP_CHECK {\n${lines}\n}`)).toMatchObject({
      payload: '0102ab',
      requireReply: true,
      reply: '1xx203',
      minReplyLength: 1,
      maxReplyLength: 9,
    })
    expect(readChecker('UDP_CHECK {\n}')).toMatchObject({
      payload: '',
      requireReply: false,
      reply: undefined,
      minReplyLength: 0,
      maxReplyLength: 255,
    })
    expect(readChecker('UDP_CHECK {\nrequire_reply\n}')).toMatchObject({ requireReply: true, reply: undefined })
  })

  it.each([
    ['payload', 'error missing-value: payload', 'UDP_CHECK payload requires a payload'],
    ['payload 0x12', 'error wrong-value: 0x12', 'Invalid hex string for UDP_CHECK payload'],
    ['require_reply 1g', 'error wrong-value: 1g', 'Invalid hex string for UDP_CHECK reply'],
    [
      'require_reply 12\nmin_reply_length 70000',
      'error wrong-value: 70000',
      'UDP_CHECK min length 70000 not valid - must be between 0 & 65535',
    ],
    [
      'require_reply 12\nmin_reply_length 300',
      'error empty-range: 300',
      'UDP_CHECK min_reply length 300 > max_reply_length 255 - will always fail',
    ],
  ])('reports %j', (lines, problem, said) => {
    const read = readCheckers(`UDP_CHECK {\n${lines}\n}`)
    expect(read.problems).toEqual([problem])
    expect(read.said).toContain(said)
    expect(read.checkers).toHaveLength(1)
  })

  it('needs a reply even when it is not told which', () => {
    expect(readChecker('UDP_CHECK {\nrequire_reply zz\n}')).toMatchObject({ requireReply: true, reply: undefined })
  })

  it('reads any bytes however they are spaced', () => {
    const digit = fc.constantFrom(...'0123456789abcdefABCDEF')
    const byte = fc.tuple(digit, digit).map((pair) => pair.join(''))
    fc.assert(
      fc.property(fc.array(fc.tuple(byte, fc.constantFrom('', ' ', '\t ')), { minLength: 1 }), (bytes) => {
        const text = bytes.map((pair) => pair.join('')).join('')
        expect(parseHex(text, false)).toBe(bytes.map(([one]) => one.toLowerCase()).join(''))
      }),
    )
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, wildcards) => {
        expect(parseHex(text, wildcards) ?? '00').toMatch(wildcards ? /^([0-9a-fx]{2})+$/ : /^([0-9a-f]{2})+$/)
      }),
    )
  })
})

describe('SMTP_CHECK', () => {
  it('greets with a name', () => {
    expect(readChecker('SMTP_CHECK {\n}')).toMatchObject({ heloName: 'smtpchecker.keepalived.org' })
    expect(readChecker('SMTP_CHECK {\nhelo_name mx\n}')).toMatchObject({ heloName: 'mx' })
    expect(readCheckers('SMTP_CHECK {\nhelo_name\n}').said).toEqual(['SMTP_CHECK helo name missing'])
  })

  it('checks each host of old, and its own target where it has one', () => {
    const targetsOf = (lines: string) =>
      readCheckers(`SMTP_CHECK {\n${lines}\n}`).checkers.map((one) =>
        'connection' in one ? `${one.connection.target.address}:${one.connection.target.port}` : '',
      )
    expect(targetsOf('')).toEqual(['10.0.1.1:80'])
    expect(targetsOf('host {\n}')).toEqual(['10.0.1.1:80'])
    expect(targetsOf('host {\nconnect_ip 10.1.1.1\n}\nhost {\nconnect_port 26\n}')).toEqual([
      '10.1.1.1:80',
      '10.0.1.1:26',
    ])
    expect(targetsOf('connect_port 25\nhost {\nconnect_port 26\n}')).toEqual(['10.0.1.1:25', '10.0.1.1:26'])
  })

  it('takes the times of a host for all', () => {
    const read = readCheckers('SMTP_CHECK {\nretry 2\nhost {\nretry 5\ndelay_loop 9\n}\nhost {\n}\n}')
    expect(read.checkers).toMatchObject([
      { retry: 5, delayLoop: 9000 },
      { retry: 5, delayLoop: 9000 },
    ])
    expect(read.problems).toEqual(['hint deprecated-keyword: host'])
  })
})

describe('FILE_CHECK and BFD_CHECK', () => {
  it('name what they follow, with the place of the name', () => {
    const { checkers } = readCheckers(
      'FILE_CHECK {\ntrack_file load\nweight -3 reverse\n}\nBFD_CHECK {\nname peer\nalpha\n}',
    )
    expect(checkers).toMatchObject([
      { kind: 'FILE_CHECK', name: 'load', weight: { factor: -3, reverse: true } },
      { kind: 'BFD_CHECK', name: 'peer', alpha: true },
    ])
    const words = checkers.flatMap((one) => ('place' in one ? [one.place] : []))
    expect(words.map(({ source, start, end }) => source.text.slice(start, end))).toEqual(['load', 'peer'])
  })

  it.each([
    ['FILE_CHECK {\n}', 'error missing-keyword: FILE_CHECK', ['FILE_CHECK has no track_file specified - ignoring']],
    ['BFD_CHECK {\n}', 'error missing-keyword: BFD_CHECK', []],
    ['BFD_CHECK {\nname a b\n}', 'error surplus-words: b', []],
  ])('are dropped without a name: %j', (block, problem, said) => {
    const read = readCheckers(block)
    expect(read.checkers).toEqual([])
    expect(read.problems).toEqual([problem])
    expect(read.said).toEqual(said)
  })

  it.each([
    ['weight', 'error missing-value: weight', ['track file weight missing']],
    [
      'weight x',
      'error wrong-value: x',
      ["invalid number 'x'", 'weight for track file must be in [-2147483647..2147483647] inclusive. Ignoring...'],
    ],
    ['weight 1 up', 'error unknown-option: up', ['unknown track file weight option up - ignoring']],
  ])('FILE_CHECK ignores `%s`', (line, problem, said) => {
    const read = readCheckers(`FILE_CHECK {\ntrack_file f\n${line}\n}`)
    expect(read.problems).toEqual([problem])
    expect(read.said).toEqual(said)
    expect(read.checkers).toMatchObject([{ name: 'f', weight: undefined }])
  })
})
