// Real-looking files and what can happen to them: material for property tests of everything that reads text.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'

const folders = [new URL('./corpus/', import.meta.url), new URL('../../../shared/corpus/', import.meta.url)]

/** Configurations of the corpus, and more where there are more. */
export const realFiles: readonly string[] = folders
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.conf'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8')),
  )

/** A file with a bit of everything. */
export const sample = `
! a sample with a bit of everything
global_defs {
    router_id "LVS \\# 1"   # name
    notification_email { a@example.org b@example.org }
}
$PRIO=100
$RS= \\
real_server 10.0.0.\${N} 80 { \\
    weight 1 \\
    TCP_CHECK { connect_timeout 3 } \\
}
@vm vrrp_instance VI_1 {
    state MASTER
    priority $PRIO
    virtual_ipaddress
    {
        ~SEQ(I, 1, 3) 10.0.0.$I/24 dev eth0
        ~LST({A,B}, {1,2}, {3}) 10.1.\${A}.\${B}
    }
    notify "/bin/n.sh 'a b'" root
}
virtual_server 10.0.0.1 80 {
    ~SEQ(N, 4, 5) $RS
    include other.conf
}
`

const pieces = [
  ...['{', '}', '"', "'", '\\', '#', '!', '$', '${', '$A', '${A}', '$A=', '@', '@vm ', '@^', '@x '],
  ...['~SEQ(', '~SEQ(I,1,3) ', '~LST(', '~LST(A,b) ', ')', ',', ' ', '\t', '\n', '\n', '\r\n', '\0', '\ufeff'],
  ...['\u200b', 'é', '😀', '\ud800', 'a', 'key', '10', 'include ', 'include_check', 'vrrp_instance V'],
  ...['virtual_ipaddress', 'track_script', 'real_server', 'auth_pass x', '${_RANDOM 1 2}', '${_HASH}', ' \\\n'],
  ...['random_seed 3', 'global_defs', '# lvs-ha: ignore unknown-keyword', '# lvs-ha: ignore-file x', '\f', '\r'],
]
export const noise = fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((some) => some.join(''))

type Edit = readonly [kind: 'drop' | 'double' | 'swap' | 'insert' | 'cut' | 'indent', at: number, text: string]
const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.constantFrom('drop', 'double', 'swap', 'insert', 'cut', 'indent'),
  fc.nat(),
  noise,
)

/** A file with some lines dropped, doubled, swapped, cut, moved in or out, or noise put in. */
export const mutationsOf = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 6 }))
    .map(([text, edits]) => edits.reduce(edited, text.split('\n')).join('\n'))

function edited(lines: string[], [kind, at, text]: Edit): string[] {
  const index = at % Math.max(1, lines.length)
  const line = lines[index] ?? ''
  const result = [...lines]
  if (kind === 'drop') result.splice(index, 1)
  else if (kind === 'double') result.splice(index, 0, line)
  else if (kind === 'swap') result.splice(index, 2, result[index + 1] ?? '', line)
  else if (kind === 'insert') result.splice(index, 0, text)
  else if (kind === 'indent') result[index] = ' '.repeat(at % 13) + line.trimStart()
  else result[index] = line.slice(0, at % (line.length + 1))
  return result
}
