// tcpdump's capture format (pcap, classic): a stream of bytes to packets with their times. Little-endian Ethernet captures only,
// which is what tcpdump writes here.

export interface Captured {
  /** Seconds of the wall clock, to the microsecond. */
  readonly time: number
  readonly bytes: Buffer
}

/** Returns a function that is fed chunks and gives the packets completed by each. */
export function pcapReader(): (chunk: Buffer) => Captured[] {
  let rest = Buffer.alloc(0)
  let started = false
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    if (!started) {
      if (rest.length < 24) return []
      if (rest.readUInt32LE(0) !== 0xa1b2c3d4 || rest.readUInt32LE(20) !== 1) {
        throw new Error(`not a little-endian Ethernet capture: ${rest.subarray(0, 24).toString('hex')}`)
      }
      rest = rest.subarray(24)
      started = true
    }
    const packets: Captured[] = []
    while (rest.length >= 16) {
      const length = rest.readUInt32LE(8)
      if (rest.length < 16 + length) break
      packets.push({
        time: rest.readUInt32LE(0) + rest.readUInt32LE(4) / 1e6,
        bytes: Buffer.from(rest.subarray(16, 16 + length)),
      })
      rest = rest.subarray(16 + length)
    }
    return packets
  }
}
