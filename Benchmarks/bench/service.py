"""The program and what it is measured beside, as processes of a benchmark."""
import json
import os
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request

HOUR = 3_600_000
YEARS_OF_HOURS = 87_600


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def environment(folder, **settings):
    """Settings of this benchmark only: none of the user's."""
    return {
        "PATH": os.environ["PATH"], "HOME": folder, "STATE_DIRECTORY": folder, "LOGS_DIRECTORY": folder, "LANG": "C.UTF-8",
        "LOG_LEVEL": "warning", "BITCOIN_ANALYZER_WITHOUT_SETTINGS_FILES": "1", **{key: str(value) for key, value in settings.items()},
    }


def get(url, headers=None):
    """Status, header fields and body, whatever the status is."""
    request = urllib.request.Request(url, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def until_answered(url, process, limit=180, pause=0.001):
    """Seconds until the address answers 200, and the body."""
    start = time.monotonic()
    while time.monotonic() - start < limit:
        if process.poll() is not None:
            sys.exit(f"the program ended with {process.returncode} before it answered {url}")
        try:
            status, _, body = get(url)
            if status == 200:
                return time.monotonic() - start, body
        except OSError:
            pass
        time.sleep(pause)
    sys.exit(f"{url} did not answer within {limit} s")


def resident(pid, name="VmRSS"):
    """Megabytes."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(name + r":\s+(\d+)", status.read()).group(1)) / 1024


class Running:
    """A process that ends with the block that it is used in."""

    def __init__(self, command, folder, variables, **options):
        self.process = subprocess.Popen(command, cwd=folder, env=variables, stdout=subprocess.DEVNULL, **options)
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def descriptors(wanted):
    """Raises the limit of this process and its children; returns what it is."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return limit


def ten_years(program, folder):
    """A SQLite database with ten years of hours up to now; returns its path and the newest price."""
    path = f"{folder}/years.db"
    subprocess.run(
        [program, "migrate", "--json"], cwd=folder, env=environment(folder, DATABASE_URL=f"sqlite://{path}"), check=True, stdout=subprocess.DEVNULL)
    base = int(time.time() * 1000) // HOUR * HOUR
    price = [30_000 + 20_000 * ((n * 7919) % 10_007) / 10_007 for n in range(YEARS_OF_HOURS)]
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO sources (id, name) VALUES (1, 'coinbase')")
        database.execute("INSERT INTO quotes (id, name) VALUES (1, 'USD')")
        database.execute("INSERT INTO origins (id, source, quote, run_id, seen_at) VALUES (1, 1, 1, 'r', ?)", (base + 60_000,))
        database.executemany(
            "INSERT INTO candles_1h (minute, origin, open, high, low, close, volume) VALUES (?, 1, ?, ?, ?, ?, 10.5)",
            (((base - n * HOUR) // 60_000, close, close + 100, close - 100, close) for n, close in enumerate(price)))
    return path, price[0]


def price_of(body):
    return json.loads(body)["price"]
