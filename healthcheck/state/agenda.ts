// What is due when: a binary heap of instants. Knows nothing of what the items are; an item that was moved is simply added
// again, and whoever takes it out tells the old entry by its instant.

import type { Instant } from '../../config/values/time.js'

export interface AgendaEntry<Item> {
  readonly at: Instant
  readonly item: Item
}

export interface Agenda<Item> {
  add(at: Instant, item: Item): void
  /** The earliest entry; undefined when there is none. */
  first(): AgendaEntry<Item> | undefined
  /** Takes the earliest entry out. */
  take(): AgendaEntry<Item> | undefined
}

export function createAgenda<Item>(): Agenda<Item> {
  const heap: AgendaEntry<Item>[] = []
  return {
    add(at, item) {
      heap.push({ at, item })
      rise(heap, heap.length - 1)
    },
    first: () => heap[0],
    take() {
      const first = heap[0]
      const last = heap.pop()
      if (last !== undefined && heap.length > 0) {
        heap[0] = last
        sink(heap, 0)
      }
      return first
    },
  }
}

function rise<Item>(heap: AgendaEntry<Item>[], start: number): void {
  let child = start
  while (child > 0) {
    const parent = (child - 1) >> 1
    if (!swapped(heap, parent, child)) return
    child = parent
  }
}

function sink<Item>(heap: AgendaEntry<Item>[], start: number): void {
  let parent = start
  for (;;) {
    const left = 2 * parent + 1
    const a = heap[left]
    const b = heap[left + 1]
    if (a === undefined) return
    const child = b !== undefined && b.at < a.at ? left + 1 : left
    if (!swapped(heap, parent, child)) return
    parent = child
  }
}

/** Puts parent and child in order; whether they were not. */
function swapped<Item>(heap: AgendaEntry<Item>[], parent: number, child: number): boolean {
  const above = heap[parent]
  const below = heap[child]
  if (above === undefined || below === undefined || above.at <= below.at) return false
  heap[parent] = below
  heap[child] = above
  return true
}
