import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareIp, familyOf, ipFromBytes, parseIpAddress } from '../../../config/values/ip.js'
import { parseRange } from '../../../healthcheck/config/address-range.js'

describe('a range of addresses', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1', '10.0.0.1'],
    ['10.0.0.2-10', '10.0.0.2', '10.0.0.10'],
    ['10.0.0.1-05', '10.0.0.1', '10.0.0.5'],
    ['10.0.0.1-+5', '10.0.0.1', '10.0.0.5'],
    ['10.0.0.1-10.0.1.20', '10.0.0.1', '10.0.1.20'],
    ['10.0.0.1-10.0.0.1', '10.0.0.1', '10.0.0.1'],
    ['10.0.0.1-10.0.0.5-7', '10.0.0.1', '10.0.0.5'],
    ['10.0.0.0/24', '10.0.0.0', '10.0.0.255'],
    ['10.0.0.4/30', '10.0.0.4', '10.0.0.7'],
    ['10.0.0.4/32', '10.0.0.4', '10.0.0.4'],
    ['10.0.0.0/+24', '10.0.0.0', '10.0.0.255'],
    ['10.0.0.0/024', '10.0.0.0', '10.0.0.255'],
    ['10.0.0.0-5/24', '10.0.0.0', '10.0.0.255'],
    ['2001:db8::1', '2001:db8::1', '2001:db8::1'],
    ['2001:db8::1-1f', '2001:db8::1', '2001:db8::1f'],
    ['2001:db8::1-1F', '2001:db8::1', '2001:db8::1f'],
    ['2001:db8::1-0x1F', '2001:db8::1', '2001:db8::1f'],
    ['2001:db8::1-2001:db8::9', '2001:db8::1', '2001:db8::9'],
    ['2001:db8::/64', '2001:db8::', '2001:db8::ffff:ffff:ffff:ffff'],
    ['2001:db8::/128', '2001:db8::', '2001:db8::'],
    ['2001:db8::-2001:db8::9/64', '2001:db8::', '2001:db8::ffff:ffff:ffff:ffff'],
  ])('%s', (word, first, last) => {
    expect(parseRange(word)).toEqual({ first, last })
  })

  it.each([
    ['10.0.0.1-1', 'Address range end is not greater than address range start - 10.0.0.1-1 - skipping'],
    ['10.0.0.1-', 'Address range end is not greater than address range start - 10.0.0.1- - skipping'],
    ['10.0.0.1--5', "Virtual server group range '10.0.0.1--5' end '-5' too large"],
    ['10.0.0.1-300', "Virtual server group range '10.0.0.1-300' end '300' too large"],
    ['10.0.0.1-5x', "Virtual server group range '10.0.0.1-5x' has extra characters at end 'x'"],
    ['10.0.0.9-10.0.0.1', 'Address range end is less than address range start - 10.0.0.9-10.0.0.1 - skipping'],
    ['10.0.0.3-10.0.0.x', 'Invalid range end 10.0.0.3-10.0.0.x - skipping'],
    ['10.0.0.1/24', 'Address mask bits not empty - 10.0.0.1/24 - skipping'],
    ['10.0.0.0/33', 'Invalid netmask - 10.0.0.0/33 - skipping'],
    ['10.0.0.0/0', 'Invalid netmask - 10.0.0.0/0 - skipping'],
    ['10.0.0.0/', 'Invalid netmask - 10.0.0.0/ - skipping'],
    ['10.0.0.0/24x', 'Invalid netmask - 10.0.0.0/24x - skipping'],
    ['2001:db8::1-g', "Virtual server group range '2001:db8::1-g' has extra characters at end 'g'"],
    ['2001:db8::1-0x', "Virtual server group range '2001:db8::1-0x' has extra characters at end 'x'"],
    ['2001:db8::1-fffff', "Virtual server group range '2001:db8::1-fffff' end 'fffff' too large"],
    ['2001:db8::1-10.0.0.1', "Virtual server group range '2001:db8::1-10.0.0.1' has extra characters at end '.0.0.1'"],
    [
      '2001:db8::9-2001:db8::1',
      'Address range end is less than address range start - 2001:db8::9-2001:db8::1 - skipping',
    ],
    ['2001:db8::1/64', 'Address mask bits not empty - 2001:db8::1/64 - skipping'],
    ['2001:db8::/129', 'Invalid netmask - 2001:db8::/129 - skipping'],
    ['10.0.0.0/24-5', undefined],
    ['10.0.0.x', undefined],
    ['10.0.0.3-2001:db8::1', undefined],
    ['', undefined],
  ])('is not %j, in the words of keepalived', (word, says) => {
    expect(parseRange(word)).toMatchObject({ says })
  })

  it('never throws, and ends in the family it begins in, not before its beginning', () => {
    const part = fc.constantFrom(
      '10.0.0.1',
      '10.0.1.20',
      '2001:db8::1',
      '::',
      '-',
      '/',
      '5',
      '24',
      '64',
      'ff',
      'x',
      ':',
      '.',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(part, { maxLength: 5 }).map((all) => all.join('')),
          fc.string(),
        ),
        (word) => {
          const range = parseRange(word)
          if (!('first' in range)) return
          expect(familyOf(range.last)).toBe(familyOf(range.first))
          expect(compareIp(range.last, range.first)).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })

  it('of two addresses gives them back', () => {
    const bytes = fc.uint8Array({ minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [first, last] = [ipFromBytes(a, 'inet'), ipFromBytes(b, 'inet')].sort(compareIp)
        expect(parseRange(`${first ?? ''}-${last ?? ''}`)).toEqual({ first, last })
      }),
    )
  })

  it('of a network has all its addresses', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 128 }), (length) => {
        const range = parseRange(`::/${length}`)
        const last = 'last' in range ? range.last : ''
        expect(parseIpAddress(last)).toBe(last)
        expect(last === '::').toBe(length === 128)
      }),
    )
  })
})
