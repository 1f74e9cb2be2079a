// Random misfortune: whatever is cut, crashed, stopped, stalled and repaired, the promises of VRRP and of sync groups hold.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { asInstant } from '../../../config/values/time.js'
import { step } from '../../../vrrp/machine/router.js'
import { address, config, group, instance, ip, vip } from '../fixtures.js'
import { Simulation } from './simulation.js'

const NODES = ['a', 'b', 'c'] as const
const DEVICES = ['eth0', 'eth1'] as const
const INSTANCES = ['WAN', 'LAN'] as const
const VIPS = { WAN: ip('192.0.2.100'), LAN: ip('10.0.0.100') }

interface Op {
  readonly what:
    'cut' | 'join' | 'crash' | 'stop' | 'start' | 'adopt' | 'reload' | 'remove' | 'stall' | 'split' | 'heal'
  readonly node: (typeof NODES)[number]
  readonly device: (typeof DEVICES)[number]
  readonly wait: number
}

const anyOp: fc.Arbitrary<Op> = fc.record({
  what: fc.constantFrom('cut', 'join', 'crash', 'stop', 'start', 'adopt', 'reload', 'remove', 'stall', 'split', 'heal'),
  node: fc.constantFrom(...NODES),
  device: fc.constantFrom(...DEVICES),
  wait: fc.double({ min: 0, max: 6, noNaN: true }),
})

interface Plan {
  readonly grouped: boolean
  readonly priorities: readonly number[]
  readonly preempt: boolean
  readonly ops: readonly Op[]
}

const anyPlan: fc.Arbitrary<Plan> = fc.record({
  grouped: fc.boolean(),
  priorities: fc.array(fc.integer({ min: 1, max: 254 }), { minLength: 3, maxLength: 3 }),
  preempt: fc.boolean(),
  ops: fc.array(anyOp, { maxLength: 25 }),
})

function build({ grouped, priorities, preempt }: Plan): Simulation {
  const simulation = new Simulation()
  for (const [i, name] of NODES.entries()) {
    const common = { priority: priorities[i] ?? 100, preempt }
    const outer = instance({ ...common, name: 'WAN', addresses: [vip('192.0.2.100/24')] })
    const inner = instance({
      ...common,
      name: 'LAN',
      interface: 'eth1',
      virtualRouterId: 52,
      addresses: [vip('10.0.0.100/24', 'eth1')],
    })
    const node = simulation.addNode(name, config([outer, inner], grouped ? [group('G', INSTANCES)] : []))
    node.addresses.push(address(`192.0.2.${i + 1}/24`), address(`10.0.0.${i + 1}/24`, 'eth1'))
    simulation.connect('outer', name, 'eth0')
    simulation.connect('inner', name, 'eth1')
    simulation.start(name, false)
  }
  return simulation
}

function perform(simulation: Simulation, { what, node, device }: Op): void {
  const running = simulation.node(node).router !== undefined
  const network = simulation.networks.get(device === 'eth0' ? 'outer' : 'inner')
  switch (what) {
    case 'cut':
      return simulation.setLink(node, device, { up: false })
    case 'join':
      return simulation.setLink(node, device, { up: true })
    case 'crash':
      return simulation.crash(node)
    case 'stop':
      return simulation.stop(node)
    case 'start':
    case 'adopt':
      return running ? undefined : simulation.start(node, what === 'adopt')
    case 'reload':
      return simulation.reload(node)
    case 'remove': {
      const held = device === 'eth0' ? address('192.0.2.100/24') : address('10.0.0.100/24', 'eth1')
      return simulation.setAddress(node, held, false)
    }
    case 'stall':
      simulation.node(node).stalledUntil = simulation.now + 5000
      return
    case 'split':
    case 'heal':
      if (network !== undefined) network.split = what === 'split'
  }
}

function repairEverything(simulation: Simulation): void {
  for (const network of simulation.networks.values()) network.split = false
  for (const node of NODES) {
    if (simulation.node(node).router === undefined) simulation.start(node, false)
    for (const device of DEVICES) simulation.setLink(node, device, { up: true })
  }
}

const mastersOf = (simulation: Simulation, name: string): string[] =>
  NODES.filter((node) => simulation.stateOf(node, name) === 'MASTER')

/** Nobody is stalled, split off or cut: the network of an instance works for all. */
function works(simulation: Simulation): boolean {
  for (const network of simulation.networks.values()) if (network.split) return false
  return NODES.every((name) => {
    const node = simulation.node(name)
    return simulation.now >= node.stalledUntil && [...node.links.values()].every((link) => link.up)
  })
}

describe('random faults', () => {
  it('end in one master for each virtual router, holding its addresses alone, and equal sync groups', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const simulation = build(plan)
        for (const op of plan.ops) {
          perform(simulation, op)
          simulation.run(op.wait)
        }
        repairEverything(simulation)
        simulation.run(40)
        for (const name of INSTANCES) {
          const masters = mastersOf(simulation, name)
          expect(masters).toHaveLength(1)
          expect(NODES.filter((node) => simulation.holds(node, VIPS[name]))).toEqual(masters)
        }
        if (plan.grouped) expect(mastersOf(simulation, 'WAN')).toEqual(mastersOf(simulation, 'LAN'))
      }),
      { numRuns: 150 },
    )
  })

  it('never leave two masters on a working network for more than a few intervals, nor half a group master', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const simulation = build(plan)
        let since = 0
        const check = (): void => {
          for (const node of NODES)
            if (plan.grouped && simulation.node(node).router !== undefined)
              expect(simulation.stateOf(node, 'WAN') === 'MASTER').toBe(simulation.stateOf(node, 'LAN') === 'MASTER')
          const fine = works(simulation) && INSTANCES.every((name) => mastersOf(simulation, name).length < 2)
          if (fine || !works(simulation)) since = simulation.now
          expect(simulation.now - since).toBeLessThan(3500)
        }
        for (const op of plan.ops) {
          perform(simulation, op)
          since = simulation.now
          simulation.run(op.wait, check)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('TMR-12: two regular adverts of a master are never closer than 90 % of the interval', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 15 }), (stalls) => {
        const simulation = new Simulation()
        const node = simulation.addNode('a', config([instance()]))
        node.addresses.push(address('192.0.2.1/24'))
        simulation.connect('lan', 'a', 'eth0')
        simulation.start('a', false)
        for (const stall of stalls) {
          simulation.run(1.7)
          node.stalledUntil = simulation.now + stall * 1000
        }
        simulation.run(5)
        const times = simulation.sent.map(({ at }) => at)
        for (const [i, time] of times.entries())
          if (i > 0) expect(time - (times[i - 1] ?? 0)).toBeGreaterThanOrEqual(900)
      }),
    )
  })

  it('a clock event before anything is due changes nothing, at any moment', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const simulation = build(plan)
        for (const op of plan.ops) {
          perform(simulation, op)
          simulation.run(op.wait)
          for (const node of NODES) {
            const { router, stalledUntil } = simulation.node(node)
            if (router === undefined || stalledUntil > simulation.now) continue
            const before = structuredClone(router)
            expect(step(router, { kind: 'clock' }, asInstant(simulation.now)).effects).toEqual([])
            expect(structuredClone(router)).toEqual(before)
          }
        }
      }),
      { numRuns: 30 },
    )
  })
})
