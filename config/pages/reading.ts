// The rules about a file as text: lines, quotes, includes, definitions, repetitions, braces, and the comments that keep rules quiet.

import type { RulePage, RulePages } from '../rule-page.js'

/** A small instance that nothing is wrong with; `lines` are put into it. */
const instance = (lines = ''): string => `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
${lines}    virtual_ipaddress {
        10.0.0.1/24
    }
}
`

const sound = instance()

const page = (
  title: string,
  severity: RulePage['severity'],
  why: string,
  wrong: string,
  right: string,
  needs?: RulePage['needs'],
): RulePage => ({ title, severity, why, wrong, right, ...(needs === undefined ? {} : { needs }) })

/** A file of its own that the example includes. */
const included = (directive: string, name: string): string => `${sound}${directive} ${name}\n`

const files: RulePages = {
  'cannot-read-file': page(
    'The configuration file cannot be read',
    ['fatal'],
    'Without its file nothing can run. keepalived goes on with an empty configuration, which holds no address and balances nothing; ' +
      'lvs-ha does not start.',
    'A path that does not exist: lvs-ha check /etc/keepalived/keepalvied.conf\n',
    sound,
    'files',
  ),
  'executable-file': page(
    'The configuration file has an execute bit',
    ['warning'],
    'keepalived refuses files that are executable, so it would run without any configuration. lvs-ha reads the file all the same; the ' +
      'other director may not.',
    '# chmod 755 keepalived.conf\n' + sound,
    '# chmod 644 keepalived.conf\n' + sound,
    'files',
  ),
  'byte-order-mark': page(
    'The file starts with a byte order mark',
    ['warning'],
    'Some editors put three invisible bytes before the first character. keepalived takes them as part of the first keyword, which it ' +
      'then does not know. lvs-ha skips them.',
    `\ufeff${sound}`,
    sound,
  ),
  'not-utf8': page(
    'The file has characters that are not UTF-8',
    ['warning'],
    'keepalived compares bytes and does not care what they mean; lvs-ha reads text. A name or a password with such a character is not ' +
      'the same in both, so a password that keepalived accepts would be refused here.',
    'global_defs {\n    router_id caf\ufffd\n}\n',
    'global_defs {\n    router_id café\n}\n',
  ),
  'nul-byte': page(
    'A line contains a NUL byte',
    ['error'],
    'Such a line is ignored, by keepalived too. It is usually the sign of a file in UTF-16, or of a disk that lost what was written last ' +
      'before a power failure.',
    instance('    priority 1\x0000\n'),
    instance('    priority 100\n'),
  ),
  'line-too-long': page(
    'A line is longer than 1022 bytes',
    ['error', 'warning'],
    'keepalived reads lines into a buffer of 1024 bytes. It drops the first part of a longer line and reads the rest as if it were a ' +
      'line of its own, whatever that means. When only blanks and a comment make it too long, lvs-ha reads the line all the same.',
    instance(`    notify "/usr/local/bin/notify.sh ${'argument '.repeat(120)}"\n`),
    instance('    notify "/usr/local/bin/notify.sh"\n'),
  ),
  'stray-backslash': page(
    'A backslash at the end of a line continues nothing',
    ['warning'],
    'Only the value of a definition can go on in the next line. Everywhere else the backslash is a word of its line, or part of its last ' +
      'word, and the next line stands alone. In the value of a definition, a blank line or a comment without a backslash behind it ' +
      'ends the value; what follows is then read once, where it stands, instead of wherever the definition is used.',
    instance('    priority 100 \\\n'),
    instance('    priority 100\n'),
  ),
  'unterminated-quote': page(
    'A quote is never closed',
    ['error'],
    'A quoted word must end on its line. The word is dropped, and for the rest of the line braces count as text, so that a whole block ' +
      'may be torn apart. There is no escape for a double quote inside double quotes.',
    instance('    notify_master "/usr/local/bin/master.sh VI_1\n'),
    instance('    notify_master "/usr/local/bin/master.sh VI_1"\n'),
  ),
}

