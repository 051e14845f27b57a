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
            #expect(try await models.calls(before: .hour(3), limit: 9) == [first])
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
}
