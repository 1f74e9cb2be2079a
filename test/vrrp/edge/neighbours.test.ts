// Announcing when the packet socket does not take everything: waiting a little, giving up, and saying so once.

import { afterEach, describe, expect, it } from 'vitest'
import { parseIpAddress } from '../../../config/values/ip.js'
import type { LibcResult } from '../../../daemon/runtime/libc.js'
import { createNeighbours } from '../../../vrrp/edge/neighbours.js'
import type { Neighbours } from '../../../vrrp/edge/neighbours.js'
import type { VirtualAddress } from '../../../vrrp/config/model.js'
import { decodeGratuitousArp } from '../../../vrrp/packet/arp.js'

const vip = (text: string, device = 'eth0'): VirtualAddress => {
  const address = parseIpAddress(text)
  if (address === undefined) throw new Error(text)
  return { address, prefixLength: 24, device, label: undefined, scope: 0, broadcast: undefined }
}

const opened: Neighbours[] = []
afterEach(() => {
  for (const neighbours of opened.splice(0)) neighbours.close()
})

function world(answer: (attempt: number) => LibcResult<number>) {
  const sent: string[] = []
  const complaints: string[] = []
  let attempts = 0
  const neighbours = createNeighbours({
    link: (name) => ({ name, index: 2, exists: true, up: true, mtu: 1500, mac: '02:00:00:00:00:01', noArp: false }),
    failed: (instance, device, address, reason) => complaints.push(`${instance} ${device} ${address} ${reason}`),
    socket: {
      open: () => ({ ok: true, value: 3 }),
      close: () => undefined,
      send: (_descriptor, _index, frame) => {
        const result = answer(++attempts)
        if (result.ok) sent.push(decodeGratuitousArp(frame)?.address ?? 'no announcement')
        return result
      },
    },
  })
  opened.push(neighbours)
  expect(neighbours.open()).toBeUndefined()
  return { neighbours, sent, complaints, attempts: () => attempts }
}

const done: LibcResult<number> = { ok: true, value: 42 }
const refused = (errno: string): LibcResult<number> => ({ ok: false, errno })

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

describe('a packet socket', () => {
  it.each(['EAGAIN', 'ENOBUFS'])('that is full for a while (%s) loses no frame', async (errno) => {
    const { neighbours, sent, complaints } = world((attempt) => (attempt > 1 && attempt < 20 ? refused(errno) : done))
    neighbours.announce('A', [vip('10.0.0.1'), vip('10.0.0.2')], 2)
    expect(sent).toEqual(['10.0.0.1'])
    await turns(30)
    expect(sent).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.1', '10.0.0.2'])
    expect(complaints).toEqual([])
  })

  it('that stays full is given up, frame by frame, not waited for without end', async () => {
    const { neighbours, sent, complaints, attempts } = world(() => refused('ENOBUFS'))
    neighbours.announce('A', [vip('10.0.0.1')], 3)
    await turns(1000)
    const made = attempts()
    await turns(50)
    expect(attempts()).toBe(made)
    expect(sent).toEqual([])
    expect(complaints).toEqual(['A eth0 10.0.0.1 ENOBUFS'])
  })

  it('that fails is complained about once for each interface, and the rest is still tried', async () => {
    const { neighbours, complaints, attempts } = world(() => refused('ENETDOWN'))
    neighbours.announce('A', [vip('10.0.0.1'), vip('10.0.0.2'), vip('10.0.0.3', 'eth1')], 5)
    await turns(2)
    expect(attempts()).toBe(15)
    expect(complaints).toEqual(['A eth0 10.0.0.1 ENETDOWN', 'A eth1 10.0.0.3 ENETDOWN'])
  })
})

describe('withdrawing', () => {
  it('one address in the middle of a round lets the others have every round', async () => {
    const { neighbours, sent } = world((attempt) => (attempt === 2 ? refused('EAGAIN') : done))
    neighbours.announce('A', [vip('10.0.0.1'), vip('10.0.0.2'), vip('10.0.0.3')], 2)
    neighbours.cancel('A', [vip('10.0.0.1')])
    await turns(5)
    expect(sent).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.2', '10.0.0.3'])
  })

  it('the last address of a round goes on with the next round', async () => {
    const { neighbours, sent } = world((attempt) => (attempt === 3 ? refused('EAGAIN') : done))
    neighbours.announce('A', [vip('10.0.0.1'), vip('10.0.0.2'), vip('10.0.0.3')], 2)
    neighbours.cancel('A', [vip('10.0.0.3')])
    await turns(5)
    expect(sent).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.1', '10.0.0.2'])
  })
})
