"""The other benchmarks of this folder, run as programs, and the figures of their tables."""
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent.parent


def table(script, *words):
    """The rows of the Markdown tables that a benchmark prints, without their headers."""
    command = [sys.executable, str(FOLDER / script), *words]
    print(" ".join(command), file=sys.stderr, flush=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        return None
    lines = [line for line in done.stdout.splitlines() if line.startswith("|")]
    rows, is_header = [], True
    for line in lines:
        if set(line) <= set("|-: "):
            is_header = False
            rows = rows[:-1]
            continue
        rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
        is_header = True
    return rows if not is_header or rows else None


def value(cell):
    return float(re.sub(r"[^\d.]", "", cell))


def imports(program, rounds, postgres):
    """Rows of the file per second of each contestant, and, of this program, rows stored."""
    words = ["--rounds", str(rounds)] + (["--postgres", postgres] if postgres else [])
    rows = table("import", program, *words)
    if not rows:
        return None
    rates = {row[0].replace("`", ""): value(row[3]) for row in rows}
    return rates | {f"{name}, stored": value(row[4]) for name, row in zip(list(rates), rows) if name.startswith("bitcoin-analyzer")}


def rows_and_read_time(program, counts):
    """Milliseconds to read 1,000 candles, by rows stored."""
    rows = table("storage", program, "--migrate", "0", "--rows", *map(str, counts))
    return [(int(value(row[0])), value(row[2])) for row in rows] if rows else None


def timeline(program, megabytes, rounds):
    """Seconds and megabytes of ours and of lnav."""
    rows = table("timeline", program, "--megabytes", str(megabytes), "--rounds", str(rounds))
    if not rows:
        return None
    return {row[0]: {"seconds": value(row[1]), "processor": value(row[2]), "memory": value(row[3])} for row in rows}


def feeds(program, rounds):
    """Milliseconds of processor for one more feed, and seconds for 50 new ones, of ours and of feedparser."""
    rows = table("feeds", program, "--rounds", str(rounds))
    if not rows:
        return None
    (more_ours, more_theirs), (ours, theirs) = [(value(row[1]), value(row[2])) for row in rows]
    return {"more_ours": more_ours, "more_theirs": more_theirs, "ours": ours, "theirs": theirs}
