import Domain
import NIOCore
import Support
import Testing

@testable import API

@Suite("What streams of events tell of") struct EventLogTests {
    private static let start = Timestamp.hour(100)

    private func candle(_ hour: Int64, close: Double = 100) throws -> RecordedEvent {
        let seen = Timestamp.hour(hour + 1)
        return RecordedEvent(
            .candle(
                .oneHour,
                CandleResponse(
                    ArchivedCandle(
                        try .hour(hour, close: close), source: "kraken", run: RunID(rawValue: "r"), seenAt: seen))),
            recorded: seen)
    }

    private func keys(_ entries: [EventLog.Entry]) -> [String] {
        entries.map { String($0.event.key.split(separator: " ").last ?? "") }
    }

    private func key(_ hour: Int64) -> String { "\(Timestamp.hour(hour).milliseconds)" }

    @Test("what was there before is not told, what is new or changed is, once")
    func update() throws {
        var log = EventLog(origin: 1, at: Self.start)
        #expect(log.update(EventSnapshot([try candle(1), try candle(2)]), at: Self.start).isEmpty)
        let changed = log.update(
            EventSnapshot([try candle(3), try candle(2, close: 5), try candle(1)]), at: Self.start + .seconds(1))
        #expect(keys(changed) == [key(2), key(3)])
        #expect(changed.map(\.id.number) == [1, 2])
        #expect(log.update(EventSnapshot([try candle(3), try candle(2, close: 5)]), at: Self.start).isEmpty)
    }

    @Test("ids grow although the clock is set back")
    func clock() throws {
        var log = EventLog(origin: 1, at: Self.start)
        _ = log.update(EventSnapshot([]), at: Self.start)
        let first = log.update(EventSnapshot([try candle(1)]), at: Self.start + .hours(1))
        let second = log.update(EventSnapshot([try candle(1), try candle(2)]), at: Self.start)
        #expect(first[0].id.number < second[0].id.number && first[0].id.published <= second[0].id.published)
    }

    @Test("a client of this process gets exactly what came after its id, in its present state")
    func resumption() throws {
        var log = EventLog(origin: 1, at: Self.start)
        _ = log.update(EventSnapshot([try candle(1)]), at: Self.start)
        let beginning = log.last
        let first = log.update(EventSnapshot([try candle(1), try candle(2)]), at: Self.start)[0].id
        _ = log.update(EventSnapshot([try candle(1), try candle(2), try candle(3)]), at: Self.start)
        _ = log.update(EventSnapshot([try candle(1), try candle(2), try candle(3, close: 7)]), at: Self.start)
        #expect(keys(log.resumption(after: beginning).entries) == [key(2), key(3)])
        let missed = log.resumption(after: first)
        #expect(keys(missed.entries) == [key(3)] && missed.isComplete)
        #expect(missed.entries.map(\.event.content) == [try candle(3, close: 7).content])
        #expect(log.resumption(after: log.last).entries.isEmpty && log.resumption(after: log.last).isComplete)
        let future = EventID(published: Self.start, origin: 1, number: 1000)
        #expect(!log.resumption(after: future).isComplete)
    }

    @Test("a client that was away for longer than is remembered is told so")
    func forgotten() throws {
        var log = EventLog(origin: 1, at: Self.start)
        _ = log.update(EventSnapshot([]), at: Self.start)
        let beginning = log.last
        let first = log.update(EventSnapshot([try candle(1)]), at: Self.start)[0].id
        _ = log.update(EventSnapshot([try candle(2)]), at: Self.start)
        #expect(!log.resumption(after: beginning).isComplete)
        #expect(log.resumption(after: first).isComplete)
    }

    @Test("a client of another process gets what was recorded since, and is told where that is not everything")
    func otherProcess() throws {
        var log = EventLog(origin: 1, at: Self.start)
        let unknown = EventID(published: .hour(4), origin: 2, number: 99)
        #expect(!log.resumption(after: unknown).isComplete, "nothing has been read yet")
        _ = log.update(EventSnapshot(try (0..<10).map { try candle($0) }, completeSince: .hour(2)), at: Self.start)
        let missed = log.resumption(after: unknown)
        // Candle 3 was seen in the minute of the id.
        #expect(keys(missed.entries) == (3..<10).map(key) && missed.isComplete)
        #expect(!log.resumption(after: EventID(published: .hour(1), origin: 2, number: 0)).isComplete)
        #expect(log.resumption(after: EventID(published: .latest, origin: 2, number: 0)).entries.isEmpty)
    }

    @Test("each audience gets its language, and nothing that it may not read")
    func audiences() throws {
        let run = Run(
            id: RunID(rawValue: "r1"), traceID: String(repeating: "a", count: 32), command: "collect", trigger: .timer,
            host: "h", started: .hour(1))
        let incident = Incident(
            id: IncidentID(rawValue: "i1"), cause: .portInUse, severity: .critical, opened: .hour(1),
            context: Phrase("context", fr: "contexte"), symptom: Phrase("the symptom", fr: "symptôme"), diagnosis: "d",
            evidence: [Evidence(time: .hour(1), source: "journal", line: "the line")])
        let events = [
            RecordedEvent(.run(run), recorded: .hour(1)), RecordedEvent(.incident(incident), recorded: .hour(1)),
            try candle(1),
        ]
        var log = EventLog(origin: 1, at: Self.start)
        _ = log.update(EventSnapshot([]), at: Self.start)
        let batch = EventBatch(log.update(EventSnapshot(events), at: Self.start))
        for audience in EventAudience.allCases {
            let text = String(buffer: try #require(batch[audience]))
            let types = EventStreamParser(text).events.map(\.type)
            #expect(types.contains("candle") && types.contains("incident"))
            #expect(types.contains("run") == (audience.access != .visitor))
            #expect(text.contains("the line") == (audience.access != .visitor))
            #expect(text.contains("symptôme") == (audience.language == .french))
            #expect(text.contains("the symptom") == (audience.language == .english))
        }
    }
}
