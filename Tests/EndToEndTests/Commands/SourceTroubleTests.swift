import Domain
import Sandbox
import Testing

/// What a source can do wrong, what it is called in the record, and that the next source serves.
struct SourceTroubleTests {
    struct Trouble: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fault: Fault
        let kind: ErrorKind

        static let all = [
            Trouble(testDescription: "blocked", fault: .blocked, kind: .blocked),
            Trouble(testDescription: "challenge, 403", fault: .challengePage(status: 403), kind: .challenge),
            Trouble(testDescription: "challenge, 200", fault: .challengePage(status: 200), kind: .challenge),
            Trouble(
                testDescription: "rate limited for long", fault: .rateLimited(retryAfter: 3600), kind: .rateLimited),
            Trouble(testDescription: "rate limited", fault: .rateLimited(retryAfter: nil), kind: .rateLimited),
            Trouble(testDescription: "malformed", fault: .malformedBody, kind: .malformed),
            Trouble(testDescription: "truncated", fault: .truncatedBody, kind: .malformed),
            Trouble(testDescription: "connection reset", fault: .connectionReset, kind: .connect),
            Trouble(testDescription: "hanging", fault: .hang, kind: .timeout),
            Trouble(testDescription: "stale", fault: .staleData(hours: 5), kind: .stale),
            Trouble(testDescription: "server error", fault: .status(500), kind: .httpStatus),
        ]

        /// What each venue must be tried with, as its format decides how it shows.
        static let ofFormat = [
            Trouble(testDescription: "banned", fault: .banned(seconds: 3600), kind: .rateLimited),
            Trouble(testDescription: "other units", fault: .data(.otherUnits), kind: .unexpectedShape),
            Trouble(testDescription: "off the grid", fault: .data(.offGrid(seconds: 1740)), kind: .unexpectedShape),
            Trouble(testDescription: "high and low swapped", fault: .data(.swappedHighLow), kind: .unexpectedShape),
            Trouble(testDescription: "null rows", fault: .data(.unreadableRows(every: 1)), kind: .unexpectedShape),
        ]
    }

    @Test(
        "whichever source comes first, the next one serves when its rows are wrong, and nothing is asked during a ban",
        arguments: World.venues, Trouble.ofFormat)
    func everyFormat(_ venue: Venue, _ trouble: Trouble) async throws {
        try await withWorld { world in
            world.sandbox.faults.set(trouble.fault, on: .venue(venue))
            let order = [venue] + World.venues.filter { $0 != venue }
            let sources = order.map { "\($0.rawValue)=\(world.sandbox.baseURL(of: $0))" }.joined(separator: ",")
            let ended = try await world.run("collect", "prices", "--json", with: ["PRICE_SOURCES": sources])
            #expect(ended.code == 0, "\(ended.errors)")
            let run = try ended.json(Run.self)
            #expect(run.outcome == .degraded)
            let failed = run.sources.filter { $0.outcome == .failed }
            #expect(failed.map(\.source) == [venue.name] && failed.map(\.error?.kind) == [trouble.kind])

            let dump = try await world.dump()
            #expect(dump.openTimes == world.hoursOfFirstPass)
            for row in dump.candles where row.source == venue.name {
                Issue.record("a candle of the source that failed: \(row.candle.openTime)")
            }
            for row in dump.candles {
                #expect(try row.candle == world.venueCandle(of: row), "\(row.candle.openTime) of \(row.source)")
            }
            #expect(world.sandbox.violations.isEmpty)
        }
    }

    @Test(
        "the next source serves, and the record names what was wrong with the first", arguments: Engine.all, Trouble.all
    )
    func nextServes(_ engine: Engine, _ trouble: Trouble) async throws {
        try await withWorld(engine) { world in
            world.sandbox.faults.set(trouble.fault, on: .venue(.coinbase))
            let ended = try await world.run(
                "collect", "prices", with: trouble.fault == .hang ? ["SOURCE_TIMEOUT": "3s"] : [:])
            #expect(ended.code == 0, "\(ended.errors)")

            let run = try #require(try await world.run("runs", "--json").json([Run].self).first)
            #expect(run.outcome == .degraded)
            #expect(run.sources.map(\.source).prefix(2) == ["coinbase", "kraken"])
            #expect(
                run.sources[0].outcome == .failed && run.sources[0].error?.kind == trouble.kind,
                "\(String(describing: run.sources[0].error))")
            #expect(run.sources[0].error?.hint.isEmpty == false)
            #expect(run.sources.dropFirst().allSatisfy { $0.outcome == .ok })

            let dump = try await world.dump()
            #expect(dump.openTimes == world.hoursOfFirstPass)
            for row in dump.candles {
                #expect(try row.candle == world.venueCandle(of: row), "\(row.candle.openTime) of \(row.source)")
            }
        }
    }

    @Test("a feed that fails does not keep the others from being read", arguments: Engine.all)
    func feed(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            world.sandbox.faults.set(.challengePage(status: 403), on: .frenchFeed)
            let ended = try await world.run("collect", "news", "--json")
            #expect(ended.code == 0)
            let run = try ended.json(Run.self)
            #expect(run.outcome == .degraded && run.sources.compactMap(\.error?.kind) == [.challenge])
            #expect(try await Set(world.dump().articles.map(\.article.feed)).count == 2)
        }
    }

    @Test("a source that has asked for a delay is not asked by doctor either, which says until when")
    func refusing() async throws {
        try await withWorld { world in
            world.sandbox.faults.set(.rateLimited(retryAfter: 3600), on: .venue(.coinbase))
            #expect(try await world.run("collect", "prices").code == 0)
            world.sandbox.requests.clear()
            let doctor = try await world.run("doctor", "--online")
            #expect(doctor.output.contains("not asked before"), "\(doctor.output)")
            let asked = world.sandbox.requests.all.map(\.endpoint)
            #expect(!asked.contains(.venue(.coinbase)) && !asked.isEmpty, "\(asked)")
        }
    }

    @Test("a source that fails once is retried and used")
    func onceOnly() async throws {
        try await withWorld { world in
            world.sandbox.faults.set(.status(503), on: .venue(.coinbase), times: 1)
            let run = try await world.run("collect", "prices", "--json").json(Run.self)
            #expect(run.outcome == .ok)
            #expect(run.sources.filter { $0.part == .prices }.map(\.source) == ["coinbase"])
        }
    }
}
