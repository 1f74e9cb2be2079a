import { describe, expect, it } from 'vitest'
import { bindRoot } from '../../../daemon/root-schema.js'
import { buildTree } from '../../../config/tree.js'
import { readText } from '../read/reading.js'
import { bindText } from './bind-text.js'

const service =
  'virtual_server 10.0.0.1 80 {\nprotocol TCP\nlb_algo rr\nlb_kind NAT\nquorum 9\nreal_server 10.0.0.2 80 { }\n}\n'
const globals = 'global_defs {\nsmtp_alert_checker off\nrouter_id R\n}\n'

describe('the model of a file', () => {
  it.each([
    ['before', globals + service],
    ['after', service + globals],
    ['around', `global_defs {\nrouter_id R\n}\n${service}global_defs {\nsmtp_alert_checker off\n}\n`],
  ])('is the same with global_defs %s the services', (_where, text) => {
    const { model, problems } = bindText(text)
    expect(model.healthcheck.virtualServers[0]?.realServers[0]?.smtpAlert).toBe(false)
    expect(model.global).toMatchObject({ routerId: 'R', smtpAlertChecker: false })
    expect(problems.filter((one) => one.startsWith('error'))).toEqual(['error adjusted-value'])
  })

  it('goes through the file once when global_defs comes first', () => {
    const { statements } = buildTree(readText(globals + service).lines, () => undefined)
    let passes = 0
    const root = {
      statements: {
        [Symbol.iterator]: () => {
          passes++
          return statements[Symbol.iterator]()
        },
      },
    }
    bindRoot(root, () => undefined, { hostName: 'h' })
    expect(passes).toBe(1)
  })

  it('has the host name for a router_id, and the defaults of global_defs', () => {
    expect(bindText('').model.global).toEqual({
      routerId: 'director',
      mail: { to: [], from: undefined, server: undefined, heloName: undefined, connectTimeout: 30_000 },
      smtpAlert: undefined,
      smtpAlertVrrp: undefined,
      smtpAlertChecker: undefined,
      scriptUser: undefined,
      enableScriptSecurity: false,
      childWaitTime: 5000,
    })
  })

  it.each([
    ['smtp_server 192.0.2.1', { host: '192.0.2.1', port: 25 }],
    ['smtp_server mail.example.org 2525', { host: 'mail.example.org', port: 2525 }],
    ['smtp_server 2001:db8::1 26', { host: '2001:db8::1', port: 26 }],
    ['smtp_server 192.0.2.1 0', undefined],
    ['smtp_server 192.0.2.300', undefined],
  ])('`%s`', (line, server) => {
    expect(bindText(`global_defs {\n${line}\n}`).model.global.mail.server).toEqual(server)
  })
})
