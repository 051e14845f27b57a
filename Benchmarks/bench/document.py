"""Results as tables and pictures, printed or written into Documentation/Performance.md between its marks."""
import pathlib
import re

from . import curve

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "Documentation/Performance.md"
PICTURES = ROOT / "Documentation/Performance"

# Of an import: a pipeline that does the same work without checking it, and one that gets the rows prepared.
PEERS = [
    ("SQLite", "gunzip, awk, sqlite3 .import"), ("SQLite", "sqlite3 .import of ready rows"),
    ("PostgreSQL", "gunzip, awk, psql \\copy"), ("PostgreSQL", "psql \\copy of ready rows")]



# Beyond the goal of 1, for small responses.
AIM = 1.1
AIMED = [
    "/v1/price", "/price-history?limit=24", "/v1/candles?limit=24", "/v1/price, 304", "/price-history?limit=24, 304", "/v1/candles?limit=24, 304", "/v1/price, gzip",
    "/price-history?limit=24, gzip", "/v1/candles?limit=24, gzip", "/v1/price, browser", "/price-history?limit=24, browser", "/v1/candles?limit=24, browser",
    "/v1/price and /v1/candles?limit=24 at random"]


def markdown(head, rows, numbers=1):
    align = ["---"] * numbers + ["---:"] * (len(head) - numbers)
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, align, *rows])


def found(results, part):
    """What a part has found; `None` where it was not measured."""
    value = results.get(part)
    return None if isinstance(value, dict) and "missing" in value else value


def machine(results):
    about = results["machine"]
    groups = {}
    for part, how in results.get("measured", {}).items():
        key = f"{how['date']}, commit {how['commit']}, {how['rounds']} rounds of {how['seconds']} s"
        groups.setdefault(key, []).append((part.replace("_", " "), how["load"]))
    lines = [f"- {about[key]}" for key in ("machine", "system", "program", "tools") if about.get(key)]
    # Each load follows the last one's, so that the load average before a part is that of the parts before it.
    lines += [f"- {', '.join(name for name, _ in parts)}: {key} (load average before the first: {parts[0][1]})" for key, parts in groups.items()]
    return "\n".join(lines)


def requests(results):
    rows = [
        [f"{row['name']}", f"{row['bytes']:,}", f"{row['rate']:,.0f}", f"{row['p99']:.2f} ms", f"{row['nginx_rate']:,.0f}", f"{row['nginx_p99']:.2f} ms", row["nginx"],
         f"{row['ratio']:.2f}"] for row in results["requests"]]
    return markdown(["work", "bytes", "requests/s", "p99", "nginx", "p99", "its faster configuration", "ratio"], rows)


def process(results):
    one = results["process"]
    rows = [
        ["start of `api` to its first correct response, ten years of hours, median", f"{one['start_ms']:.0f} ms"],
        ["resident memory of `api` after it", f"{one['memory_first']:.0f} MB"],
        *[[f"resident memory of `api` after {count:,} requests, and of it without pages of the program's file", f"{resident:.0f} MB, {anonymous:.0f} MB"]
            for count, resident, anonymous in one["memory"]],
        ["size of the program", f"{one['size_mb']:.0f} MB"],
    ]
    return markdown(["process", ""], rows)


def streams(results):
    one = results["streams"]
    rows = [
        ["open streams on one process", f"{one['count']:,}"],
        ["from the commit of a candle by another process until the first stream has it, median", f"{one['first_ms']:.0f} ms"],
        ["until the last stream has it, median", f"{one['last_ms']:.0f} ms"],
        ["until the last stream has it, slowest of the rounds", f"{one['slowest_ms']:.0f} ms"],
        ["resident memory of the process", f"{one['memory']:.0f} MB"],
    ]
    return markdown(["streams of events", ""], rows)


def ratios(results):
    rows = []

    def add(what, ours, theirs, ratio, goal):
        rows.append([what, ours, theirs, f"{ratio:.2f}", f"{goal:.2f}", "yes" if ratio >= goal else "**no**"])

    for row in (found(results, "requests") or []):
        add(f"requests: {row['name']}", f"{row['rate']:,.0f} /s", f"nginx {row['nginx_rate']:,.0f} /s", row["ratio"], 1)
    if found(results, "requests"):
        worst = max(results["requests"], key=lambda row: row["p99"] / row["nginx_p99"])
        add(f"p99, the worst of these: {worst['name']}", f"{worst['p99']:.2f} ms", f"nginx {worst['nginx_p99']:.2f} ms", worst["nginx_p99"] / worst["p99"], 1)
    for database, peer in PEERS:
        rates = found(results, "import") or {}
        ours = rates.get(f"bitcoin-analyzer import, {database}")
        if ours and peer in rates:
            add(f"import of a year of minutes, {database}", f"{ours:,.0f} rows/s", f"`{peer}` {rates[peer]:,.0f} rows/s", ours / rates[peer], 1)
            stored = rates.get(f"bitcoin-analyzer import, {database}, stored")
            if stored:
                add(f"the same with the coarser candles that it stores, {database}", f"{stored:,.0f} rows/s", f"`{peer}` {rates[peer]:,.0f} rows/s", stored / rates[peer], 1)
    feeds = found(results, "feeds")
    if feeds and feeds.get("theirs"):
        add("one more feed of 100 known items, processor", f"{feeds['more_ours']:.1f} ms", f"feedparser {feeds['more_theirs']:.1f} ms", feeds["more_theirs"] / feeds["more_ours"], 10)
        add("collect news, 50 feeds of 100 items, stored", f"{feeds['ours']:.2f} s", f"feedparser {feeds['theirs']:.2f} s", feeds["theirs"] / feeds["ours"], 10)
    for name, (ours, theirs) in (found(results, "indicators") or {"indicators": {}})["indicators"].items():
        if theirs:
            add(f"indicator {name}, a point", f"{ours:.2f} ns", f"TA-Lib {theirs:.2f} ns", theirs / ours, 1)
    line = found(results, "timeline")
    if line:
        ours, theirs = line["bitcoin-analyzer timeline"], line["lnav -n"]
        add("timeline of logs", f"{ours['seconds']:.1f} s", f"lnav {theirs['seconds']:.1f} s", theirs["seconds"] / ours["seconds"], 1)
    return markdown(["work", "ours", "beside it", "ratio", "goal", "reached"], rows, numbers=1)


