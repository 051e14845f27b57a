import Domain
import FoundationEssentials
import Hummingbird
import NIOCore
import Outbound
import Sandbox
import Synchronization
import Testing

/// A clock on which every wait is over at once, and remembered.
final class InstantClock: Clock, Sendable {
    typealias Instant = ContinuousClock.Instant
    private let slept = Mutex<[Duration]>([])

    var now: Instant { ContinuousClock.now }
    var minimumResolution: Duration { .nanoseconds(1) }
    var waits: [Duration] { slept.withLock { $0 } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        slept.withLock { $0.append(deadline - .now) }
    }
}

@Suite("The polite client") struct PoliteClientTests {
    let clock = InstantClock()

    func ask(
        _ url: String, timeout: Duration = .seconds(60), limit: Int = 1000,
        method: OutboundRequest.Method = .get
    ) async -> Result<OutboundResponse, OutboundError> {
        let client = PoliteClient(userAgent: "test", clock: clock)
        let result: Result<OutboundResponse, OutboundError>
        do {
            result = .success(
                try await client.fetch(
                    OutboundRequest(url, method: method, timeout: timeout, bodyLimit: limit)))
        } catch {
            result = .failure(error)
        }
        await client.shutdown()
        return result
    }

    func failure(_ routes: (Router<BasicRequestContext>) -> Void, timeout: Duration = .seconds(60), limit: Int = 1000)
        async throws -> OutboundError?
    {
        try await withServer(routes) { base in
            await outcome(of: ask(base + "/x", timeout: timeout, limit: limit))
        }
    }

    private func outcome(of result: Result<OutboundResponse, OutboundError>) -> OutboundError? {
        if case .failure(let error) = result { error } else { nil }
    }

    @Test("hands over body, headers and the server's clock")
    func success() async throws {
        let answer = try await withServer {
            $0.get("/x") { request, _ in request.headers[.userAgent] ?? "" }
        } _: { base in
            try await ask(base + "/x").get()
        }
        #expect(String(decoding: answer.body, as: UTF8.self) == "test")
        #expect(answer.serverTime != nil)
    }

    @Test("a POST that a server refuses to handle for now is sent once")
    func postOnce() async throws {
        let counter = Counter()
        let error = try await withServer {
            $0.post("/x") { _, _ in
                _ = await counter.next(); return Response(status: .serviceUnavailable)
            }
        } _: { base in
            await outcome(of: ask(base + "/x", method: .post(body: "{}", contentType: "application/json")))
        }
        #expect(error == .status(503))
        #expect(await counter.count == 1)
    }

    @Test("a GET is tried again after a server error, and the last response counts")
    func retries() async throws {
        let counter = Counter()
        let answer = try await withServer {
            $0.get("/x") { _, _ in
                await counter.next() < 3
                    ? Response(status: .badGateway)
                    : Response(status: .ok, body: .init(byteBuffer: .init(string: "{}")))
            }
        } _: { base in
            try await ask(base + "/x").get()
        }
        #expect(answer.body == Array("{}".utf8))
        #expect(await counter.count == 3)
    }

    @Test("a refusal is not tried again")
    func blocked() async throws {
        let counter = Counter()
        let failure = try await failure {
            $0.get("/x") { _, _ in
                _ = await counter.next(); return Response(status: .forbidden)
            }
        }
        #expect(failure?.kind == .blocked)
        #expect(await counter.count == 1)
    }

    @Test(
        "statuses mean what the contract says",
        arguments: [
            (401, ErrorKind.auth), (403, .blocked), (404, .httpStatus), (418, .rateLimited), (429, .rateLimited),
            (451, .blocked), (500, .httpStatus),
        ])
    func statuses(status: Int, kind: ErrorKind) async throws {
        let failure = try await failure { $0.get("/x") { _, _ in Response(status: .init(code: status)) } }
        #expect(failure?.kind == kind)
    }

    @Test("Retry-After is waited for, and not a moment less")
    func retryAfter() async throws {
        let counter = Counter()
        _ = try await withServer {
            $0.get("/x") { _, _ in
                await counter.next() == 1
                    ? Response(status: .tooManyRequests, headers: [.retryAfter: "2"]) : Response(status: .ok)
            }
        } _: { base in
            try await ask(base + "/x").get()
        }
        #expect(clock.waits.count == 1)
        #expect(clock.waits.allSatisfy { $0 > .milliseconds(1900) && $0 < .milliseconds(2300) })
    }

