import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Support
import Synchronization
import Testing

@testable import API

/// How many run, and how many did at once.
final class Running: Sendable {
    private let state = Mutex((now: 0, most: 0))
    func begin() {
        state.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
        }
    }
    func end() { state.withLock { $0.now -= 1 } }
    var most: Int { state.withLock { $0.most } }
}

/// A count that tasks share.
final class AtomicCount: Sendable {
    private let number = Mutex(0)
    func add() { number.withLock { $0 += 1 } }
    var value: Int { number.withLock { $0 } }
}

@Suite("Expensive requests") struct ExpensiveRequestTests {
    /// Reads until it is let go, and counts.
    private final class Slow: TimelineReader {
        let counts = Running()
        private let gate: AsyncStream<Never>
        private let opening: AsyncStream<Never>.Continuation

        init() { (gate, opening) = AsyncStream.makeStream() }

        func open() { opening.finish() }

        func newest(_ query: TimelineQuery, limit: Int) async throws -> [TimelineEntry] {
            counts.begin()
            for await _ in gate {}
            counts.end()
            return []
        }
    }

    private func router(_ reader: any TimelineReader) -> Router<APIRequestContext> {
        let router = Router(context: APIRequestContext.self)
        router.add(middleware: RequestMiddleware(simulated: false, requests: RequestMetrics()))
        TimelineRoutes(reader: reader, operations: .init(.everyone, token: nil), simulated: false).add(to: router)
        return router
    }

    private static func path(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "/v1/timeline?trace=\(String(repeating: "0", count: 32 - digits.count))\(digits)"
    }

    @Test("of 300 different ones at once a few run, and the others are a 503 with Retry-After")
    func bounded() async throws {
        let reader = Slow()
        try await Application(router: router(reader)).test(.router) { client in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        let response = try await client.executeRequest(
                            uri: Self.path(number), method: .get, headers: [:], body: nil)
                        if response.status == .serviceUnavailable { #expect(response.headers[.retryAfter] == "1") }
                        return response.status.code
                    }
                }
                var statuses: [Int] = []
                while let status = try await group.next() {
                    statuses.append(status)
                    // All but the running ones have been refused.
                    if statuses.count == 300 - TimelineRoutes.maxRunning { reader.open() }
                }
                return statuses
            }
            #expect(statuses.count { $0 == 200 } == TimelineRoutes.maxRunning)
            #expect(statuses.count { $0 == 503 } == 300 - TimelineRoutes.maxRunning)
        }
        #expect(reader.counts.most == TimelineRoutes.maxRunning)
    }

    @Test("the same one, in any spelling, is worked on once for all that ask meanwhile")
    func shared() async throws {
        let work = SharedWork<Int, Int>(limit: 1)
        let runs = AtomicCount()
        let (gate, opening) = AsyncStream.makeStream(of: Never.self)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<300 {
                group.addTask {
                    try await work.value(for: 1) {
                        runs.add()
                        for await _ in gate {}
                        return 7
                    }
                }
            }
            opening.finish()
            for try await value in group { #expect(value == 7) }
        }
        #expect(runs.value >= 1)
        // Nothing is kept: the next one runs again.
        #expect(try await work.value(for: 1) { 8 } == 8)
    }

    @Test("those that wait run in turn, no more at once than the limit, and a failure frees its place")
    func queue() async throws {
        struct Failed: Error {}
        let work = SharedWork<Int, Int>(limit: 3, queue: 97)
        let counts = Running()
        let results = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<100 {
                group.addTask {
                    try? await work.value(for: number) {
                        counts.begin()
                        await Task.yield()
                        counts.end()
                        if number % 10 == 0 { throw Failed() }
                        return number
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 == nil ? 0 : 1 }
        }
        #expect(results == 90 && counts.most <= 3)
    }
}
