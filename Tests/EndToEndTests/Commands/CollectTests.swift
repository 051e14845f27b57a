import Domain
import Sandbox
import Testing

/// `collect` against a simulated world, as a real process over real HTTP, on both engines.
struct CollectTests {
    @Test(
        "a first pass keeps a month of hours, the open one as open, and the articles of every feed",
        arguments: Engine.all)
    func firstPass(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            let ended = try await world.run("collect", "--json")
            #expect(ended.code == 0, "\(ended.errors)")
            let run = try ended.json(Run.self)
            #expect(run.outcome == .ok && run.command == "collect" && run.trigger == .manual && run.finished != nil)

            let dump = try await world.dump()
            #expect(dump.openTimes == world.hoursOfFirstPass)
            for row in dump.candles {
                #expect(try row.candle == world.venueCandle(of: row))
                #expect(row.source == "coinbase" && row.run == run.id)
                #expect(row.isClosed == (row.candle.closeTime <= world.clock.now))
            }
            #expect(Set(dump.articles.map(\.article.feed)).count == 3)
            #expect(dump.articles.allSatisfy { $0.run == run.id })
            #expect(dump.runs == [run])
            #expect(run.sources.filter { $0.part != .comparison }.map(\.part) == [.prices, .news, .news, .news])
            #expect(run.sources.contains { $0.part == .comparison })
            #expect(run.sources[0].new == dump.candles.count)
            #expect(run.sources.dropFirst().reduce(0) { $0 + $1.new } == dump.articles.count)
        }
    }

    @Test("a second pass changes nothing", arguments: Engine.all)
    func secondPass(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("collect").code == 0)
            let before = try await world.dump()
            let again = try await world.run("collect", "--json")
            #expect(again.code == 0)
            let run = try again.json(Run.self)
            #expect(run.sources.allSatisfy { $0.new == 0 && $0.updated == 0 && $0.error == nil })
            // Feeds are not asked again so soon, by hand neither, unless it is forced.
            #expect(run.sources.filter { $0.part == .news }.allSatisfy { $0.outcome == .notDue })
            let forced = try await world.run("collect", "news", "--force", "--json").json(Run.self)
            #expect(forced.sources.allSatisfy { $0.outcome == .ok && $0.new == 0 })
            let after = try await world.dump()
            #expect(after.candles == before.candles && after.articles == before.articles)
            #expect(!after.candles.isEmpty && after.runs.count == 3)
        }
    }

    @Test("two passes at once double nothing", arguments: Engine.all)
    func twoAtOnce(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            // Both are there before either is done: each answer takes its time.
            for endpoint in [Endpoint.venue(.coinbase), .englishFeed] {
                world.sandbox.faults.set(.delay(seconds: 0.3), on: endpoint)
            }
            async let one = world.run("collect", "--json")
            async let other = world.run("collect", "--json")
            let both = try await [one, other]
            #expect(both.map(\.code) == [0, 0], "\(both.map(\.errors))")
            let runs = try both.map { try $0.json(Run.self) }
            let dump = try await world.dump()
            #expect(dump.openTimes == world.hoursOfFirstPass)
            #expect(runs.flatMap(\.sources).reduce(0) { $0 + $1.new } == dump.candles.count + dump.articles.count)
            #expect(Set(dump.articles.map(\.article.id)).count == dump.articles.count)
            #expect(dump.runs.map(\.outcome) == [.ok, .ok])
        }
    }

    @Test(
        "the open candle is replaced once it closes, and an hour that was missed is asked for again",
        arguments: Engine.all)
    func later(_ engine: Engine) async throws {
        try await withWorld(engine, behind: .hours(3)) { world in
            // The program uses real time, and the data is three hours old.
            #expect(try await world.run("collect", "prices").code == 75)
            let stale = try await world.dump()
            world.clock.now = world.clock.now + .hours(3)
            let ended = try await world.run("collect", "prices", "--json")
            #expect(ended.code == 0)
            let dump = try await world.dump()
            #expect(dump.openTimes.last == Interval.oneHour.openTime(containing: world.clock.now))
            #expect(dump.openTimes == TimeRange(stale.openTimes[0], until: world.clock.now).openTimes(every: .oneHour))
            for row in dump.candles { #expect(try row.candle == world.venueCandle(of: row), "\(row.candle.openTime)") }
            #expect(dump.candles.dropLast().allSatisfy { $0.isClosed })
        }
    }

    @Test(
        "when every price source refuses, it ends with 75, keeps the news and records who refused",
        arguments: Engine.all)
    func allRefuse(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            for venue in World.venues { world.sandbox.faults.set(.blocked, on: Endpoint.venue(venue)) }
            let ended = try await world.run("collect", "--json")
            #expect(ended.code == 75)
            #expect(ended.errors.contains("what to do:"))
            let run = try ended.json(Run.self)
            #expect(run.outcome == .failed)
            #expect(
                run.sources.filter { $0.part == .prices }.map(\.error?.kind)
                    == Array(repeating: .blocked, count: World.venues.count))
            let dump = try await world.dump()
            #expect(dump.candles.isEmpty && !dump.articles.isEmpty)
            #expect(dump.runs == [run])
        }
    }

    @Test("a single part is collected alone", arguments: [("prices", true, false), ("news", false, true)])
    func partAlone(_ part: String, _ prices: Bool, _ news: Bool) async throws {
        try await withWorld { world in
            #expect(try await world.run("collect", part).code == 0)
            let dump = try await world.dump()
            #expect(dump.candles.isEmpty == !prices && dump.articles.isEmpty == !news)
        }
    }

    @Test("the other commands read what was collected: analyze, runs, migrate", arguments: Engine.all)
    func readBack(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("migrate").code == 0)
            #expect(try await world.run("analyze").code == 69)
            #expect(try await world.run("collect", "--trigger", "cron").code == 0)
            struct Analysis: Decodable { let text, language: String; let simulated: Bool }
            let analysis = try await world.run("analyze", "--json", "--lang", "fr").json(Analysis.self)
            #expect(analysis.language == "fr" && analysis.text.hasSuffix(".") && !analysis.simulated)
            let runs = try await world.run("runs", "--json").json([Run].self)
            #expect(runs.map(\.trigger) == [.cron])
            #expect(try await world.run("runs", "--limit", "1").output.contains(runs[0].id.rawValue))
        }
    }
}
