"""Requests of wrk, and nginx with the same bytes as files."""
import os
import re
import shutil
import statistics
import subprocess
import sys

from .service import Running, free_port, get

UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}
# nginx is measured in both: which one is faster depends on the size of a file and on the kernel.
CONFIGURATIONS = {"sendfile on": "sendfile on; tcp_nopush on;", "sendfile off": "sendfile off; tcp_nopush off;"}


def wrk(url, seconds, headers=(), connections=64, threads=2, script=None):
    """Requests per second, p99 in milliseconds, and the number of requests."""
    command = ["wrk", f"-t{min(threads, connections)}", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for header in headers:
        command += ["-H", header]
    if script:
        command += ["-s", script]
    output = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    failures = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", output)
    if failures:
        sys.exit(f"{url}: {failures.group(0)}")
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", output).groups()
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1))
    return rate, float(number) * UNITS[unit], int(re.search(r"(\d+) requests in", output).group(1))


def at_random(folder, paths):
    """A script of wrk that asks for one of the paths each time."""
    path = f"{folder}/random-{abs(hash(tuple(paths)))}.lua"
    with open(path, "w", encoding="ascii") as script:
        formats = ", ".join(f'wrk.format("GET", "{each}")' for each in paths)
        script.write(f"local all\ninit = function() all = {{{formats}}} end\nrequest = function() return all[math.random(#all)] end\n")
    return path


class Files:
    """nginx in both configurations, over one folder."""

    def __init__(self, folder):
        self.folder = f"{folder}/nginx"
        os.makedirs(self.folder + "/files")
        os.chmod(folder, 0o755)
        self.ports = {name: free_port() for name in CONFIGURATIONS}
        self.running = []

    def __enter__(self):
        for name, lines in CONFIGURATIONS.items():
            own = f"{self.folder}/{name.replace(' ', '-')}"
            os.makedirs(own)
            with open(own + "/nginx.conf", "w", encoding="ascii") as conf:
                temporary = " ".join(f"{kind}_temp_path {own};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
                conf.write(
                    f"worker_processes auto; daemon off; pid {own}/pid; error_log {own}/error.log;\n"
                    f"events {{ worker_connections 8192; }}\nhttp {{ access_log off; {lines} keepalive_requests 1000000000; open_file_cache max=100;\n"
                    f"gzip_static on; default_type application/json; {temporary}\n"
                    f"server {{ listen 127.0.0.1:{self.ports[name]} backlog=4096; root {self.folder}/files; }} }}\n")
            self.running.append(Running(["nginx", "-p", own, "-c", own + "/nginx.conf"], own, dict(os.environ)))
        return self

    def __exit__(self, *_):
        for each in self.running:
            each.end()

    def add(self, name, body, encoding):
        with open(f"{self.folder}/files/{name}", "wb") as file:
            file.write(body)
        if encoding == "gzip":
            shutil.copyfile(f"{self.folder}/files/{name}", f"{self.folder}/files/{name}.gz")

    def url(self, configuration, name):
        return f"http://127.0.0.1:{self.ports[configuration]}/{name}"


BROWSER = [
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Accept-Language: en-US,en;q=0.5", "Accept-Encoding: gzip, deflate, br, zstd",
    "Sec-Fetch-Dest: document", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Site: none", "Upgrade-Insecure-Requests: 1", "Priority: u=0, i",
]
SMALL = ["/v1/price", "/price-history?limit=24", "/v1/candles?limit=24"]
# What is asked for, of which listener, with which header fields.
WORK = [
    *((path, "api", path, []) for path in SMALL),
    *((f"{path}, 304", "api", path, ["If-None-Match"]) for path in SMALL),
    *((f"{path}, gzip", "api", path, ["Accept-Encoding: gzip"]) for path in SMALL),
    *((f"{path}, browser", "api", path, BROWSER) for path in SMALL),
    ("/v1/price and /v1/candles?limit=24 at random", "api", ["/v1/price", "/v1/candles?limit=24"], []),
    ("/v1/candles?limit=1000", "api", "/v1/candles?limit=1000", []),
    ("the page", "web", "/", []),
    ("the page, French", "web", "/", ["Accept-Language: fr"]),
    ("the page, gzip", "web", "/", ["Accept-Encoding: gzip"]),
]


def fields(headers):
    return dict(header.split(": ", 1) for header in headers)


def conditional(url, headers):
    """The header fields, with the entity tag of this server where they ask for one."""
    if headers != ["If-None-Match"]:
        return headers
    _, answer, _ = get(url)
    own = [f"If-None-Match: {answer['ETag']}"]
    status, _, _ = get(url, fields(own))
    if status != 304:
        sys.exit(f"{url} answered {status} to {own[0]}")
    return own


def compare(addresses, files, folder, options):
    """Each work beside both nginx configurations, alternating. One dictionary for each."""
    results = []
    for number, (name, listener, paths, headers) in enumerate(each for each in WORK if options.work in each[0]):
        alternating = isinstance(paths, list)
        listed = paths if alternating else [paths]
        sizes = []
        for index, path in enumerate(listed):
            plain = [] if headers == ["If-None-Match"] else headers
            _, answer, body = get(addresses[listener] + path, fields(plain))
            files.add(f"{number}-{index}", body, answer.get("Content-Encoding"))
            sizes.append(len(body))

        def target(base, first, own_paths):
            if alternating:
                return base, [], at_random(folder, own_paths)
            return base + first, conditional(base + first, headers), None

        ours = target(addresses[listener], listed[0], listed)
        theirs = {
            configuration: target(files.url(configuration, ""), f"{number}-0", [f"/{number}-{index}" for index in range(len(listed))])
            for configuration in CONFIGURATIONS}
        taken = {"ours": [], **{configuration: [] for configuration in CONFIGURATIONS}}
        turns = [("ours", ours), *theirs.items()]
        for round in range(options.rounds):
            # Backwards every second time, so that none is always after the same one.
            for who, (url, own, script) in turns[:: -1 if round % 2 else 1]:
                rate, p99, _ = wrk(url, options.seconds, own, script=script)
                taken[who].append((rate, p99))
        medians = {who: tuple(statistics.median(values) for values in zip(*rates)) for who, rates in taken.items()}
        faster = max(CONFIGURATIONS, key=lambda each: medians[each][0])
        result = {
            "name": name, "bytes": sizes[0] if headers != ["If-None-Match"] else 0, "rate": medians["ours"][0], "p99": medians["ours"][1],
            "nginx": faster, "nginx_rate": medians[faster][0], "nginx_p99": medians[faster][1],
            "ratio": statistics.median(a[0] / b[0] for a, b in zip(taken["ours"], taken[faster])),
        }
        results.append(result)
        print(f"{name}: {result['rate']:,.0f} beside {result['nginx_rate']:,.0f} ({faster}): {result['ratio']:.2f}", file=sys.stderr, flush=True)
    return results
