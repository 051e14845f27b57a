"""Collecting many feeds from a server on loopback that takes its time."""
import http.server
import multiprocessing
import statistics
import subprocess
import sys
import threading
import time

from .service import environment

ITEMS = 100
PARAGRAPH = "<p>Bitcoin rose &amp; fell again, say <a href='https://example.org/x'>traders</a>; the price of an hour is the price of an hour.</p>"


def document(feed):
    """A feed of 119 kB with the newest items of the last days."""
    now = time.time()
    items = "".join(
        f"<item><guid isPermaLink='false'>tag:feed-{feed}.example.org,2026:{item}</guid><title>Headline {item} of publisher {feed} about Bitcoin</title>"
        f"<link>https://feed-{feed}.example.org/{item}</link>"
        f"<pubDate>{time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime(now - item * 1800))}</pubDate>"
        f"<description><![CDATA[{PARAGRAPH * 6}]]></description></item>" for item in range(ITEMS))
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Feed {feed}</title><link>https://feed-{feed}.example.org/</link>{items}</channel></rss>".encode()


def host(feed):
    return f"127.0.{feed // 250}.{feed % 250 + 1}"


def serve(count, latency, port):
    documents = [document(feed) for feed in range(count)]

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            body = documents[int(self.path.strip("/").removesuffix(".xml"))]
            time.sleep(latency)
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    class Server(http.server.ThreadingHTTPServer):
        request_queue_size = 1024

    # Each publisher has a host of its own, as one feed of a host is asked at a time.
    first = Server((host(0), 0), Handler)
    for feed in range(1, count):
        other = Server((host(feed), first.server_address[1]), Handler)
        threading.Thread(target=other.serve_forever, daemon=True).start()
    port.value = first.server_address[1]
    first.serve_forever()


class FeedServer:
    """In a process of its own. `latency`: seconds before each answer, as of a site that is far away."""

    def __init__(self, count, latency):
        self.port = multiprocessing.Value("i", 0)
        self.process = multiprocessing.Process(target=serve, args=(count, latency, self.port), daemon=True)

    def __enter__(self):
        self.process.start()
        while self.port.value == 0:
            time.sleep(0.01)
        return [f"http://{host(feed)}:{self.port.value}/{feed}.xml" for feed in range(1000)]

    def __exit__(self, *_):
        self.process.terminate()
        self.process.join()


def ours(program, folder, urls, name):
    """Seconds of `collect news` into an empty database."""
    variables = environment(folder, DATABASE_URL=f"sqlite://{folder}/{name}.db", NEWS_FEEDS=",".join(urls))
    subprocess.run([program, "migrate", "--json"], cwd=folder, env=variables, check=True, stdout=subprocess.DEVNULL)
    start = time.monotonic()
    done = subprocess.run([program, "collect", "news", "--json"], cwd=folder, env=variables, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - start
    if done.returncode != 0:
        sys.exit(f"collect news ended with {done.returncode}: {done.stdout[-500:]} {done.stderr[-500:]}")
    return seconds


def curve(program, folder, counts, latency, rounds):
    """Seconds of a collection by the number of feeds."""
    points = []
    with FeedServer(max(counts), latency) as urls:
        for count in counts:
            points.append((count, statistics.median(ours(program, folder, urls[:count], f"curve-{count}-{number}") for number in range(rounds))))
            print(f"{count} feeds: {points[-1][1]:.2f} s", file=sys.stderr, flush=True)
    return points
