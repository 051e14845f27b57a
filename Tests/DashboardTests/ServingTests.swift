import API
import Domain
import HTTPTypes
import Synchronization
import Testing

struct ServingTests {
    @Test("an unchanged page is a 304")
    func notModified() async throws {
        try await PageClient.run(try SampleMarket.reader()) { client in
            let first = try await client.get()
            let tag = try #require(first.headers[.eTag])
            #expect(first.headers[.cacheControl] == "no-cache")
            let second = try await client.get("/", [.ifNoneMatch: "\"other\", W/\(tag)"])
            #expect(second.status == .notModified)
            #expect(second.body.isEmpty)
            #expect(second.headers[.eTag] == tag)
            #expect(second.headers[.contentSecurityPolicy] != nil)
        }
    }

    @Test("each language has its own ETag")
    func tags() async throws {
        try await PageClient.run(try SampleMarket.reader()) { client in
            let english = try await client.get("/?lang=en")
            let french = try await client.get("/?lang=fr", [.ifNoneMatch: english.headers[.eTag] ?? ""])
            #expect(french.status == .ok)
        }
    }

    @Test("every file of the page exists and can be cached indefinitely")
    func assets() async throws {
        try await PageClient.run(try SampleMarket.reader()) { client in
            let page = try await client.get().body
            let addresses = Set(page.matches(of: /"(\/assets\/[^"]+)"/).map { String($0.1) })
            #expect(addresses.count >= 3)
            for address in addresses {
                let file = try await client.get(address)
                #expect(file.status == .ok)
                #expect(!file.body.isEmpty)
                #expect(file.headers[.cacheControl]?.contains("immutable") == true)
                #expect(file.headers[.xContentTypeOptions] == "nosniff")
                #expect(try await client.get(address, [.ifNoneMatch: file.headers[.eTag] ?? ""]).status == .notModified)
            }
            #expect(addresses.contains { $0.wholeMatch(of: /\/assets\/dashboard\.[0-9a-f]{16}\.css/) != nil })
        }
    }

    @Test("an unknown file is not found")
    func unknownAsset() async throws {
        try await PageClient.run(try SampleMarket.reader()) { client in
            let file = try await client.get("/assets/dashboard.0000000000000000.css")
            #expect(file.status == .notFound)
        }
    }

    @Test("a page of a known version is rendered once for each language, until the version or the minute changes")
    func versions() async throws {
        let reads = Mutex(0)
        let version = Mutex<UInt64>(1)
        let clock = Mutex(SampleMarket.now)
        var counted = try SampleMarket.reader()
        counted.beforeReading = { reads.withLock { $0 += 1 } }
        try await PageClient.run(counted, version: { version.withLock { $0 } }, now: { clock.withLock { $0 } }) {
            client in
            _ = try await client.get()
            _ = try await client.get()
            #expect(reads.withLock { $0 } == 6)
            _ = try await client.get("/?lang=fr")
            #expect(reads.withLock { $0 } == 12)
            version.withLock { $0 += 1 }
            _ = try await client.get()
            #expect(reads.withLock { $0 } == 18)
            clock.withLock { $0 = $0 + .minutes(1) }
            _ = try await client.get()
            #expect(reads.withLock { $0 } == 24)
        }
    }

    @Test("a page with a failed read model is rendered again after maxAge, although the version is the same")
    func failedPage() async throws {
        var down = try SampleMarket.reader()
        down.price = .failure(.unavailable(detail: "down"))
        let reader = ChangingReader(down)
        try await PageClient.run(reader, version: { 1 }) { client in
            #expect(try await !client.get().body.contains("$67,234.50"))
            await reader.replace(with: try SampleMarket.reader())
            #expect(try await client.get().body.contains("$67,234.50"))
        }
    }

    @Test("a page of an unknown version is reused for maxAge")
    func maxAge() async throws {
        let reads = Mutex(0)
        var counted = try SampleMarket.reader()
        counted.beforeReading = { reads.withLock { $0 += 1 } }
        try await PageClient.run(counted, maxAge: .seconds(3600)) { client in
            _ = try await client.get()
            _ = try await client.get()
            #expect(reads.withLock { $0 } == 6)
        }
    }
}
