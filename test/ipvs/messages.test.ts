// IPVS messages byte by byte. The vectors were captured with strace from ipvsadm 1.31 on Linux 6.1: what it sent for the
// command that names the vector, and what the kernel answered it (statistics cut out).

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  decodeDestination,
  decodeService,
  encodeDestination,
  encodeDestinationIdentity,
  encodeIdentity,
  encodeService,
  IPVS_CMD,
  MAX_REQUEST_BYTES,
} from '../../ipvs/messages.js'
import { createWriter, written, type MessageWriter } from '../../ipvs/netlink/attributes.js'
import { splitMessages } from '../../ipvs/netlink/framing.js'
import type { Destination, Service } from '../../ipvs/table.js'
import type { IpAddress } from '../../config/values/ip.js'
import { hex, unhex } from './bytes.js'
import { destinations, services } from './arbitraries.js'

const ip = (text: string): IpAddress => text as IpAddress
const FAMILY = 0x20

/** The generic header and the attributes of one request. */
function payload(encode: (writer: MessageWriter) => void): Uint8Array {
  const writer = createWriter(1024)
  encode(writer)
  const [message, ...more] = splitMessages(written(writer))
  expect(more).toEqual([])
  expect(message?.type).toBe(FAMILY)
  return message?.payload ?? new Uint8Array(0)
}

const web: Service = {
  identity: { address: ip('192.0.2.1'), port: 80, protocol: 'TCP' },
  scheduler: 'wrr',
  flags: 0,
  persistenceTimeout: 0,
  persistencePrefix: 32,
}

interface ServiceVector {
  readonly name: string
  readonly command: number
  readonly service: Service
  readonly hex: string
}

const serviceVectors: readonly ServiceVector[] = [
  {
    name: '-A -t 192.0.2.1:80 -s wrr',
    command: IPVS_CMD.NEW_SERVICE,
    service: web,
    hex: '01010000 54000180 06000100 02000000 06000200 06000000 14000300 c0000201 000000000000000000000000 06000400 00500000 08000600 77727200 0c000700 00000000 ffffffff 08000800 00000000 08000900 ffffffff',
  },
  {
    name: '-A -u 192.0.2.1:53 -s rr -p 300 -M 255.255.255.0',
    command: IPVS_CMD.NEW_SERVICE,
    service: {
      ...web,
      identity: { address: ip('192.0.2.1'), port: 53, protocol: 'UDP' },
      scheduler: 'rr',
      persistenceTimeout: 300,
      persistencePrefix: 24,
    },
    hex: '01010000 54000180 06000100 02000000 06000200 11000000 14000300 c0000201 000000000000000000000000 06000400 00350000 07000600 72720000 0c000700 01000000 ffffffff 08000800 2c010000 08000900 ffffff00',
  },
  {
    name: '-A -f 7 -s sh -b sh-fallback,sh-port',
    command: IPVS_CMD.NEW_SERVICE,
    service: { ...web, identity: { fwmark: 7, family: 'inet' }, scheduler: 'sh', flags: 0x18 },
    hex: '01010000 38000180 06000100 02000000 08000500 07000000 07000600 73680000 0c000700 18000000 ffffffff 08000800 00000000 08000900 ffffffff',
  },
  {
    name: '-A -u 192.0.2.1:54 -s rr -o',
    command: IPVS_CMD.NEW_SERVICE,
    service: {
      ...web,
      identity: { address: ip('192.0.2.1'), port: 54, protocol: 'UDP' },
      scheduler: 'rr',
      flags: 0x04,
    },
    hex: '01010000 54000180 06000100 02000000 06000200 11000000 14000300 c0000201 000000000000000000000000 06000400 00360000 07000600 72720000 0c000700 04000000 ffffffff 08000800 00000000 08000900 ffffffff',
  },
  {
    name: '-A -t [2001:db8::1]:80 -s wlc -p 60',
    command: IPVS_CMD.NEW_SERVICE,
    service: {
      ...web,
      identity: { address: ip('2001:db8::1'), port: 80, protocol: 'TCP' },
      scheduler: 'wlc',
      persistenceTimeout: 60,
      persistencePrefix: 128,
    },
    hex: '01010000 54000180 06000100 0a000000 06000200 06000000 14000300 20010db8000000000000000000000001 06000400 00500000 08000600 776c6300 0c000700 01000000 ffffffff 08000800 3c000000 08000900 80000000',
  },
  {
    name: '-E -t 192.0.2.1:80 -s lc',
    command: IPVS_CMD.SET_SERVICE,
    service: { ...web, scheduler: 'lc' },
    hex: '02010000 54000180 06000100 02000000 06000200 06000000 14000300 c0000201 000000000000000000000000 06000400 00500000 07000600 6c630000 0c000700 00000000 ffffffff 08000800 00000000 08000900 ffffffff',
  },
]

