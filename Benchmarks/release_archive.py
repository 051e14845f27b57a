"""The archives of Benchmarks/delivery and Benchmarks/delivery-hosts: releases that stand for a program and break one thing of it."""
import gzip
import hashlib
import io
import json
import os
import platform
import tarfile

# Where the program is that each of them runs.
REAL = "/usr/local/lib/real-program"


def release(folder, name, version, taken=0):
    """Writes the archive of a release that breaks as `name` says, and returns its path.

    taken: a port of loopback that is in use.
    """
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "broken-release"), encoding="utf-8") as file:
        text = file.read()
    for key, value in [("CASE", name), ("VERSION", version), ("REAL", REAL), ("TAKEN", taken)]:
        text = text.replace(f"@{key}@", str(value))
    program = text.encode()
    if name == "disk-full":
        program += b"#" + os.urandom(8 << 20).hex().encode() + b"\n"
    machine = platform.machine()
    described = {
        "version": version,
        "commit": hashlib.sha1(program).hexdigest(),
        "platform": "linux-" + ("riscv64" if name == "architecture" else machine),
        "sha256": hashlib.sha256(program).hexdigest(),
    }
    tree = f"bitcoin-analyzer-{version}"
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for member, content, mode in [("bitcoin-analyzer", program, 0o755), ("release.json", json.dumps(described).encode(), 0o644)]:
            info = tarfile.TarInfo(f"{tree}/{member}")
            info.size, info.mode = len(content), mode
            archive.addfile(info, io.BytesIO(content))
    packed = gzip.compress(data.getvalue(), mtime=0)
    if name == "cut-off":
        packed = packed[: len(packed) // 2]
    path = os.path.join(folder, f"{name}.tar.gz")
    with open(path, "wb") as file:
        file.write(packed)
    return path
