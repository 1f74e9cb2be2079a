"""Captures VRRP and ARP on an interface: capture.py DEVICE [ADDRESS ...]. ARP only about the addresses, when
there are any. Writes pcap to standard output and `listening on` to standard error, as tcpdump does.

For user namespaces, where tcpdump cannot give up its privileges and ends. Times are the kernel's, to the microsecond.
"""

import socket
import struct
import sys

ETH_P_ALL, SO_TIMESTAMP = 0x0003, 29
device, about = sys.argv[1], [socket.inet_aton(address) for address in sys.argv[2:]]
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
wire.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMP, 1)
wire.bind((device, 0))
out = sys.stdout.buffer
out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
out.flush()
print("listening on", device, file=sys.stderr, flush=True)
while True:
    frame, ancillary, _, _ = wire.recvmsg(65535, 64)
    is_arp = frame[12:14] == b"\x08\x06" and (not about or frame[28:32] in about or frame[38:42] in about)
    is_vrrp = frame[12:14] == b"\x08\x00" and frame[23:24] == b"\x70"
    if not (is_arp or is_vrrp):
        continue
    seconds, microseconds = next(
        struct.unpack("qq", data[:16])
        for level, option, data in ancillary
        if level == socket.SOL_SOCKET and option == SO_TIMESTAMP
    )
    out.write(struct.pack("<IIII", seconds, microseconds, len(frame), len(frame)) + frame)
    out.flush()
