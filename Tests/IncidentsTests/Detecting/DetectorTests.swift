import Domain
import Health
import HealthSupport
import Support
import Testing

@testable import Incidents

@Suite("Incidents open and close by themselves") struct DetectorTests {
    private static func down(_ facts: inout HealthFacts) {
        facts.database = .failed(ArchiveFailure(.unreachable, "connection refused", hint: "start it"))
    }

    private static func webDown(_ facts: inout HealthFacts) {
        facts.change(ServiceUnits.web) { ($0.active, $0.sub) = ("failed", "failed") }
        facts.ports = [facts.ports[0], HealthyMachine.port("web", .notAsked)]
    }

    @Test("leaves an incident whose state it does not know as it is")
    func unknownState() throws {
        var watch = Watch()
        let muted = Incident(
            id: IncidentID(rawValue: "i1"), cause: .databaseUnreachable, severity: Incident.Severity(rawValue: "fatal"),
            state: Incident.State(rawValue: "muted"), opened: watch.now - .hours(2), resolved: watch.now - .minutes(1),
            context: "c", symptom: "s", diagnosis: "d")
        let unknownCause = Incident(
            id: IncidentID(rawValue: "i2"), cause: Cause(rawValue: "moon-phase"), severity: .critical,
            opened: watch.now - .hours(2), context: "c", symptom: "s", diagnosis: "d")
        watch.incidents = [muted, unknownCause]
        for _ in 0..<4 { try watch.observe() }
        #expect(watch.incidents == [muted, unknownCause] && watch.transitions.isEmpty)
        for _ in 0..<2 { try watch.observe(Self.down) }
        #expect(watch.incidents.contains(muted) && watch.open.contains { $0.cause == .databaseUnreachable })
    }