const includes: RulePages = {
  'include-not-found': page(
    'An included file does not exist',
    ['warning', 'error'],
    'What stands in the file is missing from the configuration, and nothing else says so. With `include` keepalived only mentions it; ' +
      'with `includem`, `includew` and `includea`, or after `include_check`, it ends with status 6. Relative names start from the ' +
      'directory of the file with the include, and quotes would be part of the name.',
    included('includem', 'instances.conf'),
    sound,
    'files',
  ),
  'include-no-match': page(
    'The pattern of an include matches no file',
    ['warning', 'error'],
    'An empty directory may be what was meant, so with `include` this is a warning. With `includew` and `includea` it is an error.',
    included('includew', 'conf.d/*.conf'),
    sound,
    'files',
  ),
  'include-unreadable': page(
    'An included file cannot be read',
    ['warning', 'error'],
    'It is a directory, a device or a file without permission, and is left out of the configuration. With any directive but `include` ' +
      'that is an error.',
    included('includer', 'conf.d'),
    included('include', 'conf.d/*.conf'),
    'files',
  ),
  'include-executable': page(
    'An included file has an execute bit',
    ['warning', 'error'],
    'keepalived skips executable files, and so does lvs-ha: what stands in the file is missing from the configuration.',
    included('includer', 'executable.conf'),
    sound,
    'files',
  ),
  'include-loop': page(
    'A file includes itself',
    ['error'],
    'Directly or through another file, an include leads back to a file that is being read. Reading it again would never end, so this ' +
      'include is skipped.',
    included('include', 'keepalived.conf'),
    sound,
    'files',
  ),
  'include-too-deep': page(
    'Includes are nested too deep, or are too many',
    ['error'],
    'More than 60 levels, or 20 000 files, are a mistake and no configuration. The include is skipped.',
    'Files that include one another in a long row.\n',
    sound,
    'files',
  ),
  'included-twice': page(
    'The same file is included twice',
    ['warning'],
    'Two patterns match the same file, or it is named twice, outside of all blocks: everything in it is defined twice. keepalived refuses ' +
      'the second instance of a name, but quietly takes a second virtual server. Files that are meant to be read more than once, inside ' +
      'different blocks or with definitions that change, are not reported.',
    included('include', 'conf.d/*.conf') + 'include conf.d/web.conf\n',
    included('include', 'conf.d/*.conf'),
    'files',
  ),
}

const definitions: RulePages = {
  'undefined-definition': page(
    'A name is used that nothing defines before',
    ['error', 'warning'],
    'It stays in the line as it is. Written with braces, these are then read as those of a block, which tears the configuration apart; ' +
      'without braces, the keyword is given the name instead of a value. A definition must stand before its use.',
    instance('    priority ${PRIO}\n'),
    '$PRIO=100\n' + instance('    priority ${PRIO}\n'),
  ),
  'unbraced-definition': page(
    'A definition without braces has something behind it that keeps it from being replaced',
    ['warning'],
    '`$NAME` is replaced only before a blank, a comma, a closing parenthesis or the end of the line. Anywhere else it stays in the line ' +
      'as it is: a path or an address then has a dollar sign in it. Write `${NAME}`.',
    '$DIR=/usr/local/bin\n' + instance('    notify $DIR/notify.sh\n'),
    '$DIR=/usr/local/bin\n' + instance('    notify ${DIR}/notify.sh\n'),
  ),
  'unused-definition': page(
    'A definition is never used',
    ['hint'],
    'The value stands in the file and has no effect: perhaps its use was forgotten, or misspelt. Names that start with `_` are not ' +
      'looked at, nor are definitions in included files, which may serve other files.',
    '$PRIO=100\n' + sound,
    '$PRIO=100\n' + instance('    priority $PRIO\n'),
  ),
  'definition-loop': page(
    'A definition uses itself',
    ['error'],
    'Replacing it would never end, so the line is left as it is, or the rest of its value is left out.',
    '$PRIO=1$PRIO\n' + instance('    priority $PRIO\n'),
    '$PRIO=100\n' + instance('    priority $PRIO\n'),
  ),
  'definition-not-at-end': page(
    'A definition of several lines is used before the end of a line',
    ['error'],
    'Its value is made of lines, so nothing can follow it on its own line: it is not replaced there.',
    `$TRACK= \\\n    track_interface { \\\n        eth1 \\\n    }\n${instance('    $TRACK priority 100\n')}`,
    `$TRACK= \\\n    track_interface { \\\n        eth1 \\\n    }\n${instance('    $TRACK\n    priority 100\n')}`,
  ),
  'conditional-definition': page(
    'A condition stands before a definition of several lines',
    ['warning'],
    'The condition is for its own line only. Where it does not hold, the further lines of the value are read as if they stood alone.',
    `@other $TRACK= \\\n    track_interface { \\\n        eth1 \\\n    }\n${sound}`,
    `$TRACK= \\\n    track_interface { \\\n        eth1 \\\n    }\n${instance('    @other $TRACK\n')}`,
  ),
  'predefined-value': page(
    'A predefined name is used in a way it cannot be',
    ['error', 'warning'],
    '`${_RANDOM MIN MAX}` takes two numbers at most, `${_ENV NAME}` the name of a variable that exists in the environment of the daemon, ' +
      'and the others take nothing.',
    instance('    priority ${_RANDOM 200 100}\n'),
    instance('    priority ${_RANDOM 100 200}\n'),
  ),
  'expansion-too-deep': page(
    'Definitions are nested too deep',
    ['error'],
    'More than 60 definitions inside each other are a mistake and no configuration. The line is ignored.',
    `${Array.from({ length: 70 }, (_, i) => `$A${i}= \\\n$A${i + 1}\n`).join('')}$A70=\n$A0\n${sound}`,
    sound,
  ),
  'expansion-too-large': page(
    'Repetitions make too many lines',
    ['error'],
    'More than 500 000 lines made by repetitions and definitions are a mistake and no configuration. The rest of them is ignored.',
    `static_ipaddress {\n    ~SEQ(I, 1, 1000000000) 10.0.0.$I dev eth0\n}\n${sound}`,
    `static_ipaddress {\n    ~SEQ(I, 1, 10) 10.0.0.$I dev eth0\n}\n${sound}`,
  ),
  'invalid-seq': page(
    'A ~SEQ line is not what it should be',
    ['error'],
    'The line is ignored with all it would have made: addresses or servers that nobody misses until they are needed.',
    instance().replace('        10.0.0.1/24', '        ~SEQ(I, 1, -1, 5) 10.0.0.$I/24'),
    instance().replace('        10.0.0.1/24', '        ~SEQ(I, 1, 5) 10.0.0.$I/24'),
  ),
  'invalid-lst': page(
    'A ~LST line is not what it should be',
    ['error'],
    'The line is ignored with all it would have made. Values are separated by commas and have no blanks in them.',
    instance().replace('        10.0.0.1/24', '        ~LST(I, 1 2) 10.0.0.$I/24'),
    instance().replace('        10.0.0.1/24', '        ~LST(I, 1, 2) 10.0.0.$I/24'),
  ),
}

