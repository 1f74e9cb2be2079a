// Hexadecimal digits in tests, with spaces where they help reading.

export const unhex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'))

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
