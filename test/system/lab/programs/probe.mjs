// The outage a client sees: probe.mjs ADDRESS PORT GAP_MILLISECONDS. Sends a numbered datagram every GAP milliseconds and notes which are
// answered, and by whom. An outage runs from the sending of the first unanswered datagram to the sending of the next answered one; it is told
// when no late answer can fill the hole any more. Prints JSON lines: {"kind":"answered","by"} when another machine answers,
// {"kind":"outage",...} for each hole of at least three datagrams, and on the line `report` on standard input {"kind":"report",...}.

import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const [address, port, gapText, settleText = '300'] = process.argv.slice(2)
const gap = Number(gapText)
/** An answer may overtake another on its way by this many milliseconds. */
const settle = Number(settleText)
const socket = createSocket('udp4')
const sentAt = []
/** The machine that answered each datagram. */
const answeredBy = []
let answered = 0
let by = ''
let newest = -1

const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)

socket.on('message', (message) => {
  const [number, name] = message.toString().split(' ')
  const index = Number(number)
  answered++
  answeredBy[index] = name
  if (index < newest) return
  newest = index
  if (name !== by) {
    by = name
    print({ kind: 'answered', by })
  }
})
// Nothing listens, or there is no way there: the datagram is lost, which is what is measured.
socket.on('error', () => undefined)

const start = performance.now()
function tick() {
  const due = Math.floor((performance.now() - start) / gap)
  while (sentAt.length <= due) {
    const index = sentAt.length
    sentAt.push(performance.now())
    socket.send(String(index), Number(port), address, () => undefined)
  }
  setTimeout(tick, Math.max(0, start + sentAt.length * gap - performance.now()))
}
socket.bind(0, () => tick())

/** The last datagram judged; nothing before the first answer is an outage. */
let judged = -1
function judge() {
  const horizon = performance.now() - settle
  for (let index = judged + 1; index <= newest && sentAt[index] < horizon; index++) {
    if (answeredBy[index] === undefined) continue
    const first = judged + 1
    if (judged >= 0 && index - first >= 3) {
      const milliseconds = Math.round((sentAt[index] - sentAt[first]) * 10) / 10
      print({ kind: 'outage', milliseconds, lost: index - first, before: answeredBy[judged], after: answeredBy[index] })
    }
    judged = index
  }
}
setInterval(judge, 50)

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'report') print({ kind: 'report', sent: sentAt.length, answered, by })
})
