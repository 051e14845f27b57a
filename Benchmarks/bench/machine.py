"""The machine and the versions that figures belong to."""
import importlib.metadata
import os
import pathlib
import platform
import subprocess
import time


def first_line(command, stream="stdout"):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    text = (done.stdout + done.stderr).strip()
    return text.splitlines()[0] if text else None


def field(path, name):
    try:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                key, _, value = line.partition(":" if ":" in line else "=")
                if key.strip() == name:
                    return value.strip().strip('"')
    except OSError:
        pass
    return None


def package(name):
    try:
        done = subprocess.run(["dpkg-query", "-W", "-f=${Version}", name], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() or None


def python_package(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def describe(program):
    """What a reader needs to judge the figures: one line for each thing."""
    memory = int((field("/proc/meminfo", "MemTotal") or "0 kB").split()[0]) / 1e6
    tools = {
        "nginx": "nginx-light", "wrk": "wrk", "sqlite3": "sqlite3", "PostgreSQL": "postgresql-15", "lnav": "lnav", "feedparser": "python3-feedparser"}
    versions = [f"{name} {version}" for name, version in [*((name, package(deb)) for name, deb in tools.items()), ("TA-Lib", python_package("ta-lib"))] if version]
    return {
        "machine": f"{field('/proc/cpuinfo', 'model name') or platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB",
        "system": f"{field('/etc/os-release', 'PRETTY_NAME')}, Linux {platform.release()}",
        "program": first_line([program, "--version"]),
        "tools": ", ".join(versions),
    }


def circumstances(rounds, seconds):
    """Of one part: parts may be measured on different days, of different commits."""
    with open("/proc/loadavg", encoding="ascii") as load:
        busy = load.read().split()[0]
    return {
        "date": time.strftime("%Y-%m-%d"), "commit": first_line(["git", "-C", str(pathlib.Path(__file__).parent), "describe", "--always", "--dirty"]),
        "rounds": rounds, "seconds": seconds, "load": busy}
