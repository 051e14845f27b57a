import Domain
import Health
import HealthSupport
import Support
import Testing

@testable import Incidents

@Suite("Why") struct ExplainerTests {
    typealias Machine = HealthyMachine

    private func explain(
        _ symptom: Symptom? = nil, recorded: [Incident] = [], _ change: (inout HealthFacts) throws -> Void = { _ in }
    ) throws -> Explanation {
        var facts = try Machine.facts(change)
        facts.openIncidents = recorded
        return Explainer().explain(Observation(facts, host: "vps"), symptom: symptom)
    }

    private func run(_ hour: Int64, _ failing: [SourceName: ErrorKind]) -> Run {
        Machine.run(hour, outcome: failing.count == 2 ? .failed : failing.isEmpty ? .ok : .degraded, failing: failing)
    }

    private func old(_ facts: inout HealthFacts) throws {
        try facts.changeContents {
            $0.newestCandle = ArchivedCandle(
                try .hour(990), source: "coinbase", run: RunID(rawValue: "run-990"), seenAt: .hour(990) + .seconds(31))
        }
    }

    @Test("says that nothing is wrong where nothing is, and what it checked")
    func well() throws {
        let explanation = try explain()
        #expect(explanation.isHealthy && explanation.roots.isEmpty && explanation.remaining.isEmpty)
        #expect(explanation.ruledOut.count > 8)
    }

    @Test("names the database that is down, and not what follows from it")
    func databaseDown() throws {
        let crash = Incident(
            id: IncidentID(rawValue: "i"), cause: .serviceCrashLoop,
            at: Incident.Place(host: "vps", unit: ServiceUnits.api), severity: .critical, opened: Machine.now,
            context: "c", symptom: "s", diagnosis: "d", evidence: [Evidence(source: "systemctl", line: "NRestarts=9")])
        let explanation = try explain(recorded: [crash]) { facts in
            facts.database = .failed(ArchiveFailure(.unreachable, "connection refused", hint: "start it"))
            facts.change(ServiceUnits.api) { ($0.active, $0.sub, $0.restarts) = ("activating", "auto-restart", 9) }
            facts.ports = [Machine.port("api", .notAsked), Machine.port("web")]
        }
        #expect(explanation.roots.map(\.cause) == [.databaseUnreachable])
        #expect(explanation.consequences.map(\.finding.cause) == [.serviceCrashLoop])
        #expect(explanation.roots[0].sign.evidence.contains { $0.line.contains("connection refused") })
        #expect(explanation.ruledOut.contains { $0.what.english == "clock" })
    }

    @Test("names two causes that have nothing to do with each other")
    func two() throws {
        let explanation = try explain { facts in
            facts.changeContents {
                $0.runs = [
                    self.run(1000, ["coinbase": .blocked]), self.run(999, ["coinbase": .blocked]), Machine.run(998),
                ]
            }
            facts.change(ServiceUnits.timer) { ($0.active, $0.enabled) = ("inactive", "disabled") }
        }
        #expect(Set(explanation.roots.map(\.cause)) == [.sourceBlocked, .scheduleStopped])
    }

    @Test("a source that failed once is listed, but not as a cause")
    func once() throws {
        let explanation = try explain {
            $0.changeContents { $0.runs = [self.run(1000, ["coinbase": .timeout]), Machine.run(999)] }
        }
        #expect(explanation.isHealthy && explanation.remaining.map(\.cause) == [.sourceDown])
    }

    @Test(
        "what every source has in common is the cause, and not each source",
        arguments: [
            ([ErrorKind.connect, .timeout], Cause.networkDown), ([.dns, .dns], .dnsFailure),
            ([.tls, .tls], .tlsFailure),
        ])
    func shared(_ kinds: [ErrorKind], _ cause: Cause) throws {
        let explanation = try explain {
            $0.changeContents {
                $0.runs = [self.run(1000, ["coinbase": kinds[0], "kraken": kinds[1]]), Machine.run(999)]
            }
        }
        #expect(explanation.roots.map(\.cause) == [cause])
    }

    @Test("starts from a symptom: what cannot show so is listed apart")
    func symptoms() throws {
        func change(_ facts: inout HealthFacts) {
            facts.change(ServiceUnits.web) { ($0.active, $0.sub) = ("failed", "failed") }
            facts.ports = [Machine.port("api"), Machine.port("web", .notAsked)]
        }
        let prices = try explain(.prices, change)
        #expect(prices.roots.isEmpty && prices.others.map(\.cause) == [.serviceDown] && prices.isHealthy)
        let page = try explain(.page, change)
        #expect(page.roots.map(\.cause) == [.serviceDown] && !page.isHealthy)
    }

    @Test("where the evidence does not identify a cause, it lists what remains and what to check")
    func undecided() throws {
        let explanation = try explain(.prices) { facts in
            try self.old(&facts)
            facts.units = .unknown("systemctl did not respond within 3 s")
        }
        #expect(explanation.isUnexplained && !explanation.isHealthy && explanation.roots.isEmpty)
        #expect(
            explanation.remaining.contains { $0.cause == .scheduleStopped }
                && explanation.remaining.allSatisfy { $0.sign.remedy != nil })
        #expect(!explanation.steps.isEmpty)
    }

    @Test("explains a moment of the past from the records, when everything is healthy again")
    func past() {
        let moment = Timestamp.hour(900) + .minutes(30)
        let failing = [run(900, ["coinbase": .connect, "kraken": .timeout]), Machine.run(899)]
        let incident = Incident(
            id: IncidentID(rawValue: "i"), cause: .diskFull, at: Incident.Place(host: "vps", subject: "/var/lib"),
            severity: .critical, state: .resolved,
            opened: .hour(900), resolved: .hour(901), context: "c", symptom: "s", diagnosis: "d")
        let explanation = Explainer().explain(
            Observation(
                past: moment, host: "vps", runs: failing, recorded: [incident], lines: [], runLimit: .minutes(10)))
        #expect(Set(explanation.roots.map(\.cause)) == [.networkDown, .diskFull])
        let quiet = Explainer().explain(
            Observation(
                past: moment, host: "vps", runs: [Machine.run(900), Machine.run(899)], recorded: [], lines: [],
                runLimit: .minutes(10)))
        #expect(quiet.isHealthy)
    }

    @Test(
        "words lead to the symptom, in either language",
        arguments: [
            ("no new candle since 09:00", Symptom.prices), ("the API answers 500", .api),
            ("the page shows an error", .page), ("the analysis is the fallback one", .analysis),
            ("le cours ne bouge plus", .prices), ("la page montre une erreur", .page),
            ("l'analyse est celle de repli", .analysis), ("plus d'articles", .news), ("news", .news),
        ])
    func words(_ text: String, _ symptom: Symptom) { #expect(Symptom(words: text) == symptom) }

    @Test("words that name nothing lead nowhere")
    func noWords() { #expect(Symptom(words: "hello") == nil) }
}
