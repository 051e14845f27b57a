import Domain
import Health
import HealthSupport
import Support
import Testing

@testable import Incidents

@Suite("Causes of sources") struct SourceCauseTests {
    typealias Machine = HealthyMachine

    private func roots(_ failing: [SourceName: ErrorKind], outcome: RunOutcome, message: String? = nil) throws
        -> [Explanation.Finding]
    {
        let facts = try Machine.facts { facts in
            facts.changeContents { contents in
                contents.runs = [
                    Machine.run(1000, outcome: outcome, failing: failing),
                    Machine.run(999, outcome: outcome, failing: failing),
                ]
                guard let message else { return }
                for index in 0...1 {
                    contents.runs[index].sources = contents.runs[index].sources.map { report in
                        var report = report
                        report.error = report.error.map { .init(kind: $0.kind, message: message, hint: "") }
                        return report
                    }
                }
            }
        }
        return Explainer().explain(Observation(facts, host: "vps")).roots
    }

    @Test("where no source is left, no text says that others serve")
    func nothingLeft() throws {
        let root = try #require(
            try roots(["coinbase": .httpStatus, "kraken": .httpStatus], outcome: .failed).first)
        #expect(root.cause == .sourceDown && root.sign.severity == .critical)
        let entry = try #require(Catalogue.entry(root.cause))
        let texts = [
            entry.instruction(at: root.sign.severity), entry.repair(at: root.sign.severity) ?? .empty,
            root.sign.effect ?? entry.effect,
        ]
        for text in texts {
            #expect(!text.english.contains("used instead") && !text.english.contains("No action is needed"))
            #expect(!text.french.contains("prennent le relais") && !text.french.contains("Aucune action"))
        }
    }

    @Test("where others serve, the texts say so")
    func othersServe() throws {
        let root = try #require(try roots(["coinbase": .httpStatus], outcome: .degraded).first)
        #expect(root.sign.severity == .warning)
        let entry = try #require(Catalogue.entry(root.cause))
        #expect(entry.instruction(at: root.sign.severity).english.hasPrefix("No action is needed"))
    }

    @Test(
        "what a page or a certificate shows is named",
        arguments: [
            (ErrorKind.loginPage, nil, Cause.sourceLoginPage), (.maintenance, nil, .sourceDown),
            (.tls, "no secure connection to a: its certificate expired on 1 November 2026", .tlsExpired),
            (.tls, "no secure connection to a: its certificate is for another name", .tlsNameMismatch),
            (.tls, "no secure connection to a: its certificate is self-signed", .tlsFailure),
        ])
    func named(_ kind: ErrorKind, _ message: String?, _ cause: Cause) throws {
        #expect(try roots(["coinbase": kind], outcome: .degraded, message: message).map(\.cause) == [cause])
    }

    @Test("a reopened incident tells the failure that is present, with the end of the one before")
    func reopened() throws {
        var watch = Watch()
        func fail(_ names: SourceName...) -> (inout HealthFacts) throws -> Void {
            { facts in
                facts.changeContents { contents in
                    for index in 0...1 {
                        let hour = Watch.hour(contents.runs[index].started)
                        contents.runs[index] = Machine.run(
                            hour, outcome: .degraded,
                            failing: Dictionary(uniqueKeysWithValues: names.map { ($0, .httpStatus) }))
                    }
                }
            }
        }
        try watch.observe(fail("coinbase"))
        #expect(watch.open.map(\.cause) == [.sourceDown])
        watch.now = watch.now + .minutes(50)
        try watch.observe()
        #expect(watch.open.isEmpty)
        try watch.observe(fail("kraken"))
        let incident = try #require(watch.open.first)
        #expect(incident.reopened == 1)
        #expect(incident.evidence.first?.line.hasPrefix("previously resolved: ") == true)
        #expect(incident.evidence.dropFirst().allSatisfy { $0.line.hasPrefix("kraken") }, "\(incident.evidence)")
        #expect(incident.evidence.count <= Incident.maxEvidence && Incident.maxEvidence == 30)
    }
}
