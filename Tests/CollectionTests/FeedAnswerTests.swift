import Domain
import Support
import Testing

@testable import Collection

@Suite("What an answer of a feed leaves") struct FeedAnswerTests {
    private let schedule = FeedSchedule(every: .hours(1), isPrivate: false)
    private let name: SourceName = "news.example"
    private var fresh: FeedState { FeedState("https://news.example/feed", name) }

    private func batch(_ hours: [Int64], etag: String? = "\"1\"", movedTo: String? = nil) -> NewsBatch {
        var batch = NewsBatch(
            articles: hours.map { .number(Int($0), published: .hour($0)) },
            validators: FeedValidators(etag: etag, lastModified: nil))
        batch.movedTo = movedTo
        return batch
    }

    private var unchanged: NewsBatch { NewsBatch(articles: [], validators: nil, notModified: true) }

    private func read(_ state: FeedState, _ batch: NewsBatch, new: Int = 0, at hour: Int64) -> FeedState {
        state.answered(batch, kept: WriteResult(new: new), at: .hour(hour), by: schedule)
    }

    private func failed(
        _ state: FeedState, _ error: OutboundError, _ request: FeedRequest = FeedRequest(), at hour: Int64
    ) -> FeedState {
        state.failed(SourceFailure(name, error), request, at: .hour(hour), by: schedule, jitter: 1)
    }

    @Test("a document: its time, validators, items, and what was new")
    func document() {
        var batch = batch([1, 2, 5])
        batch.repeatedCount = 1
        var kept = WriteResult(new: 2, unchanged: 1)
        kept.duplicates = 1
        let state = fresh.answered(batch, kept: kept, at: .hour(10), by: schedule)
        #expect(state.answer == .read && state.lastRead == .hour(10) && state.lastRequest == .hour(10))
        #expect(state.validators?.etag == "\"1\"" && state.lastNew == .hour(10))
        #expect(state.contents == FeedCounts(items: 4, duplicates: 2))
        #expect(state.contents.duplicateShare == 0.5)
        #expect(state.history == FeedHistory(first: .hour(1), newest: .hour(5), longestSilence: .hours(3)))
        #expect(state.source.notBefore == .hour(10) + .minutes(30) && state.source.pause == .interval)
    }

    @Test("an unchanged feed keeps its validators, its items and what its document said, and renews its freshness")
    func notModified() {
        var first = batch([1])
        first.demands = FeedDemands(freshFor: .hours(3), ttl: .hours(2), skipHours: [4])
        let known = read(fresh, first, new: 1, at: 10)
        #expect(known.source.notBefore == .hour(13))
        var answer = unchanged
        answer.demands.freshFor = .minutes(5)
        let state = read(known, answer, at: 14)
        #expect(state.answer == .unchanged && state.lastRead == .hour(10) && state.lastNew == .hour(10))
        #expect(state.validators == known.validators && state.contents == known.contents)
        #expect(state.demands == FeedDemands(freshFor: .minutes(5), ttl: .hours(2), skipHours: [4]))
        #expect(state.source.notBefore == .hour(16) && state.source.pause == .ttl)
    }

    @Test("a document without validators forgets those before it")
    func noValidators() {
        let state = read(read(fresh, batch([1]), at: 10), batch([1, 2], etag: nil), at: 11)
        #expect(state.validators == nil)
    }

    @Test("failures are counted, and the first answer ends them")
    func failures() {
        let twice = failed(failed(fresh, .status(500), at: 1), .status(500), at: 2)
        #expect(twice.source.failures == 2 && twice.answer == .failed)
        #expect(twice.source.notBefore == .hour(4) && twice.source.pause == .backOff)
        let well = read(twice, batch([1]), at: 4)
        #expect(well.source.failures == 0 && well.answer == .read && well.source.pause == .interval)
    }

    @Test("429 and 503 with Retry-After: not before that, to the second, and at most a week", arguments: [429, 503])
    func retryAfter(status: Int) {
        let state = failed(fresh, .status(status, retryAfter: .seconds(7201)), at: 1)
        #expect(state.source.notBefore == .hour(3) + .seconds(1) && state.source.pause == .requested)
        let long = failed(fresh, .status(status, retryAfter: .days(30)), at: 1)
        #expect(long.source.notBefore == .hour(1) + .days(7))
    }

    @Test("a feed that is gone has ended, until it answers again")
    func ended() {
        let gone = fresh.failed(
            SourceFailure(name, .feedEnded(since: .hour(5))), FeedRequest(), at: .hour(5), by: schedule, jitter: 1)
        #expect(gone.ended == .hour(5) && gone.source.notBefore == nil && gone.source.pause == nil)
        let again = gone.failed(
            SourceFailure(name, .feedEnded(since: .hour(9))), FeedRequest(), at: .hour(9), by: schedule, jitter: 1)
        #expect(again.ended == .hour(5))
        #expect(schedule.wait(for: gone, at: .hour(5000), .scheduled)?.reason == .ended)
        #expect(schedule.wait(for: gone, at: .hour(5000), .manual)?.reason == .ended)
        #expect(schedule.wait(for: gone, at: .hour(5000), .forced) == nil)
        #expect(read(gone, batch([1]), at: 5000).ended == nil)
    }

