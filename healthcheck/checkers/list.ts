// All checkers. One file each, one line here.

import { httpGet } from './http-get.js'
import { tcpCheck } from './tcp-check.js'

export const checkers = {
  TCP_CHECK: tcpCheck,
  HTTP_GET: httpGet,
} as const