def not_reached(results):
    """What was wanted and is not so, in plain words; and what was not measured."""
    lines = [f"- {row['name']}: {row['ratio']:.2f} of nginx ({row['nginx']})." for row in (found(results, "requests") or []) if row["ratio"] < 1]
    lines += [
        f"- {row['name']}: p99 {row['p99']:.2f} ms, nginx {row['nginx_p99']:.2f} ms." for row in (found(results, "requests") or []) if row["p99"] > row["nginx_p99"]]
    below = [row for row in (found(results, "requests") or []) if row["name"] in AIMED and 1 <= round(row["ratio"], 2) < AIM]
    if below:
        names = ", ".join(f"{row['name']} {row['ratio']:.2f}" for row in below)
        lines.append(f"- The aim of {AIM} of nginx for small responses, beyond the goal of 1: {names}.")
    slower = [(count, ours / theirs) for count, ours, theirs in (found(results, "connections") or []) if ours < 0.97 * theirs]
    if slower:
        lines.append(f"- With {', '.join(f'{count:,}' for count, _ in slower)} connections: {min(ratio for _, ratio in slower):.2f} to {max(ratio for _, ratio in slower):.2f} of nginx.")
    one = found(results, "process")
    if one:
        if one["start_ms"] > 50:
            lines.append(f"- Start to first correct response: {one['start_ms']:.0f} ms (goal: 50).")
        first, last = one["memory"][0], one["memory"][-1]
        if last[1] > 60:
            lines.append(f"- Memory after {last[0]:,} requests: {last[1]:.0f} MB (goal: 60).")
        if last[1] - first[1] > 3:
            lines.append(
                f"- Resident memory is not flat: {first[1]:.0f} MB after {first[0]:,} requests, {last[1]:.0f} MB after {last[0]:,}. What grows are pages of the program's file, which "
                "are given back after the start, come back as they are used, and can be dropped by the kernel at any time; the rest "
                f"is {first[2]:.0f} MB and {last[2]:.0f} MB.")
        if last[2] - first[2] > 3:
            lines.append(f"- Memory is not flat: without files, {first[2]:.0f} MB after {first[0]:,} requests, {last[2]:.0f} MB after {last[0]:,}.")
    live = found(results, "streams") or {}
    if live.get("last_ms", 0) > 250:
        lines.append(f"- A new candle reaches all {live['count']:,} streams after {live['last_ms']:.0f} ms (goal: 250).")
    if live.get("memory", 0) > 300:
        lines.append(f"- Memory with {live['count']:,} streams: {live['memory']:.0f} MB (goal: 300).")
    if live and live["count"] < 10_000:
        lines.append(f"- Only {live['count']:,} of 10,000 streams could be opened: the limit of descriptors here.")
    analysis = found(results, "indicators") or {"indicators": {}}
    for name, (ours, theirs) in analysis["indicators"].items():
        if theirs and ours > theirs:
            lines.append(f"- {name}: {ours:.2f} ns a point, TA-Lib {theirs:.2f}.")
    feeds = found(results, "feeds") or {}
    if feeds.get("theirs") and feeds["theirs"] / feeds["ours"] < 10:
        lines.append(f"- 50 feeds: {feeds['theirs'] / feeds['ours']:.1f} times feedparser (goal: 10).")
    for database, peer in PEERS:
        rates = found(results, "import") or {}
        ours = rates.get(f"bitcoin-analyzer import, {database}")
        if ours and peer in rates and ours < rates[peer]:
            stored = rates.get(f"bitcoin-analyzer import, {database}, stored", ours)
            lines.append(
                f"- Import into {database}: {ours / rates[peer]:.2f} of the rows of `{peer}` a second, which checks nothing; with the coarser candles "
                f"{stored / rates[peer]:.2f}.")
    parts = ["requests", "process", "streams", "import", "feeds", "timeline", "indicators", "rows", "connections", "feed_counts"]
    lines += [f"- Not measured in this run: {part.replace('_', ' ')}." for part in parts if not found(results, part)]
    if "PostgreSQL" not in " ".join(found(results, "import") or {}):
        lines.append("- Import into PostgreSQL: not measured in this run (`--postgres URL`).")
    return "\n".join(lines) or "Everything was reached."


