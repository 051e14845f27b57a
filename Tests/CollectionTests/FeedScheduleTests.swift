import Domain
import Support
import Testing

@testable import Collection

/// Expected values are calculated by hand from RFC 9110, RFC 9111, RSS 2.0 and the module Syndication.
@Suite("When a feed is asked again") struct FeedScheduleTests {
    private let schedule = FeedSchedule(every: .hours(1), isPrivate: false)
    /// Thursday, 26 November 2026, 10:20 UTC.
    private let moment = Timestamp(rfc3339: "2026-11-26T10:20:00Z") ?? .earliest

    private func time(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? .earliest }

    private func next(_ demands: FeedDemands) -> String {
        let next = schedule.next(after: moment, demands)
        return "\(next.reason) \(next.notBefore)"
    }

    @Test("without a word of the publisher, after half an hour")
    func interval() { #expect(next(FeedDemands()) == "interval 2026-11-26T10:50:00Z") }

    @Test(
        "the shortest interval follows COLLECT_EVERY, down to ten minutes for a feed of others",
        arguments: [
            (Int64(3600), 1800, 1800), (86_400, 1800, 1800), (1200, 1080, 1080), (60, 600, 54), (1, 600, 1),
        ])
    func shortest(every: Int64, stranger: Int, own: Int) {
        let seconds = { (isPrivate: Bool) in
            FeedSchedule(every: .seconds(every), isPrivate: isPrivate).interval
        }
        #expect(seconds(false) == .seconds(stranger))
        #expect(seconds(true) == (every == 1 ? .milliseconds(900) : .seconds(own)))
    }

    @Test("the longest of what the publisher says counts, with its reason")
    func longest() {
        #expect(next(FeedDemands(freshFor: .seconds(300))) == "interval 2026-11-26T10:50:00Z")
        #expect(next(FeedDemands(freshFor: .hours(2))) == "fresh 2026-11-26T12:20:00Z")
        #expect(next(FeedDemands(freshFor: .hours(1), ttl: .minutes(90))) == "ttl 2026-11-26T11:50:00Z")
        #expect(
            next(FeedDemands(ttl: .minutes(60), updatePeriod: .hours(12))) == "update-period 2026-11-26T22:20:00Z")
    }

    @Test("no header silences a feed for more than a day")
    func mistakes() {
        for demands in [
            FeedDemands(freshFor: .days(365)), FeedDemands(ttl: .days(300)), FeedDemands(updatePeriod: .days(365)),
        ] {
            #expect(schedule.next(after: moment, demands).notBefore == moment + .days(1))
        }
    }

    @Test("skipHours moves the request to the end of those hours")
    func hours() {
        #expect(next(FeedDemands(skipHours: [10, 11, 12])) == "skip-hours 2026-11-26T13:00:00Z")
        #expect(next(FeedDemands(skipHours: [11])) == "interval 2026-11-26T10:50:00Z")
        // From 22:00 over midnight to 03:00.
        let late = schedule.next(
            after: time("2026-11-26T21:45:00Z"), FeedDemands(skipHours: [22, 23, 0, 1, 2]))
        #expect(late == SourceReport.NextAttempt(time("2026-11-27T03:00:00Z"), .skipHours))
    }

    @Test("skipDays moves the request to the end of those days, and hours count on top")
    func days() {
        // Friday and Saturday are skipped, and Sunday until 06:00.
        let demands = FeedDemands(ttl: .hours(20), skipHours: [0, 1, 2, 3, 4, 5], skipDays: [5, 6])
        #expect(next(demands) == "skip-days 2026-11-29T06:00:00Z")
    }

    @Test("a feed that skips every hour, or every day, is asked all the same")
    func always() {
        #expect(next(FeedDemands(skipHours: Set(0..<24))) == "interval 2026-11-26T10:50:00Z")
        #expect(next(FeedDemands(skipDays: Set(0..<7))) == "interval 2026-11-26T10:50:00Z")
    }

    private func state(_ minutesAgo: Int64, _ pause: SourcePause? = nil, for wait: Duration = .zero) -> FeedState {
        var state = FeedState("https://news.example/feed", "news.example")
        state.lastRequest = moment - .minutes(minutesAgo)
        if let pause { (state.source.notBefore, state.source.pause) = (moment + wait, pause) }
        return state
    }

    private func mayAsk(_ state: FeedState, _ demand: FeedSchedule.Demand) -> Bool {
        schedule.wait(for: state, at: moment, demand) == nil
    }