describe('service requests', () => {
  it.each(serviceVectors)('are what "ipvsadm $name" sends', ({ command, service, hex: expected }) => {
    expect(hex(payload((writer) => encodeService(writer, FAMILY, command, service)))).toBe(expected.replaceAll(' ', ''))
  })

  it.each(serviceVectors)('of "ipvsadm $name" read back as the service', ({ service, hex: bytes }) => {
    expect(decodeService(unhex(bytes))).toEqual({ ok: true, value: service })
  })

  it('read back also from the middle of a Buffer', () => {
    for (const { service, hex: bytes } of serviceVectors) {
      const pool = Buffer.from(`ffffffff${bytes.replaceAll(' ', '')}`, 'hex')
      expect(decodeService(pool.subarray(4))).toEqual({ ok: true, value: service })
    }
  })

  it('to delete hold the identity only', () => {
    const bytes = payload((writer) => encodeIdentity(writer, FAMILY, IPVS_CMD.DEL_SERVICE, web.identity))
    expect(hex(bytes)).toBe(
      '03010000 30000180 06000100 02000000 06000200 06000000 14000300 c0000201 000000000000000000000000 06000400 00500000'.replaceAll(
        ' ',
        '',
      ),
    )
  })
})

describe('a service in a dump', () => {
  it.each([
    [
      'the kernel-owned flag is masked out and persistence is a time (NL-09)',
      '01010000 54000100 06000100 02000000 06000200 11000000 14000300 c0000201 000000000000000000000000 06000400 00350000 07000600 72720000 0c000700 03000000 ffffffff 08000800 2c010000 08000900 ffffff00',
      {
        identity: { address: '192.0.2.1', port: 53, protocol: 'UDP' },
        scheduler: 'rr',
        flags: 0,
        persistenceTimeout: 300,
        persistencePrefix: 24,
      },
    ],
    [
      'a firewall mark has neither protocol nor address',
      '01010000 38000100 06000100 02000000 08000500 07000000 07000600 73680000 0c000700 1a000000 ffffffff 08000800 00000000 08000900 ffffffff',
      {
        identity: { fwmark: 7, family: 'inet' },
        scheduler: 'sh',
        flags: 0x18,
        persistenceTimeout: 0,
        persistencePrefix: 32,
      },
    ],
    [
      'a timeout without the persistent flag is none',
      '01010000 54000100 06000100 02000000 06000200 06000000 14000300 c0000201 000000000000000000000000 06000400 00500000 07000600 72720000 0c000700 02000000 ffffffff 08000800 2c010000 08000900 ffffffff',
      {
        identity: { address: '192.0.2.1', port: 80, protocol: 'TCP' },
        scheduler: 'rr',
        flags: 0,
        persistenceTimeout: 0,
        persistencePrefix: 32,
      },
    ],
  ])('%s', (_, bytes, expected) => {
    expect(decodeService(unhex(bytes))).toEqual({ ok: true, value: expected })
  })

  it.each([
    ['nothing at all', '', 'no generic header'],
    ['no nest', '01010000', 'no service in the message'],
    ['another address family', '01010000 0c000100 06000100 07000000', 'address family 7'],
    [
      'no address',
      '01010000 14000100 06000100 02000000 06000200 06000000',
      'service without protocol, address or port',
    ],
    [
      'an address that is too short for its family',
      '01010000 24000100 06000100 0a000000 06000200 06000000 08000300 c0000201 06000400 00500000',
      'service without protocol, address or port',
    ],
    ['no scheduler', '01010000 14000100 06000100 02000000 08000500 07000000', 'incomplete service'],
  ])('that holds %s is a fault', (_, bytes, fault) => {
    expect(decodeService(unhex(bytes))).toEqual({ ok: false, fault })
  })
})

const plain: Destination = {
  address: ip('10.0.0.1'),
  port: 80,
  method: 'NAT',
  weight: 1,
  upperThreshold: 0,
  lowerThreshold: 0,
}
const identityBytes = '14000300 c0000201 000000000000000000000000 06000400 00500000'

const destinationVectors: readonly { name: string; destination: Destination; hex: string }[] = [
  {
    name: '-r 10.0.0.1:8080 -m -w 3 -x 100 -y 50',
    destination: { ...plain, port: 8080, weight: 3, upperThreshold: 100, lowerThreshold: 50 },
    hex: '60000280 06000b00 02000000 14000100 0a000001 000000000000000000000000 06000200 1f900000 08000300 00000000 08000400 03000000 05000d00 00000000 06000e00 00000000 06000f00 00000000 08000500 64000000 08000600 32000000',
  },
  {
    name: '-r 10.0.0.2:80 -g -w 0',
    destination: { ...plain, address: ip('10.0.0.2'), method: 'DR', weight: 0 },
    hex: '60000280 06000b00 02000000 14000100 0a000002 000000000000000000000000 06000200 00500000 08000300 03000000 08000400 00000000 05000d00 00000000 06000e00 00000000 06000f00 00000000 08000500 00000000 08000600 00000000',
  },
  {
    name: '-r 10.0.0.3:80 -i -w 1',
    destination: { ...plain, address: ip('10.0.0.3'), method: 'TUN' },
    hex: '60000280 06000b00 02000000 14000100 0a000003 000000000000000000000000 06000200 00500000 08000300 02000000 08000400 01000000 05000d00 00000000 06000e00 00000000 06000f00 00000000 08000500 00000000 08000600 00000000',
  },
]

