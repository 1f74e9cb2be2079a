// What operators read about IPVS, in keepalived's words where keepalived has them. Values to text, nothing else.

import type { LogEntry } from '../config/values/log-entry.js'
import type { Operation } from './diff.js'
import { formatError, type ErrnoName, type NetlinkError } from './netlink/errors.js'
import type { OpenResult } from './client.js'
import type { ServiceIdentity } from './table.js'

/** keepalived names the commands as the older socket options did. */
const COMMANDS: Readonly<Record<Operation['kind'], string>> = {
  addService: 'IP_VS_SO_SET_ADD(1154)',
  changeService: 'IP_VS_SO_SET_EDIT(1155)',
  deleteService: 'IP_VS_SO_SET_DEL(1156)',
  addDestination: 'IP_VS_SO_SET_ADDDEST(1159)',
  deleteDestination: 'IP_VS_SO_SET_DELDEST(1160)',
  changeDestination: 'IP_VS_SO_SET_EDITDEST(1161)',
}

/** Meanings of errors, for any command or for services (S) and destinations (D). */
const MEANINGS: Partial<Record<ErrnoName | `${ErrnoName} S` | `${ErrnoName} D`, string>> = {
  EPERM: 'Permission denied (you must be root)',
  'ENOENT S': 'Scheduler or persistence engine not found',
  'ENOENT D': 'No such destination',
  ESRCH: 'No such service',
  ENOMEM: 'Memory allocation problem',
  'EEXIST S': 'Service already exists',
  'EEXIST D': 'Destination already exists',
  EINVAL: 'Invalid operation.  Possibly wrong module version, address not unicast, ...',
  ERANGE: 'Weight below 0, or lower threshold above the upper one',
  ENOPROTOOPT: 'Protocol not available',
  EOPNOTSUPP: 'Operation not supported with IPv6',
  EAFNOSUPPORT: 'Operation not supported with specified address family',
  ETIMEDOUT: 'No answer from the kernel in time',
}

const isDestination = (operation: Operation): boolean => operation.kind.endsWith('Destination')

function meaning(operation: Operation, error: NetlinkError): string {
  const name = error.name as ErrnoName
  return MEANINGS[`${name} ${isDestination(operation) ? 'D' : 'S'}`] ?? MEANINGS[name] ?? error.text ?? error.name
}

/** `192.0.2.1:tcp:80`, `FWM 7`. */
function formatService(identity: ServiceIdentity): string {
  if ('fwmark' in identity) return `FWM ${identity.fwmark}`
  return `${identity.address}:${identity.protocol.toLowerCase()}:${identity.port}`
}

/** What the operation is about: `192.0.2.1:tcp:80`, `192.0.2.1:tcp:80 -> 10.0.0.1:80`. */
export function subjectOf(operation: Operation): string {
  switch (operation.kind) {
    case 'addService':
    case 'changeService':
      return formatService(operation.service.identity)
    case 'deleteService':
      return formatService(operation.identity)
    case 'addDestination':
    case 'changeDestination':
      return `${formatService(operation.identity)} -> ${operation.destination.address}:${operation.destination.port}`
    case 'deleteDestination':
      return `${formatService(operation.identity)} -> ${operation.address}:${operation.port}`
  }
}

/** A refused operation, as keepalived logs it. */
export const refusedOperation = (operation: Operation, error: NetlinkError): LogEntry => ({
  level: 'error',
  text: `IPVS cmd ${COMMANDS[operation.kind]} error: ${meaning(operation, error)}(${error.errno}) (${subjectOf(operation)})`,
  fields: { errno: error.name, service: subjectOf(operation) },
})

/** IPVS is not to be had: what is missing and what to do. */
export const unavailable = ({ error, remedy }: Extract<OpenResult, { ok: false }>): LogEntry => ({
  level: 'error',
  text: `IPVS: Can't initialize ipvs: ${initialisation(error)} - ${remedy}. Servers are checked, but no traffic is balanced; trying again`,
  fields: { errno: error.name },
})

function initialisation(error: NetlinkError): string {
  if (error.name === 'ENOENT') return 'No such file or directory'
  return error.name === 'EPERM' ? 'Permission denied (you must be root)' : formatError(error)
}

export const available: LogEntry = { level: 'info', text: 'IPVS is available now' }

export const unreadable = (error: NetlinkError): LogEntry => ({
  level: 'error',
  text: `IPVS: cannot read the kernel's table: ${formatError(error)}`,
  fields: { errno: error.name },
})

export const notUnderstood = (fault: string): LogEntry => ({
  level: 'warning',
  text: `IPVS: an entry of the kernel's table is left alone: ${fault}`,
})

/** Everything is as wanted again after failures. */
export const recovered: LogEntry = { level: 'info', text: 'IPVS: the table is in step again' }
