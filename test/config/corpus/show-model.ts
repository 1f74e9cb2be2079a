// A model as text that is easy to read and to compare: one line for each value, absent values left out.

import type { Model } from '../../../daemon/root-schema.js'

export function showModel(model: Model): string {
  const { instances, leftOut, syncGroups, ...vrrp } = model.vrrp
  const lines = [
    ...section('global', model.global),
    ...section('vrrp', vrrp),
    ...syncGroups.flatMap((group) => section('vrrp_sync_group', group)),
    ...instances.flatMap((instance) => section('vrrp_instance', instance)),
    ...leftOut.flatMap((instance) => section('vrrp_instance, left out', instance)),
    ...model.healthcheck.virtualServers.flatMap(({ realServers, ...service }) => [
      ...section('virtual_server', service),
      ...realServers.flatMap(({ checkers, ...server }) => [
        ...section('  real_server', server),
        ...checkers.map((checker) => `      ${JSON.stringify(checker)}`),
      ]),
    ]),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function section(title: string, value: object): string[] {
  const indent = ' '.repeat(title.length - title.trimStart().length + 2)
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return [title, ...entries.map(([name, one]) => `${indent}${name}: ${JSON.stringify(one)}`)]
}
