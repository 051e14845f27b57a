"""Open streams of events: until when all have a new candle, and what they cost."""
import select
import socket
import sqlite3
import sys
import time

REQUEST = b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"


def connect(port, count):
    """Opens the streams, some hundred at a time, and waits for the beginning of each."""
    poll, streams, beginning = select.epoll(), {}, {}
    opened = 0
    while opened < count or len(streams) < count:
        while opened < count and len(beginning) < 200:
            client = socket.create_connection(("127.0.0.1", port), timeout=30)
            client.sendall(REQUEST)
            client.setblocking(False)
            beginning[client.fileno()] = (client, b"")
            poll.register(client.fileno(), select.EPOLLIN)
            opened += 1
        events = poll.poll(30)
        if not events:
            sys.exit(f"only {len(streams)} of {count} streams began within 30 s")
        for number, _ in events:
            if number not in beginning:
                streams[number].recv(65536)
                continue
            client, text = beginning[number]
            text += client.recv(65536)
            if text and not text.startswith(b"HTTP/1.1 200"):
                sys.exit(f"stream {opened}: {text[:200].decode(errors='replace')}")
            if b"\nid: " in text:
                streams[number] = client
                del beginning[number]
            else:
                beginning[number] = (client, text)
    return poll, streams


def deliver(poll, streams, commit, limit=30):
    """Seconds from the commit to the event's arrival, for each stream, in order of arrival."""
    while poll.poll(0):
        for number, _ in poll.poll(0, len(streams)):
            streams[number].recv(65536)
    start = commit()
    missing, arrivals = set(streams), []
    while missing and time.monotonic() - start < limit:
        for number, _ in poll.poll(1, len(streams)):
            if b"event: candle" in streams[number].recv(65536) and number in missing:
                missing.discard(number)
                arrivals.append(time.monotonic() - start)
    if missing:
        sys.exit(f"{len(missing)} of {len(streams)} streams got no candle within {limit} s")
    return arrivals


def change(path):
    """Changes the newest hour, as another process would; returns the moment of the commit."""
    with sqlite3.connect(path) as database:
        database.execute("UPDATE candles_1h SET close = close + 1, high = high + 1 WHERE minute = (SELECT MAX(minute) FROM candles_1h)")
    return time.monotonic()
