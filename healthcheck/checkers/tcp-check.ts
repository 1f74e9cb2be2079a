// TCP_CHECK: a connection that is established is a server that is up (TCP-01).

import { failed, up, type Checker, type ConnectionOptions } from './define-checker.js'

export interface TcpCheckOptions {
  readonly connection: ConnectionOptions
}

export const tcpCheck: Checker<TcpCheckOptions> = {
  keyword: 'TCP_CHECK',
  async probe({ options, io, signal }) {
    const result = await io.touch(options.connection, signal)
    return result.ok ? up() : failed(result)
  },
}