    @Test("a permanent redirect counts from its first answer, and another target, or none, begins again")
    func moves() {
        let first = read(fresh, batch([1], movedTo: "https://a.example/"), at: 10)
        #expect(first.move == FeedMove(to: "https://a.example/", since: .hour(10)))
        let second = read(first, batch([1], movedTo: "https://a.example/"), at: 20)
        #expect(second.move == first.move)
        #expect(read(second, batch([1], movedTo: "https://b.example/"), at: 30).move?.since == .hour(30))
        #expect(read(second, batch([1]), at: 30).move == nil)
    }

    @Test("where a moved feed is not found, its own address is asked again; so it is after a second outage")
    func wrongMove() {
        let moved = read(fresh, batch([1], movedTo: "https://a.example/"), at: 10)
        let request = FeedRequest(movedTo: "https://a.example/")
        #expect(failed(moved, .status(404), request, at: 40).move == nil)
        #expect(failed(moved, .notResolved(host: "a.example"), request, at: 40).move == nil)
        let outage = failed(moved, .status(503), request, at: 40)
        #expect(outage.move == moved.move)
        #expect(failed(outage, .notConnected(host: "a.example", detail: ""), request, at: 42).move == nil)
        let gone = moved.failed(
            SourceFailure(name, .feedEnded(since: .hour(40))), request, at: .hour(40), by: schedule, jitter: 1)
        #expect(gone.ended == nil && gone.move == nil && gone.source.notBefore != nil)
        #expect(failed(moved, .status(404), at: 40).move == moved.move)
    }

    @Test("a feed that called itself unchanged although it had new articles is not believed")
    func liar() {
        let known = read(fresh, batch([1, 2]), new: 2, at: 3)
        let silent = read(known, unchanged, at: 100)
        // Of hour 50, and not there at hour 100.
        let found = read(silent, batch([1, 2, 50, 99]), new: 2, at: 168)
        #expect(found.distrusted == .hour(168))
        #expect(schedule.request(for: found, at: .hour(169)).validators == nil)
        // Of hour 99: it may have appeared after hour 100.
        #expect(read(silent, batch([1, 2, 99]), new: 1, at: 168).distrusted == nil)
    }

    @Test("a document that is wrong is read again in full")
    func wrongDocument() {
        let known = read(fresh, batch([1]), at: 3)
        let state = known.failed(
            SourceFailure(name, .repeatedItems(5, of: 5)), FeedRequest(), at: .hour(4), by: schedule, jitter: 1)
        #expect(state.validators == nil)
        #expect(failed(known, .status(500), at: 4).validators == known.validators)
    }

    @Test("where this host is to blame, the next run asks again")
    func excused() {
        var state = fresh
        for hour in 1...8 { state = failed(state, .notConnected(host: "x", detail: ""), at: Int64(hour)) }
        #expect(state.source.notBefore == .hour(32))
        #expect(state.excused(since: fresh, by: schedule).source.notBefore == .hour(8) + .minutes(30))
        let asked = failed(fresh, .status(503, retryAfter: .hours(3)), at: 1)
        #expect(asked.excused(since: fresh, by: schedule) == asked)
    }

    @Test("a silence is measured between articles, and named when it is longer than any before")
    func silence() throws {
        let history = try #require(FeedHistory(nil, adding: [.hour(0), .hour(30), .hour(40)], at: .hour(41)))
        #expect(history.longestSilence == .hours(30))
        // Older articles that come later do not change it, and one that is dated ahead is of now.
        let later = try #require(FeedHistory(history, adding: [.hour(20), .hour(500)], at: .hour(190)))
        #expect(later == FeedHistory(first: .hour(0), newest: .hour(190), longestSilence: .hours(150)))
        #expect(!later.isSilent(at: .hour(190) + .hours(150)))
        #expect(later.isSilent(at: .hour(190) + .hours(150) + .seconds(1)))
        // A day is silent for nobody, and nothing is said in the first week.
        let busy = FeedHistory(first: .hour(0), newest: .hour(200), longestSilence: .minutes(10))
        #expect(!busy.isSilent(at: .hour(224)) && busy.isSilent(at: .hour(225)))
        #expect(!FeedHistory(first: .hour(0), newest: .hour(1), longestSilence: .minutes(10)).isSilent(at: .hour(167)))
    }

    @Test("what a publisher keeps in its feed for years is not how often it writes")
    func pinned() throws {
        let daily = (0..<10).map { Timestamp.hour(30_000 + 24 * Int64($0)) }
        for old in [[Timestamp.hour(0)], [.hour(0), .hour(9_000)], [.hour(0), .hour(10), .hour(20)]] {
            let history = try #require(FeedHistory(nil, adding: old + daily, at: .hour(30_300)))
            #expect(history.longestSilence == .hours(24), "\(old.count)")
            #expect(history.isSilent(at: .hour(30_216) + .hours(25)))
        }
        // A feed that was silent for months, and one with few articles, are what they look like.
        let monthly = (0..<10).map { Timestamp.hour(720 * Int64($0)) }
        #expect(FeedHistory(nil, adding: monthly, at: .hour(9_000))?.longestSilence == .hours(720))
        let few = [Timestamp.hour(0), .hour(9_000), .hour(9_010)]
        #expect(FeedHistory(nil, adding: few, at: .hour(9_020))?.longestSilence == .hours(9_000))
    }
}