    @Test("the interval holds by hand too, and only force overrides it")
    func byHand() {
        #expect(!mayAsk(state(29), .scheduled) && !mayAsk(state(29), .manual) && mayAsk(state(29), .forced))
        #expect(mayAsk(state(30), .scheduled) && mayAsk(state(30), .manual))
        #expect(mayAsk(FeedState("https://news.example/feed", "news.example"), .scheduled))
    }

    @Test("a person need not wait for failures of ours, but for what the publisher says")
    func insisting() {
        #expect(!mayAsk(state(50, .backOff, for: .hours(3)), .scheduled))
        #expect(mayAsk(state(50, .backOff, for: .hours(3)), .manual))
        for pause in [SourcePause.fresh, .ttl, .updatePeriod] {
            #expect(!mayAsk(state(50, pause, for: .hours(1)), .manual), "\(pause)")
            #expect(mayAsk(state(50, pause, for: .hours(1)), .forced), "\(pause)")
        }
    }

    @Test("Retry-After is respected to the second, whoever asks, up to a week")
    func retryAfter() {
        for demand in [FeedSchedule.Demand.scheduled, .manual, .forced] {
            #expect(!mayAsk(state(120, .requested, for: .seconds(1)), demand))
            #expect(mayAsk(state(120, .requested), demand))
            #expect(mayAsk(state(120, .requested, for: .days(8)), demand))
        }
    }

    @Test(
        "a pass that is seconds early is not too early for what is said in minutes, and is for what is said in seconds")
    func slack() {
        // 60 minutes are said: a hundredth is 36 s, and half a minute the most.
        #expect(mayAsk(state(59, .ttl, for: .seconds(29)), .scheduled))
        #expect(!mayAsk(state(59, .ttl, for: .seconds(31)), .scheduled))
        // 40 minutes: 24 s.
        #expect(!mayAsk(state(40, .fresh, for: .seconds(25)), .scheduled))
    }

    @Test("skipped hours are not read by a pass that comes in them, and are by force")
    func skippedNow() {
        var skipping = state(600)
        skipping.demands.skipHours = [10]
        #expect(
            schedule.wait(for: skipping, at: moment, .scheduled)
                == SourceReport.NextAttempt(time("2026-11-26T11:00:00Z"), .skipHours))
        #expect(mayAsk(skipping, .forced))
    }

    @Test("what a wrong clock left in the future does not silence a feed")
    func future() {
        var ahead = state(-60 * 24 * 400, .ttl, for: .days(401))
        ahead.source.failures = 0
        #expect(mayAsk(ahead, .scheduled))
    }

    @Test("validators are used for a week, and not while they are distrusted")
    func validators() {
        var state = state(60)
        state.validators = FeedValidators(etag: "\"1\"", lastModified: nil)
        #expect(schedule.request(for: state, at: moment).validators == nil)
        state.lastRead = moment - .days(7) + .seconds(1)
        #expect(schedule.request(for: state, at: moment).validators == state.validators)
        state.lastRead = moment - .days(7)
        #expect(schedule.request(for: state, at: moment).validators == nil)
        state.lastRead = moment - .days(1)
        state.distrusted = moment - .days(29)
        #expect(schedule.request(for: state, at: moment).validators == nil)
        state.distrusted = moment - .days(30)
        #expect(schedule.request(for: state, at: moment).validators == state.validators)
    }

    @Test("a permanent redirect is the address after it has been the answer for a day")
    func moves() {
        var state = state(60)
        state.move = FeedMove(to: "https://new.example/feed", since: moment - .hours(23))
        #expect(schedule.request(for: state, at: moment).movedTo == nil)
        state.move = FeedMove(to: "https://new.example/feed", since: moment - .hours(24))
        #expect(schedule.request(for: state, at: moment).movedTo == "https://new.example/feed")
    }

    @Test("failures in a row double the pause, from half to all of its bound, up to a day")
    func backOff() {
        let backOff = FeedBackOff(schedule)
        let hours = [1, 2, 4, 8, 16, 24, 24, 24]
        for (index, bound) in hours.enumerated() {
            #expect(backOff.pause(after: index + 1, jitter: 1) == .hours(Int64(bound)))
            #expect(backOff.pause(after: index + 1, jitter: 0) == .minutes(Int64(bound) * 30))
        }
        #expect(backOff.pause(after: .max, jitter: 1) == .days(1))
    }
}
