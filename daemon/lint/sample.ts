// Small complete configurations for the pages of rules.

interface InstanceSample {
  readonly name?: string
  readonly id?: number
  readonly state?: 'MASTER' | 'BACKUP'
  readonly priority?: number
  readonly interface?: string
  readonly address?: string
  /** Further lines. */
  readonly more?: string
}

/** One virtual router. */
export function instanceSample(sample: InstanceSample = {}): string {
  const { name = 'VI_1', id = 51, state = 'BACKUP', priority = 100, address = '192.0.2.10/24', more } = sample
  const extra = more === undefined ? '' : `${indented(more, 4)}\n`
  return `vrrp_instance ${name} {
    state ${state}
    interface ${sample.interface ?? 'eth0'}
    virtual_router_id ${id}
    priority ${priority}
    advert_int 1
${extra}    virtual_ipaddress {
        ${address}
    }
}
`
}

interface ServiceSample {
  readonly address?: string
  readonly scheduler?: string
  readonly kind?: 'NAT' | 'DR'
  readonly server?: string
  /** The real server's check. */
  readonly check?: string
}

/** One service with one real server. */
export function serviceSample(sample: ServiceSample = {}): string {
  const { address = '192.0.2.10 80', scheduler = 'rr', kind = 'DR', server = '198.51.100.11 80' } = sample
  return `virtual_server ${address} {
    delay_loop 6
    lb_algo ${scheduler}
    lb_kind ${kind}
    protocol TCP
    real_server ${server} {
        weight 1
${indented(sample.check ?? 'TCP_CHECK {\n    connect_timeout 3\n}', 8)}
    }
}
`
}

export const globalsSample = (lines: string): string => `global_defs {\n${indented(lines, 4)}\n}\n`

const indented = (text: string, by: number): string =>
  text
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n')
