// The language of the scenario files: one command a line, '#' starts a comment. A table, so that a new command is one entry.
//
//   network NAME NODE:DEVICE=ADDRESS/LENGTH …        a wire or switch and who is on it
//   instance NODE NAME DEVICE VRID [key=value …]      priority, state, vip (comma separated), nopreempt, preempt_delay, track=DEVICE:WEIGHT …
//   group NODE NAME MEMBER …    ungroup NODE NAME    forget NODE NAME
//   start|adopt|reload|stop|crash NODE …             adopt = start, told of the masters that died
//   cut|join NODE DEVICE                              carrier lost, back; unplug = the interface itself is gone
//   delay NODE SECONDS                                vrrp_startup_delay
//   remove|add NODE DEVICE ADDRESS/LENGTH             by somebody else
//   split|heal NETWORK    stall NODE SECONDS    run SECONDS    note TEXT    detail on|off    report NODE

import { Seconds } from '../../../config/values/time.js'
import { renderReport, reportRouter } from '../../../vrrp/report.js'
import type { RunnableInstance, TrackedInterface } from '../../../vrrp/config/model.js'
import { address, config, defaultGarp, group, instance, ip, vip } from '../fixtures.js'
import { at, Simulation } from './simulation.js'

type Command = (simulation: Simulation, ...words: string[]) => void

const commands: Readonly<Record<string, Command>> = {
  network(simulation, name = '', ...ports) {
    for (const port of ports) {
      const [place = '', own = ''] = port.split('=')
      const [node = '', device = ''] = place.split(':')
      if (!simulation.nodes.has(node)) simulation.addNode(node, config([]))
      simulation.connect(name, node, device)
      for (const text of own.split(',')) simulation.node(node).addresses.push(address(text, device))
    }
  },
  instance(simulation, node = '', name = '', device = '', vrid = '', ...options) {
    const found = simulation.node(node)
    const wanted = instanceOf(name, device, Number(vrid), options)
    const known = found.config.instances
    const replaced = known.map((old) => (old.name === name ? wanted : old))
    const instances = known.some((old) => old.name === name) ? replaced : [...known, wanted]
    found.config = { ...found.config, instances }
  },
  group(simulation, node = '', name = '', ...members) {
    const found = simulation.node(node)
    const others = found.config.syncGroups.filter((other) => other.name !== name)
    found.config = { ...found.config, syncGroups: [...others, group(name, members)] }
  },
  ungroup(simulation, node = '', name = '') {
    const found = simulation.node(node)
    found.config = { ...found.config, syncGroups: found.config.syncGroups.filter((other) => other.name !== name) }
  },
  forget(simulation, node = '', name = '') {
    const found = simulation.node(node)
    found.config = { ...found.config, instances: found.config.instances.filter((other) => other.name !== name) }
  },
  delay(simulation, node = '', seconds = '') {
    const found = simulation.node(node)
    found.config = { ...found.config, startupDelay: Seconds(Number(seconds)) }
  },
  start: (simulation, ...nodes) => nodes.forEach((node) => simulation.start(node, false)),
  adopt: (simulation, ...nodes) => nodes.forEach((node) => simulation.start(node, true)),
  reload: (simulation, ...nodes) => nodes.forEach((node) => simulation.reload(node)),
  stop: (simulation, ...nodes) => nodes.forEach((node) => simulation.stop(node)),
  crash: (simulation, ...nodes) => nodes.forEach((node) => simulation.crash(node)),
  cut: (simulation, node = '', device = '') => simulation.setLink(node, device, { up: false }),
  join: (simulation, node = '', device = '') => simulation.setLink(node, device, { up: true, exists: true }),
  unplug: (simulation, node = '', device = '') => simulation.unplug(node, device),
  remove: (simulation, node = '', device = '', text = '') => simulation.setAddress(node, address(text, device), false),
  add: (simulation, node = '', device = '', text = '') => simulation.setAddress(node, address(text, device), true),
  split: (simulation, network = '') => setSplit(simulation, network, true),
  heal: (simulation, network = '') => setSplit(simulation, network, false),
  stall(simulation, node = '', seconds = '') {
    simulation.node(node).stalledUntil = simulation.now + Number(seconds) * 1000
  },
  run: (simulation, seconds = '') => simulation.run(Number(seconds)),
  note: (simulation, ...words) => void simulation.trace.push(`-- ${words.join(' ')}`),
  detail(simulation, wish) {
    simulation.detail = wish === 'on'
  },
  report(simulation, node = '') {
    const { router } = simulation.node(node)
    if (router === undefined) return
    const text = renderReport(reportRouter(router, at(simulation.now / 1000)))
    for (const line of text.trimEnd().split('\n')) simulation.trace.push(`   | ${line}`)
  },
}

function setSplit(simulation: Simulation, name: string, split: boolean): void {
  const network = simulation.networks.get(name)
  if (network === undefined) throw new Error(`no network ${name}`)
  network.split = split
}

function instanceOf(
  name: string,
  device: string,
  virtualRouterId: number,
  options: readonly string[],
): RunnableInstance {
  let made = instance({ name, interface: device, virtualRouterId })
  for (const option of options) {
    const [key = '', value = ''] = option.split('=')
    made = { ...made, ...optionOf(key, value, device) }
  }
  return made
}

function optionOf(key: string, value: string, device: string): Partial<RunnableInstance> {
  switch (key) {
    case 'priority':
      return { priority: Number(value) }
    case 'state':
      return { initialState: value === 'MASTER' ? 'MASTER' : 'BACKUP' }
    case 'vip':
      return { addresses: value.split(',').map((text) => vip(text, device)) }
    case 'evip':
      return { excludedAddresses: value.split(',').map((text) => vip(text, device)) }
    case 'interval':
      return { advertInterval: Seconds(Number(value)) }
    case 'nopreempt':
      return { preempt: false }
    case 'preempt_delay':
      return { preemptDelay: Seconds(Number(value)) }
    case 'track':
      return { trackInterfaces: value.split(',').map(trackedOf) }
    case 'source':
      return { sourceAddress: ip(value) }
    case 'refresh':
      return { garp: { ...defaultGarp, refresh: Seconds(Number(value)) } }
    default:
      throw new Error(`unknown option ${key}`)
  }
}

function trackedOf(text: string): TrackedInterface {
  const [device = '', weight = '0'] = text.split(':')
  return { interface: device, weight: Number(weight), reverse: false }
}

/** Runs the commands of a scenario and returns its trace. */
export function runScenario(text: string): string {
  const simulation = new Simulation()
  for (const line of text.split('\n')) {
    const [name, ...words] = line.replace(/#.*/, '').split(/\s+/).filter(Boolean)
    if (name === undefined) continue
    const command = commands[name]
    if (command === undefined) throw new Error(`unknown command ${name}`)
    command(simulation, ...words)
  }
  return simulation.trace.map((line) => `${line}\n`).join('')
}