    @Test("opens at the second observation in a row, closes at the second that sees it over, and has its five steps")
    func threshold() throws {
        var watch = Watch()
        try watch.observe(Self.down)
        #expect(watch.incidents.isEmpty)
        try watch.observe(Self.down)
        let opened = try #require(watch.open.first)
        #expect(watch.open.count == 1 && opened.cause == .databaseUnreachable && opened.explained != nil)
        try watch.observe(Self.down)
        try watch.observe()
        #expect(watch.open.count == 1)
        try watch.observe()
        let over = try #require(watch.incidents.first)
        #expect(watch.incidents.count == 1 && over.state == .resolved && over.resolved == watch.now)
        for step in [over.context, over.symptom, over.diagnosis, over.resolution, over.lesson] {
            #expect(!step.english.isEmpty && !step.french.isEmpty)
        }
        #expect(
            over.resolution.english.contains("Resolved at \(watch.now.phrase.english): database check: "),
            "the confirmation: \(over.resolution.english)")
        #expect(!over.evidence.isEmpty)
    }

    @Test("a failure behind which another one cannot be seen does not close it; one that comes after it does")
    func hidden() throws {
        func failing(_ kind: ArchiveFailure.Kind) -> (inout HealthFacts) -> Void {
            { $0.database = .failed(ArchiveFailure(kind, "refused", hint: "fix it")) }
        }
        var watch = Watch()
        for _ in 0..<2 { try watch.observe(failing(.authentication)) }
        #expect(watch.open.map(\.cause) == [.databaseAuth])
        // The server is stopped: nothing is known of the password.
        for _ in 0..<4 { try watch.observe(Self.down) }
        #expect(watch.incidents.first { $0.cause == .databaseAuth }?.state == .open)
        // It asks for the password again, and so it is reached.
        for _ in 0..<2 { try watch.observe(failing(.authentication)) }
        #expect(watch.open.map(\.cause) == [.databaseAuth] && watch.incidents.count == 2)
        for _ in 0..<2 { try watch.observe(failing(.locked)) }
        #expect(watch.open.map(\.cause) == [.databaseLocked])
        for _ in 0..<2 { try watch.observe(failing(.locked)) }
        for _ in 0..<2 { try watch.observe(failing(.connectionsExhausted)) }
        #expect(Set(watch.open.map(\.cause)) == [.databaseLocked, .databaseConnectionsExhausted])
        for _ in 0..<2 { try watch.observe() }
        #expect(watch.open.isEmpty)
    }

    @Test("a short failure opens nothing")
    func flapping() throws {
        var watch = Watch()
        for _ in 0..<20 {
            try watch.observe(Self.down)
            try watch.observe()
        }
        #expect(watch.incidents.isEmpty)
    }

    @Test("what comes back within an hour is the same incident, and what comes later is another one")
    func back() throws {
        var watch = Watch()
        for _ in 0..<2 { try watch.observe(Self.down) }
        for _ in 0..<2 { try watch.observe() }
        for _ in 0..<2 { try watch.observe(Self.down) }
        #expect(watch.incidents.count == 1 && watch.open.first?.reopened == 1)
        for _ in 0..<2 { try watch.observe() }
        watch.now = watch.now + .hours(2)
        for _ in 0..<2 { try watch.observe(Self.down) }
        #expect(watch.incidents.count == 2 && watch.open.first?.reopened == 0)
    }

    @Test("two causes are two incidents, and one that begins while the other is open does not disturb it")
    func two() throws {
        var watch = Watch()
        for _ in 0..<2 { try watch.observe(Self.webDown) }
        for _ in 0..<2 {
            try watch.observe { facts in
                Self.webDown(&facts)
                facts.change(ServiceUnits.timer) { ($0.active, $0.enabled) = ("inactive", "disabled") }
            }
        }
        #expect(Set(watch.open.map(\.cause)) == [.serviceDown, .scheduleStopped])
        for _ in 0..<2 {
            try watch.observe { $0.change(ServiceUnits.timer) { ($0.active, $0.enabled) = ("inactive", "disabled") } }
        }
        #expect(watch.open.map(\.cause) == [.scheduleStopped])
        #expect(watch.transitions.count == 3)
    }

    @Test("what a unit reported of itself becomes a child of the root, and is over by itself")
    func child() throws {
        var watch = Watch()
        watch.incidents = [
            Incident(
                id: IncidentID(rawValue: "reported"), cause: .serviceCrashLoop,
                at: Incident.Place(host: "vps", unit: ServiceUnits.api), severity: .critical,
                opened: watch.now, context: "c", symptom: "s", diagnosis: "d",
                evidence: [Evidence(source: "systemctl", line: "NRestarts=3")])
        ]
        func crashing(_ facts: inout HealthFacts) {
            Self.down(&facts)
            facts.change(ServiceUnits.api) { ($0.active, $0.sub, $0.restarts) = ("activating", "auto-restart", 3) }
            facts.ports = [HealthyMachine.port("api", .notAsked), facts.ports[1]]
        }
        for _ in 0..<3 { try watch.observe(crashing) }
        let root = try #require(watch.open.first { $0.cause == .databaseUnreachable })
        let child = try #require(watch.open.first { $0.cause == .serviceCrashLoop })
        #expect(watch.incidents.count == 2 && child.parent == root.id && root.parent == nil)
        #expect(child.diagnosis.english.contains("Caused by incident \(root.id): Database unreachable."))
        for _ in 0..<2 { try watch.observe() }
        #expect(watch.open.isEmpty)
    }

    @Test("a failure of another unit, which why names as a root too, becomes no child")
    func otherUnit() throws {
        var watch = Watch()
        func broken(_ facts: inout HealthFacts) {
            Self.webDown(&facts)
            facts.change(ServiceUnits.api) { ($0.active, $0.sub, $0.result) = ("failed", "failed", "resources") }
            facts.ports = [
                HealthyMachine.port("api", holder: HealthyMachine.foreigner, .notAsked), facts.ports[1],
            ]
        }
        let why = Explainer().explain(Observation(try HealthyMachine.facts(broken), host: "vps"))
        #expect(Set(why.causes) == [.portInUse, .serviceDown])
        for _ in 0..<3 { try watch.observe(broken) }
        #expect(Set(watch.open.map(\.cause)) == [.portInUse, .serviceDown])
        #expect(watch.open.allSatisfy { $0.parent == nil })
    }

    @Test("a service that was stopped with systemctl becomes no child of a database that is down")
    func stoppedByOperator() throws {
        var watch = Watch()
        for _ in 0..<3 {
            try watch.observe { facts in
                Self.down(&facts)
                facts.change(ServiceUnits.web) { ($0.active, $0.sub) = ("inactive", "dead") }
                facts.ports = [facts.ports[0], HealthyMachine.port("web", .notAsked)]
            }
        }
        #expect(Set(watch.open.map(\.cause)) == [.databaseUnreachable, .serviceDown])
        #expect(watch.open.allSatisfy { $0.parent == nil })
    }

    @Test("opens nothing in a maintenance window, and what is still wrong after it at once")
    func maintenance() throws {
        var watch = Watch()
        for _ in 0..<5 { try watch.observe(window: true, Self.down) }
        #expect(watch.incidents.isEmpty)
        try watch.observe(Self.down)
        #expect(watch.open.map(\.cause) == [.databaseUnreachable])
        for _ in 0..<2 { try watch.observe(window: true) }
        #expect(watch.open.isEmpty)
    }

    @Test("what cannot be checked is not closed")
    func unknown() throws {
        var watch = Watch()
        for _ in 0..<2 { try watch.observe(Self.webDown) }
        for _ in 0..<5 { try watch.observe { $0.units = .unknown("systemctl did not respond") } }
        #expect(watch.open.map(\.cause) == [.serviceDown])
    }

    @Test("another host's incident is not ours to close")
    func elsewhere() throws {
        var watch = Watch()
        watch.incidents = [
            Incident(
                id: IncidentID(rawValue: "other"), cause: .diskFull, at: Incident.Place(host: "other", subject: "/var"),
                severity: .critical, opened: watch.now,
                context: "c", symptom: "s", diagnosis: "d")
        ]
        for _ in 0..<5 { try watch.observe() }
        #expect(watch.open.count == 1)
    }

    @Test(
        "a source that fails in two runs is a warning while others respond, critical when none does, and over when it serves again"
    )
    func sources() throws {
        var watch = Watch()
        func runs(_ failing: [SourceName: ErrorKind], _ count: Int) -> (inout HealthFacts) -> Void {
            { facts in
                facts.changeContents { contents in
                    contents.runs = contents.runs.enumerated().map { index, run in
                        index < count
                            ? HealthyMachine.run(
                                Watch.hour(run.started), outcome: failing.count == 2 ? .failed : .degraded,
                                failing: failing) : run
                    }
                }
            }
        }
        try watch.observe(runs(["coinbase": .blocked], 1))
        #expect(watch.incidents.isEmpty)
        try watch.observe(runs(["coinbase": .blocked], 2))
        #expect(
            watch.open.map(\.severity) == [.warning]
                && watch.open[0].symptom.english.hasPrefix("No data is missing: Kraken is used instead.")
                && watch.open[0].symptom.french.hasPrefix("Aucune donnée ne manque\u{A0}: Kraken prend le relais."))
        try watch.observe(runs(["coinbase": .blocked, "kraken": .blocked], 1))
        #expect(watch.open.map(\.severity) == [.critical])
        watch.now = watch.now + .hours(1)
        try watch.observe()
        #expect(watch.open.isEmpty && watch.incidents[0].resolution.english.contains(" succeeded."))
    }

    @Test("a source that fails only while the network recovers is a consequence of the network, not another root")
    func recovery() throws {
        var watch = Watch()
        let all: [SourceName: ErrorKind] = ["coinbase": .connect, "kraken": .timeout]
        let start = watch.now
        for _ in 0..<2 {
            try watch.observe { facts in
                facts.changeContents { contents in
                    contents.runs = [2, 1].map { Self.run(start - .seconds(20 / $0), .failed, all) }.reversed()
                }
            }
        }
        let network = try #require(watch.open.first)
        #expect(watch.open.map(\.cause) == [.networkDown])
        // The connection came back in the middle of this run: some sources had failed before.
        let middle = watch.now + .seconds(10)
        try watch.observe { facts in
            facts.changeContents { contents in
                contents.runs =
                    [Self.run(middle, .degraded, ["coinbase": .connect])]
                    + [2, 1].map { Self.run(start - .seconds(20 / $0), .failed, all) }.reversed()
            }
        }
        #expect(watch.incidents.filter { $0.parent == nil }.map(\.cause) == [.networkDown])
        #expect(watch.incidents.filter { $0.cause == .sourceDown }.allSatisfy { $0.parent == network.id })
    }

    /// A run that began two minutes before the newest observation of the test.
    static func run(_ moment: Timestamp, _ outcome: RunOutcome, _ failing: [SourceName: ErrorKind] = [:]) -> Run {
        var run = HealthyMachine.run(Watch.hour(moment), outcome: outcome, failing: failing)
        run = Run(
            id: RunID(rawValue: "run-\(moment.milliseconds)"), traceID: run.traceID, command: "collect",
            trigger: .timer,
            host: "vps", started: moment - .seconds(10), finished: moment - .seconds(5), outcome: outcome,
            sources: run.sources)
        return run
    }

    @Test(
        "only a run that succeeded shows that a hung or crashed one is over",
        arguments: [Cause.collectorHung, .collectorCrashed], [RunOutcome.abandoned, .failed])
    func provesNothing(_ cause: Cause, _ outcome: RunOutcome) throws {
        var watch = Watch()
        watch.incidents = [
            Incident(
                id: IncidentID(rawValue: "i"), cause: cause, at: Incident.Place(host: "vps"), severity: .critical,
                opened: watch.now, context: "c", symptom: "s", diagnosis: "d")
        ]
        let first = watch.now + .seconds(15)
        let failing: [SourceName: ErrorKind] = outcome == .failed ? ["coinbase": .blocked, "kraken": .blocked] : [:]
        try watch.observe { facts in
            facts.changeContents { $0.runs.insert(Self.run(first, outcome, failing), at: 0) }
        }
        #expect(watch.incidents.first { $0.cause == cause }?.state == .open)
        // The run that succeeded confirms it, also where another one was abandoned after it.
        try watch.observe { facts in
            facts.changeContents { contents in
                contents.runs.insert(Self.run(first + .seconds(5), .ok), at: 0)
                contents.runs.insert(Self.run(first + .seconds(14), .abandoned), at: 0)
            }
        }
        let over = try #require(watch.incidents.first { $0.cause == cause })
        #expect(over.state == .resolved)
        let proof = Self.run(first + .seconds(5), .ok)
        #expect(over.resolution.english.contains("run \(proof.id) succeeded"), "\(over.resolution.english)")
        #expect(over.evidence.contains { $0.line.contains(proof.id.rawValue) })
    }

    @Test("a run in which no source returned data does not show that a blocked source is over")
    func nothingReturned() throws {
        var watch = Watch()
        watch.incidents = [
            Incident(
                id: IncidentID(rawValue: "i"), cause: .sourceBlocked, at: Incident.Place(subject: "prices"),
                severity: .warning, opened: watch.now, context: "c", symptom: "s", diagnosis: "d")
        ]
        let moment = watch.now + .seconds(15)
        try watch.observe { facts in
            facts.changeContents {
                $0.runs.insert(Self.run(moment, .failed, ["coinbase": .dns, "kraken": .dns]), at: 0)
            }
        }
        #expect(watch.open.contains { $0.cause == .sourceBlocked })
        try watch.observe { facts in
            facts.changeContents { $0.runs.insert(Self.run(moment + .seconds(15), .ok), at: 0) }
        }
        #expect(!watch.open.contains { $0.cause == .sourceBlocked })
    }

    @Test(
        "at most one incident of a cause is open at a place at any time, and healthy observations close all",
        arguments: 0..<20)
    func property(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var watch = Watch()
        for _ in 0..<120 {
            let (isDown, isStopped, isDark) = (
                Bool.random(using: &random), Bool.random(using: &random), Bool.random(using: &random)
            )
            try watch.observe { facts in
                if isDown { Self.down(&facts) }
                if isStopped { facts.change(ServiceUnits.timer) { $0.active = "inactive" } }
                if isDark { Self.webDown(&facts) }
            }
            let keys = watch.open.map { "\($0.cause.rawValue) \($0.place)" }
            #expect(keys.count == Set(keys).count)
        }
        for _ in 0..<3 { try watch.observe() }
        #expect(watch.open.isEmpty)
    }
}
