"""Sends Ethernet frames as they are: send.py DEVICE COUNT GAP_MILLISECONDS, frames in hexadecimal on standard input, one a line.

All frames are sent COUNT times, in turn, GAP milliseconds apart. Knows nothing of what they mean.
"""

import socket
import sys
import time

device, count, gap = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]) / 1000
frames = [bytes.fromhex(line) for line in sys.stdin.read().split()]
out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
out.bind((device, 0))
due = time.monotonic()
for _ in range(count):
    for frame in frames:
        out.send(frame)
        due += gap
        time.sleep(max(0.0, due - time.monotonic()))