    @Test("a server that requests a long delay is not retried, and the failure has the delay")
    func longRetryAfter() async throws {
        let failure = try await failure {
            $0.get("/x") { _, _ in Response(status: .tooManyRequests, headers: [.retryAfter: "3600"]) }
        }
        #expect(failure?.retryAfter == .seconds(3600))
        #expect(clock.waits.isEmpty)
    }

    @Test("a late response is a timeout")
    func hangs() async throws {
        let failure = try await failure(
            {
                $0.get("/x") { _, _ in
                    for await _ in AsyncStream<Void>.makeStream().stream {}
                    return Response(status: .ok)
                }
            }, timeout: .milliseconds(150))
        #expect(failure?.kind == .timeout)
    }

    @Test("a response larger than the limit is rejected")
    func tooLarge() async throws {
        let failure = try await failure { $0.get("/x") { _, _ in String(repeating: "x", count: 5000) } }
        #expect(failure?.kind == .tooLarge)
    }

    // 32 MiB of zeros in 32 KiB.
    @Test("a compression bomb is too large, whatever the limit, and is fetched once")
    func bomb() async throws {
        let counter = Counter()
        let bomb = try await TestCompression.gzip(zeros: 32 << 20)
        for limit in [1000, 8 << 20] {
            let failure = try await failure(
                {
                    $0.get("/x") { _, _ in
                        _ = await counter.next()
                        return Response(
                            status: .ok, headers: [.contentEncoding: "gzip"],
                            body: .init(byteBuffer: ByteBuffer(bytes: bomb)))
                    }
                }, limit: limit)
            #expect(failure == .tooLarge(limit: limit))
        }
        #expect(await counter.count == 2)
    }

    @Test("a page that wants a human is a challenge, whatever its status", arguments: [200, 403, 503])
    func challenge(status: Int) async throws {
        let page = "<!DOCTYPE html><html><title>Just a moment...</title>Verify you are human</html>"
        let failure = try await failure {
            $0.get("/x") { _, _ in Response(status: .init(code: status), body: .init(byteBuffer: .init(string: page))) }
        }
        #expect(failure?.kind == .challenge)
    }

    @Test("any other page in place of data is malformed, and is not asked for again")
    func page() async throws {
        let counter = Counter()
        let failure = try await failure {
            $0.get("/x") { _, _ in
                _ = await counter.next()
                return "<html><body>We moved</body></html>"
            }
        }
        #expect(failure?.kind == .malformed)
        #expect(await counter.count == 1)
    }

    @Test("a port on which nothing listens is a failure to connect, and the message names the host")
    func refused() async throws {
        let base = try await withServer { _ in
        } _: {
            $0
        }
        let error = try #require(outcome(of: await ask(base)))
        #expect(error.kind == .connect)
        #expect(error.message.english.contains("127.0.0.1") && error.message.french.contains("127.0.0.1"))
    }

    @Test("a name that does not exist is a failure of DNS")
    func dns() async throws {
        let error = try #require(outcome(of: await ask("http://no-such-host.invalid/")))
        #expect(error == .notResolved(host: "no-such-host.invalid"))
    }

    @Test("redirects are followed four times, and then the request has failed for good")
    func redirects() async throws {
        let counter = Counter()
        let failure = try await failure {
            $0.get("/x") { _, _ in
                await Response(status: .found, headers: [.location: "/y/\(counter.next())"])
            }
            $0.get("/y/:number") { _, _ in
                await Response(status: .found, headers: [.location: "/y/\(counter.next())"])
            }
        }
        #expect(failure?.kind == .malformed)
        #expect(await counter.count == 5)
    }

    @Test("a redirect to the same address is not followed")
    func redirectCycle() async throws {
        let counter = Counter()
        let failure = try await failure {
            $0.get("/x") { _, _ in
                _ = await counter.next()
                return Response(status: .found, headers: [.location: "/x"])
            }
        }
        #expect(failure?.kind == .malformed)
        #expect(await counter.count == 1)
    }
}

/// Compressed data, by gzip(1).
enum TestCompression {
    static func gzip(zeros count: Int) async throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.path + "/bomb-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await ChildProcess.run(["/bin/sh", "-c", "head -c \(count) /dev/zero | gzip -9 > bomb"], in: folder)
        return Array(try Data(contentsOf: URL(filePath: folder + "/bomb")))
    }
}
