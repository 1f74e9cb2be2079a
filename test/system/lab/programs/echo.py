"""Answers every datagram with itself and this machine's name: echo.py PORT NAME. Prints `listening` first."""

import socket
import sys

port, name = int(sys.argv[1]), sys.argv[2].encode()
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("0.0.0.0", port))
print("listening", flush=True)
while True:
    message, sender = server.recvfrom(64)
    try:
        server.sendto(message + b" " + name, sender)
    except OSError:
        pass  # No way back just now: the answer is lost, as on any network.