const braces: RulePages = {
  'unclosed-block': page(
    'A block is never closed',
    ['error'],
    'A closing brace is missing. keepalived reads everything that follows as part of the block, and says at the end of the file only ' +
      'how many braces are missing. lvs-ha looks at the indentation to tell where the block should have ended, and reads the rest as meant.',
    sound.replace('    }\n', ''),
    sound,
  ),
  'extra-brace': page(
    'A closing brace closes nothing',
    ['error'],
    'There is one brace too many, or the opening one is missing. Before it, keepalived may have ended a block too early.',
    `${sound}}\n`,
    sound,
  ),
  'unexpected-brace': page(
    'An opening brace follows no keyword',
    ['error'],
    'No block can start there. keepalived ignores the brace and then takes its closing one for that of the block around it.',
    `{\n${sound}}\n`,
    sound,
  ),
  'missing-open-brace': page(
    'A keyword that opens a block has no brace behind it',
    ['error'],
    'The brace must follow on the same line or on the next one. lvs-ha takes the lines that are indented further as the content of ' +
      'the block; keepalived does the same in one of its processes and reports each of them as unknown in the others.',
    sound.replace('VI_1 {', 'VI_1'),
    sound,
  ),
}

const comments: RulePages = {
  'unknown-rule': page(
    'A comment names a rule that does not exist',
    ['warning'],
    'A comment `# lvs-ha: ignore RULE` keeps a rule quiet on its line or the next one, `# lvs-ha: ignore-file RULE` in its file. A name ' +
      'that no rule has keeps nothing quiet; `lvs-ha check --rules` lists them all.',
    `# lvs-ha: ignore unused-definitions\n$PRIO=100\n${sound}`,
    `# lvs-ha: ignore unused-definition - for the other director\n$PRIO=100\n${sound}`,
  ),
  'unused-silence': page(
    'A comment keeps a rule quiet that says nothing',
    ['hint'],
    'What the comment was for has gone, or it stands at the wrong line. It would hide the next mistake of its kind. What is fatal cannot ' +
      'be kept quiet.',
    `# lvs-ha: ignore unused-definition\n${sound}`,
    `# lvs-ha: ignore unused-definition\n$PRIO=100\n${sound}`,
  ),
}

export const pages: RulePages = { ...files, ...includes, ...definitions, ...braces, ...comments }
