import Domain
import Support
import Testing

@testable import Storage

@Suite("What language models wrote") struct ModelStoreTests {
    private func call(_ id: String, at time: Timestamp, cost: Double?) -> ModelCall {
        var call = ModelCall(
            id: id, started: time, duration: .milliseconds(1234), hour: .hour(5), language: .french, attempt: 2,
            provider: "gemini", model: "m'1", promptName: "p", promptVersion: "v", outcome: .ungrounded)
        call.responseModel = "m-2"
        (call.inputTokens, call.outputTokens, call.reasoningTokens) = (420, 77, 7)
        call.finishReasons = ["stop"]
        call.details = ["it must not contain digits", "the change is a fall"]
        call.cost = cost
        call.counted = cost ?? 0
        call.notBefore = .hour(7)
        call.textLength = 99
        return call
    }

    @Test("an hour in a language is taken once, also by many at a time", arguments: ArchiveKind.all)
    func claims(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let models = archives.models
            let won = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await models.claim(.hour(5), in: .english, provider: "gemini", model: "m", now: .hour(5))
                    }
                }
                var won = 0
                for try await isOurs in group where isOurs { won += 1 }
                return won
            }
            #expect(won == 1)
            #expect(try await models.analysis(of: .hour(5), in: .english)?.outcome == .abandoned)
            #expect(try await models.analysis(of: .hour(5), in: .french) == nil)
        }
    }

    @Test("an hour may be taken again only where nothing was served", arguments: ArchiveKind.all)
    func again(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let models = archives.models
            for outcome in ModelOutcome.known {
                let hour = Timestamp.hour(Int64(try #require(ModelOutcome.known.firstIndex(of: outcome))))
                #expect(try await models.claim(hour, in: .french, provider: "p", model: "m", now: hour))
                var asked = call("c-\(outcome)", at: hour, cost: 0)
                (asked.hour, asked.provider, asked.model) = (hour, "p", "m")
                try await models.record(asked)
                let written = WrittenAnalysis(
                    hour: hour, language: .french, provider: "p", model: "m",
                    text: outcome.isAccepted ? "Le texte." : nil, outcome: outcome)
                try await models.finish(written)
                #expect(try await models.analysis(of: hour, in: .french) == written)
                let isFree = try await models.claim(hour, in: .french, provider: "p", model: "m", now: hour)
                #expect(isFree == outcome.mayBeAskedAgain, "\(outcome)")
            }
        }
    }

    @Test("attempts come back as they were, newest first, and the costs of a day are added", arguments: ArchiveKind.all)
    func calls(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let models = archives.models
            let (first, second) = (call("a", at: .hour(1), cost: 0.25), call("b", at: .hour(3), cost: nil))
            try await models.record(first)
            try await models.record(second)
            #expect(try await models.calls(before: nil, limit: 9) == [second, first])
            let position = ModelCallPosition(started: second.started, id: second.id)
            #expect(try await models.calls(before: position, limit: 9) == [first])
            #expect(try await models.spent(since: .hour(0)) == 0.25)
            var finished = second
            finished.cost = 0.5
            finished.counted = 0.5
            finished.outcome = .accepted
            try await models.record(finished)
            #expect(try await models.calls(before: nil, limit: 1) == [finished])
            #expect(try await models.spent(since: .hour(2)) == 0.5)
        }
    }

    @Test("calls of the same moment are on one page each, once", arguments: ArchiveKind.all)
    func pages(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            for id in ["b", "c", "a"] { try await archives.models.record(call(id, at: .hour(1), cost: 0)) }
            var (found, position) = ([String](), ModelCallPosition?.none)
            while let next = try await archives.models.calls(before: position, limit: 1).first {
                found.append(next.id)
                position = ModelCallPosition(started: next.started, id: next.id)
            }
            #expect(found == ["c", "b", "a"])
        }
    }

    @Test(
        "another model may be asked for an hour without a text, once, and not while one is asked",
        arguments: ArchiveKind.all)
    func anotherModel(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let models = archives.models
            func claim(_ model: String) async throws -> Bool {
                try await models.claim(.hour(5), in: .french, provider: "p", model: model, now: .hour(5))
            }
            func fail(_ model: String) async throws {
                var call = call(model, at: .hour(5) + .minutes(1), cost: 0)
                (call.provider, call.model) = ("p", model)
                try await models.record(call)
                try await models.finish(
                    WrittenAnalysis(
                        hour: .hour(5), language: .french, provider: "p", model: model, text: nil,
                        outcome: .ungrounded))
            }
            #expect(try await claim("one"))
            #expect(try await !claim("two"), "\(kind): it is being asked")
            try await fail("one")
            #expect(try await !claim("one"))
            #expect(try await claim("two"))
            try await fail("two")
            // Neither again, in whichever order.
            #expect(try await !claim("one"))
            #expect(try await !claim("two"))
        }
    }

    @Test(
        "totals count requests in the buckets of OpenTelemetry, and what was written instead",
        arguments: ArchiveKind.all)
    func totals(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            guard let counter = archives.modelTotals else { return }
            #expect(try await counter.totals() == ModelTotals())
            func record(_ id: String, _ outcome: ModelOutcome, attempt: Int, milliseconds: Int64) async throws {
                var call = call(id, at: .hour(1), cost: 0.25)
                (call.outcome, call.attempt, call.duration) = (outcome, attempt, .milliseconds(milliseconds))
                (call.inputTokens, call.outputTokens) = (256, outcome == .timeout ? nil : 70)
                try await archives.models.record(call)
            }
            try await record("a", .ungrounded, attempt: 1, milliseconds: 1280)
            try await record("b", .accepted, attempt: 2, milliseconds: 1281)
            try await record("c", .ungrounded, attempt: 1, milliseconds: 40)
            try await record("d", .ungrounded, attempt: 2, milliseconds: 90_000)
            try await record("e", .timeout, attempt: 1, milliseconds: 90_000)
            try await record("f", .budget, attempt: 1, milliseconds: 0)
            try await record("g", .abandoned, attempt: 1, milliseconds: 0)
            let totals = try await counter.totals()
            #expect(totals.fallbacks == [.ungrounded: 1, .timeout: 1, .budget: 1])
            #expect(totals.requests.map(\.outcome) == [.accepted, .timeout, .ungrounded])
            let refused = try #require(totals.requests.last)
            #expect(refused.duration.counts == [0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2])
            #expect(refused.duration.count == 3 && abs(refused.duration.sum - 91.32) < 1e-9)
            #expect(refused.inputTokens.counts == [0, 0, 0, 0, 3, 3, 3, 3, 3, 3, 3] && refused.cost == 0.75)
            #expect(totals.requests[1].outputTokens.count == 0 && totals.requests[1].outputTokens.sum == 0)
        }
    }
}