describe('destination requests', () => {
  it.each(destinationVectors)('of "ipvsadm -a … $name" read back as the destination', ({ destination, hex: bytes }) => {
    const whole = `05010000 38000180 06000100 02000000 06000200 06000000 ${identityBytes} 08000500 00000000 ${bytes}`
    expect(decodeDestination(unhex(whole), 'inet')).toEqual({ ok: true, value: destination })
  })

  it('hold the service’s identity and everything that can be set', () => {
    const [first] = destinationVectors
    const bytes = payload((writer) =>
      encodeDestination(writer, FAMILY, IPVS_CMD.NEW_DEST, web.identity, first?.destination ?? plain),
    )
    expect(hex(bytes)).toBe(
      `05010000 30000180 06000100 02000000 06000200 06000000 ${identityBytes} 48000280 14000100 0a000001 000000000000000000000000 06000200 1f900000 06000b00 02000000 08000300 00000000 08000400 03000000 08000500 64000000 08000600 32000000`.replaceAll(
        ' ',
        '',
      ),
    )
  })

  it('to delete hold the two identities only', () => {
    const bytes = payload((writer) =>
      encodeDestinationIdentity(writer, FAMILY, IPVS_CMD.DEL_DEST, web.identity, plain.address, 80),
    )
    expect(hex(bytes)).toBe(
      `07010000 30000180 06000100 02000000 06000200 06000000 ${identityBytes} 28000280 14000100 0a000001 000000000000000000000000 06000200 00500000 06000b00 02000000`.replaceAll(
        ' ',
        '',
      ),
    )
  })
})

describe('a destination in a dump', () => {
  const dumped = (method: string, rest = ''): Uint8Array =>
    unhex(
      `05010000 ${rest === '' ? '40' : '48'}000200 14000100 0a000001 000000000000000000000000 06000200 00500000 08000300 ${method} 08000400 ffffff7f 08000500 00000000 08000600 00000000 ${rest}`,
    )
  const read: Destination = { ...plain, weight: 0x7fffffff }

  it.each([
    ['the method is masked out of the connection flags (NL-12)', '23010000', { ...read, method: 'DR' }],
    ['a tunnel', '02000000', { ...read, method: 'TUN' }],
    ['a local one says so, its method being lost (NL-13)', '01000000', { ...read, method: 'DR', local: true }],
  ])('%s', (_, method, expected) => {
    expect(decodeDestination(dumped(method), 'inet')).toEqual({ ok: true, value: expected })
  })

  it('has the family it names, else its service’s', () => {
    expect(decodeDestination(dumped('00000000', '06000b00 0a000000'), 'inet')).toMatchObject({
      value: { address: 'a00:1::' },
    })
    expect(decodeDestination(dumped('00000000'), 'inet6')).toMatchObject({ value: { address: 'a00:1::' } })
  })

  it.each([
    ['an unknown method', dumped('04000000'), 'forwarding method 4'],
    ['no nest', unhex('05010000'), 'no destination in the message'],
    ['no address', unhex('05010000 0c000200 06000200 00500000'), 'destination without address or port'],
  ])('with %s is a fault', (_, bytes, fault) => {
    expect(decodeDestination(bytes, 'inet')).toEqual({ ok: false, fault })
  })
})

describe('any service and destination', () => {
  it('come back as they were written, within the size every request has', () => {
    fc.assert(
      fc.property(services, destinations, (service, destination) => {
        const one = payload((writer) => encodeService(writer, FAMILY, IPVS_CMD.NEW_SERVICE, service))
        const two = payload((writer) =>
          encodeDestination(writer, FAMILY, IPVS_CMD.NEW_DEST, service.identity, destination),
        )
        expect(decodeService(one)).toEqual({ ok: true, value: service })
        expect(decodeDestination(two, 'inet')).toEqual({ ok: true, value: destination })
        expect(Math.max(one.length, two.length) + 16).toBeLessThanOrEqual(MAX_REQUEST_BYTES)
      }),
    )
  })

  it('are never read past their end, however damaged', () => {
    fc.assert(
      fc.property(services, fc.nat(), fc.integer({ min: 0, max: 255 }), fc.nat(), (service, at, byte, cut) => {
        const bytes = payload((writer) => encodeService(writer, FAMILY, IPVS_CMD.NEW_SERVICE, service)).slice()
        bytes[at % bytes.length] = byte
        const part = bytes.subarray(0, cut % (bytes.length + 1))
        return typeof decodeService(part).ok === 'boolean' && typeof decodeDestination(part, 'inet6').ok === 'boolean'
      }),
    )
  })
})