def pictures(results):
    """SVG by file name, with the sentence that says where each bends."""
    drawn = {}
    if found(results, "rows"):
        bend = curve.bend_of(results["rows"])
        drawn["rows.svg"] = curve.draw(
            "Reading 1,000 candles of any time", ("minutes stored", True), ("milliseconds", False), {"request": results["rows"]},
            (bend, "bends here") if bend else None)
    if found(results, "connections"):
        ours = [(count, rate) for count, rate, _ in results["connections"]]
        theirs = [(count, rate) for count, _, rate in results["connections"]]
        best = max(ours, key=lambda point: point[1])
        full = next(count for count, rate in ours if rate >= 0.9 * best[1])
        drawn["connections.svg"] = curve.draw(
            "GET /v1/price by open connections", ("connections", True), ("requests per second", False), {"bitcoin-analyzer": ours, "nginx": theirs},
            (full, "both cores are busy"))
    if found(results, "feed_counts"):
        bend = curve.bend_of(results["feed_counts"])
        drawn["feeds.svg"] = curve.draw(
            f"Collecting feeds that respond after {results['feed_latency'] * 1000:.0f} ms", ("feeds", True), ("seconds", True), {"collect news": results["feed_counts"]},
            (bend, "bends here") if bend else None)
    return drawn


def curves(results):
    """The pictures, each with where it bends and why."""
    parts = []
    points = found(results, "rows")
    if points:
        bend = curve.bend_of(points)
        where = (
            f"It bends at {bend:,} rows: from there the pages of the tree that a random hour needs are no longer all in SQLite's own cache, and come from the system's." if bend else
            "It does not bend: a read is a few steps down a tree and a thousand rows beside each other, however many others are stored.")
        parts.append(f"![Reading 1,000 candles by rows stored](Performance/rows.svg)\n\n**Rows stored against read time.** {points[0][1]:.0f} ms with {points[0][0]:,} rows, "
                     f"{points[-1][1]:.0f} ms with {points[-1][0]:,}. {where}")
    points = found(results, "connections")
    if points:
        best = max(points, key=lambda point: point[1])
        last = points[-1]
        full = next(count for count, rate, _ in points if rate >= 0.9 * best[1])
        dips = [f"{count}" for before, (count, ours, theirs) in zip(points, points[1:]) if count < full and ours < 0.9 * before[1] and theirs < 0.9 * before[2]]
        dip = f" Both servers lose alike at {', '.join(dips)}: that is the load generator and the scheduler." if dips else ""
        parts.append(
            f"![Throughput by connections](Performance/connections.svg)\n\n**Connections against throughput.** It bends at {full} connections: by then there is always a request to answer, and the cores "
            f"are busy with the load and the server; more connections only wait. The most is {best[1]:,.0f} requests/s at {best[0]} connections (nginx {best[2]:,.0f}); with {last[0]:,} it is "
            f"{last[1]:,.0f} (nginx {last[2]:,.0f}), as their state no longer fits the caches of the processor.{dip}")
    points = found(results, "feed_counts")
    if points:
        bend = curve.bend_of(points)
        latency = results["feed_latency"]
        where = (
            f"It bends at {bend} feeds: six hosts are asked at a time, so that up to there it is the time of the slowest, and then each six more add theirs." if bend else
            "It does not bend within these counts.")
        parts.append(f"![Collection by feeds](Performance/feeds.svg)\n\n**Feeds against collection time**, each of 100 items from a site that responds after {latency * 1000:.0f} ms. "
                     f"{points[0][1]:.2f} s with one feed, {points[-1][1]:.2f} s with {points[-1][0]}. {where}")
    return "\n\n".join(parts)


SECTIONS = {"machine": machine, "requests": requests, "process": process, "streams": streams, "ratios": ratios, "not-reached": not_reached, "curves": curves}
NEEDS = {name: name for name in ("requests", "process", "streams")}


def sections(results):
    return {name: make(results) for name, make in SECTIONS.items() if name not in NEEDS or found(results, NEEDS[name])}


def write(results):
    """Fills the marks `<!-- bench NAME -->` … `<!-- end -->` of the page, and writes the pictures."""
    text = PAGE.read_text(encoding="utf-8")
    for name, content in sections(results).items():
        mark = re.compile(rf"(<!-- bench {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not mark.search(text):
            raise SystemExit(f"{PAGE} has no mark <!-- bench {name} -->")
        text = mark.sub(lambda found, content=content: found.group(1) + content + "\n" + found.group(2), text)
    PAGE.write_text(text, encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    for name, picture in pictures(results).items():
        (PICTURES / name).write_text(picture, encoding="utf-8")
