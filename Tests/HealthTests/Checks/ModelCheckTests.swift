import Domain
import HealthSupport
import Support
import Testing

@testable import Health

@Suite("The language model is checked by what its calls gave") struct ModelCheckTests {
    typealias Machine = HealthyMachine

    private func findings(
        _ outcomes: [ModelOutcome], model: String? = "m-1", open: Cause? = nil, now later: Duration = .zero,
        of check: CheckName = .languageModel, asked: String = "m-1"
    ) throws -> [Finding] {
        let facts = try Machine.facts { facts in
            let now = facts.now
            facts.useModel(model, Machine.calls(outcomes, of: asked, now: now))
            if let open { facts.changeContents { $0.openIncidents = [Self.incident(open, at: now)] } }
        }
        var moved = facts
        moved.now = facts.now + later
        return Diagnosis.of(moved).filter { $0.check == check }
    }

    private static func incident(_ cause: Cause, at moment: Timestamp) -> Incident {
        Incident(
            id: IncidentID(rawValue: "i"), cause: cause, at: Incident.Place(), severity: .warning, opened: moment,
            context: "c", symptom: "s", diagnosis: "d")
    }

    @Test("each outcome that lasts is a problem at once, one that may pass after two analyses")
    func outcomes() throws {
        for outcome in ModelOutcome.known where outcome.cause != nil {
            let once = try findings([outcome, .accepted, .accepted])
            #expect(once.map(\.problem) == [outcome.isLasting ? .languageModel(outcome) : nil], "\(outcome)")
            let twice = try findings([outcome, outcome, .accepted])
            #expect(twice.map(\.problem) == [.languageModel(outcome)], "\(outcome)")
            #expect(twice[0].evidence.count == 2 && twice[0].outcome == .warning)
        }
    }

    @Test("two attempts at one analysis are one failure")
    func attempts() throws {
        let facts = try Machine.facts { facts in
            var calls = Machine.calls([.ungrounded, .accepted], of: "m-1", now: facts.now)
            var first = calls[0]
            (first.id, first.started, calls[0].attempt) = ("first", first.started - .seconds(5), 2)
            calls.insert(first, at: 1)
            facts.useModel("m-1", calls)
        }
        #expect(Diagnosis.of(facts).filter { $0.check == .languageModel }.map(\.problem) == [nil])
    }

    @Test("only an accepted text shows that all is well; what was not sent says nothing")
    func well() throws {
        #expect(try findings([.accepted, .auth]).map(\.outcome) == [.ok])
        #expect(try findings([.suspended, .accepted]).map(\.outcome) == [.ok])
        #expect(try findings([.timeout, .accepted]).map(\.outcome) == [.info])
        #expect(try findings([.suspended, .auth]).map(\.problem) == [.languageModel(.auth)])
        #expect(try findings([]).map(\.outcome) == [.info])
    }

    @Test("without a model in the settings, an incident is over once no process asks one any more")
    func unset() throws {
        #expect(try findings([.auth], model: nil).isEmpty)
        #expect(try findings([.auth], model: nil, open: .aiAuth).isEmpty, "another process asks")
        let later = try findings([.auth], model: nil, open: .aiAuth, now: .hours(3))
        #expect(later.map(\.outcome) == [.ok] && later[0].summary.english.contains("no language model is set"))
    }

    @Test("most texts of a day refused is a problem until three in four are accepted; a few say nothing")
    func refused() throws {
        func problem(_ refused: Int, of count: Int, open: Cause? = nil, asked: String = "m-1") throws -> Problem? {
            let outcomes: [ModelOutcome] = [.accepted] + (1..<count).map { $0 <= refused ? .ungrounded : .accepted }
            return try findings(outcomes, open: open, of: .analysisQuality, asked: asked).compactMap(\.problem).first
        }
        #expect(try problem(12, of: 24) == nil)
        #expect(try problem(13, of: 24) == .analysisDegraded)
        #expect(try problem(10, of: 11) == nil)
        #expect(try problem(7, of: 24, open: .aiDegraded) == .analysisDegraded)
        #expect(try problem(6, of: 24, open: .aiDegraded) == nil)
        #expect(try problem(20, of: 24, asked: "another") == nil)
    }

    @Test("a range that holds too rarely for chance is a problem; its limit is a binomial one of the days")
    func ranges() throws {
        func problem(_ held: Int, of ranges: Int, open: Bool = false) throws -> Problem? {
            let facts = try Machine.facts { facts in
                facts.changeContents { contents in
                    contents.rangeCoverage = RangeCoverage(ranges: ranges, held80: held)
                    if open { contents.openIncidents = [Self.incident(.aiDegraded, at: .hour(1))] }
                }
            }
            return Diagnosis.of(facts).compactMap(\.problem).first
        }
        // 0.8 - 3 × √(0.16 ÷ 30) = 0.581, with 2: 0.654
        #expect(try problem(419, of: 720) == nil)
        #expect(try problem(418, of: 720) == .analysisDegraded)
        #expect(try problem(470, of: 720, open: true) == .analysisDegraded)
        #expect(try problem(472, of: 720, open: true) == nil)
        #expect(try problem(0, of: 239) == nil)
    }
}
