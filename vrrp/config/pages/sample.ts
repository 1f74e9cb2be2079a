// Small complete configurations for the pages of rules about VRRP.

interface Parts {
  readonly name?: string
  readonly device?: string
  readonly id?: number
  /** The virtual address; empty = the lines have it all. */
  readonly address?: string
}

/** An instance with the given lines in it; a part that is empty is left out. */
export function sample(lines: string, parts: Parts = {}): string {
  const { name = 'VI_1', device = 'eth0', id = 51, address = '192.0.2.10/24' } = parts
  const all = [
    device === '' ? '' : `interface ${device}`,
    id === 0 ? '' : `virtual_router_id ${id}`,
    lines,
    address === '' ? '' : `virtual_ipaddress {\n  ${address}\n}`,
  ]
  return inBlock(`vrrp_instance ${name}`, all.filter((part) => part !== '').join('\n'))
}

/** A block with its lines indented. */
export const inBlock = (header: string, lines: string): string =>
  `${header} {\n${lines
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('')}}\n`
