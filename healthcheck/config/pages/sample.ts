// Small complete configurations for the pages of rules about services.

interface Parts {
  readonly header?: string
  /** These three: empty = the line is left out. */
  readonly protocol?: string
  readonly scheduler?: string
  readonly method?: string
}

const block = (header: string, lines: string): string =>
  `${header} {\n${lines
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('')}}`

/** A virtual server with the given lines in it. */
export function service(parts: Parts, lines: string): string {
  const { header = '192.0.2.1 80', protocol = 'TCP', scheduler = 'wrr', method = 'NAT' } = parts
  const all = [
    scheduler === '' ? '' : `lb_algo ${scheduler}`,
    method === '' ? '' : `lb_kind ${method}`,
    protocol === '' ? '' : `protocol ${protocol}`,
    lines,
  ]
  return `${block(`virtual_server ${header}`, all.filter((part) => part !== '').join('\n'))}\n`
}

/** A real server with the given lines in it: a check, unless others are given. */
export const server = (header: string, lines = 'TCP_CHECK {\n}'): string => block(`real_server ${header}`, lines)

export const healthy = server('10.0.0.1 80')

export const group = (name: string): string => `${block(`virtual_server_group ${name}`, '192.0.2.1-3 80')}\n`
