import API
import Domain
import HTTPTypes
import Hummingbird
import Support
import Synchronization
import Testing

@Suite("Prepared responses") struct CachingTests {
    @Test(
        "a matching If-None-Match is a 304 without a body",
        arguments: [
            "/v1/price", "/v1/candles?limit=24", "/price-history", "/v1/news", "/v1/analysis", "/v1/analyses",
            "/v1/status",
        ])
    func etag(path: String) async throws {
        let fixture = try Fixture()
        let first = try #require(try await fixture.get(path).first)
        let etag = try #require(first.headers[.eTag])
        #expect(etag.hasPrefix("\""))
        for header in [etag, "W/\(etag)", "\"other\", \(etag)", "*"] {
            let second = try #require(try await fixture.get(path, headers: [.ifNoneMatch: header]).first)
            #expect(second.status == 304)
            #expect(second.text.isEmpty)
            #expect(second.headers[.eTag] == etag)
        }
        #expect(try await fixture.get(path, headers: [.ifNoneMatch: "\"other\""]).first?.status == 200)
    }

    @Test("a response is prepared once for each data version")
    func once() async throws {
        let version = DataVersion()
        let cache = ResponseCache(version: version, now: { .hour(0) })
        let prepared = Mutex(0)
        func ask() async throws -> PreparedResponse {
            try await cache.response(for: ResponseKey("/x")) {
                let n = prepared.withLock {
                    $0 += 1; return $0
                }
                return PreparedResponse(contentType: "text/plain", body: ByteBuffer(string: "\(n)"))
            }
        }
        for _ in 1...5 { #expect(String(buffer: try await ask().body) == "1") }
        version.advance()
        for _ in 1...5 { #expect(String(buffer: try await ask().body) == "2") }
    }

    @Test("a response prepared while the data changed is not stored")
    func race() async throws {
        let version = DataVersion()
        let cache = ResponseCache(version: version, now: { .hour(0) })
        _ = try await cache.response(for: ResponseKey("/x")) {
            version.advance()
            return PreparedResponse(contentType: "text/plain", body: ByteBuffer(string: "old"))
        }
        #expect(cache.response(for: ResponseKey("/x")) == nil)
    }

    @Test("invented addresses do not drop a response that is used")
    func invented() async throws {
        let cache = ResponseCache(version: DataVersion(), capacity: 16, now: { .hour(0) })
        func ask(_ target: String) async throws {
            _ = try await cache.response(for: ResponseKey(target)) {
                PreparedResponse(contentType: "text/plain", body: ByteBuffer(string: target))
            }
        }
        for _ in 1...3 { try await ask("/used") }
        for number in 0..<2000 { try await ask("/x?n=\(number)") }
        #expect(cache.response(for: ResponseKey("/used")) != nil)
    }

    @Test("concurrent requests for a response share its preparation")
    func shared() async throws {
        let cache = ResponseCache(version: DataVersion(), now: { .hour(0) })
        let prepared = AtomicCount()
        let (gate, opening) = AsyncStream.makeStream(of: Never.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    _ = try await cache.response(for: ResponseKey("/x")) {
                        prepared.add()
                        for await _ in gate {}
                        return PreparedResponse(contentType: "text/plain", body: ByteBuffer(string: "x"))
                    }
                }
            }
            opening.finish()
            try await group.waitForAll()
        }
        #expect(prepared.value == 1)
    }

    @Test("an expired response is prepared again")
    func expiry() async throws {
        let clock = Mutex(Timestamp.hour(0))
        let cache = ResponseCache(version: DataVersion(), now: { clock.withLock { $0 } })
        _ = try await cache.response(for: ResponseKey("/x")) {
            PreparedResponse(contentType: "text/plain", body: ByteBuffer(string: "fresh"), validUntil: .hour(2))
        }
        #expect(cache.response(for: ResponseKey("/x")) != nil)
        clock.withLock { $0 = .hour(2) }
        #expect(cache.response(for: ResponseKey("/x")) == nil)
    }

    @Test("the cache is bounded")
    func bounded() async throws {
        let cache = ResponseCache(version: DataVersion(), capacity: 2, now: { .hour(0) })
        for path in ["/a", "/b", "/c"] {
            _ = try await cache.response(for: ResponseKey(path)) {
                PreparedResponse(contentType: "text/plain", body: ByteBuffer(string: path))
            }
        }
        #expect(["/a", "/b", "/c"].filter { cache.response(for: ResponseKey($0)) != nil }.count == 2)
        #expect(cache.response(for: ResponseKey("/c")) != nil)
    }
}

@Suite("Health") struct HealthTests {
    @Test("livez is ok without a database")
    func livez() async throws {
        let failure = ArchiveFailure(.unreachable, "gone", hint: "")
        #expect(try await Fixture().get("/livez", database: failure).map(\.status) == [200])
    }

    @Test("readyz is ok with a database and fresh data")
    func ready() async throws {
        let responses = try await Fixture().get("/readyz", "/readyz?verbose")
        #expect(responses.map(\.status) == [200, 200])
        #expect(try responses[1].object()["checks"]?.list.count == 3)
    }

    @Test("readyz is 503 with an empty, stale or unreachable database, and says which")
    func notReady() async throws {
        var old = try Fixture()
        old.now = old.now + .hours(5)
        let responses = [
            try await Fixture(hours: []).get("/readyz"), try await old.get("/readyz"),
            try await Fixture().get("/readyz", database: ArchiveFailure(.unreachable, "gone", hint: "")),
        ].flatMap(\.self)
        #expect(responses.map(\.status) == [503, 503, 503])
        #expect(responses[0].text.contains("no price"))
        #expect(responses[1].text.contains("min ago"))
        #expect(responses[2].text.contains("unreachable"))
    }
}
