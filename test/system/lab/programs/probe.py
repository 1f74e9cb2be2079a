"""The outage a client sees: probe.py ADDRESS PORT GAP_MILLISECONDS SETTLE_MILLISECONDS.

Sends a numbered datagram every GAP milliseconds and notes which are answered, and by whom. An outage runs from the sending of the first
unanswered datagram to the sending of the next answered one; it is told after SETTLE milliseconds, because an answer may overtake another on its
way. Prints JSON lines: {"kind":"answered","by"} when another machine answers, {"kind":"outage",...} for each hole of at least three datagrams,
and for the line `report` on standard input {"kind":"report","sent","answered"}, as soon as everything sent before it is judged.
"""

import json
import select
import socket
import sys
import time

address, port = sys.argv[1], int(sys.argv[2])
gap, settle = float(sys.argv[3]) / 1000, float(sys.argv[4]) / 1000
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.setblocking(False)
sent_at: list[float] = []
answered_by: dict[int, str] = {}
newest, judged, by = -1, -1, ""
report_after = None


def tell(**event):
    print(json.dumps(event), flush=True)


def send():
    try:
        client.sendto(str(len(sent_at)).encode(), (address, port))
    except OSError:
        pass  # No way there just now: the datagram is lost, which is what is measured.
    sent_at.append(time.monotonic())


def receive():
    global newest, by
    while True:
        try:
            number, name = client.recv(64).decode().split(" ")
        except BlockingIOError:
            return
        except OSError:
            continue
        index = int(number)
        answered_by[index] = name
        if index > newest:
            newest = index
            if name != by:
                by = name
                tell(kind="answered", by=by)


def judge():
    """Looks for holes among the datagrams that no late answer can fill any more. Nothing before the first answer is an outage."""
    global judged
    horizon = time.monotonic() - settle
    for index in range(judged + 1, newest + 1):
        if sent_at[index] >= horizon:
            return
        if index not in answered_by:
            continue
        first = judged + 1
        if judged >= 0 and index - first >= 3:
            milliseconds = round((sent_at[index] - sent_at[first]) * 1000, 1)
            tell(kind="outage", milliseconds=milliseconds, lost=index - first, before=answered_by[judged], after=answered_by[index])
        judged = index


start = time.monotonic()
next_judgement = start
while True:
    now = time.monotonic()
    while start + len(sent_at) * gap <= now:
        send()
    if now >= next_judgement:
        judge()
        next_judgement = now + 0.05
        if report_after is not None and now >= report_after:
            report_after = None
            tell(kind="report", sent=len(sent_at), answered=len(answered_by))
    due = start + len(sent_at) * gap
    readable, _, _ = select.select([client, sys.stdin], [], [], max(0.0, due - time.monotonic()))
    if client in readable:
        receive()
    if sys.stdin in readable:
        line = sys.stdin.readline()
        if line == "":
            break
        if line.strip() == "report":
            report_after = time.monotonic() + settle + gap
