import Domain
import Health
import HealthSupport
import Support
import Testing

@testable import Incidents

extension HealthyMachine {
    static func report(_ change: (inout HealthFacts) throws -> Void = { _ in }) throws -> DoctorReport {
        DoctorReport(Observation(try facts(change), host: "vps"), took: .seconds(1))
    }

    /// The root causes of a machine that is changed in one way.
    static func causes(_ change: (inout HealthFacts) throws -> Void) throws -> Set<Cause> {
        Set(try report(change).causes)
    }
}

@Suite("Doctor, when one thing is changed, names exactly that") struct DoctorReportTests {
    typealias Machine = HealthyMachine

    private func failed(_ report: DoctorReport) -> [DoctorReport.Line] { report.lines.filter { $0.outcome == .failed } }

    @Test("nothing is changed: healthy")
    func healthy() throws {
        let report = try Machine.report()
        #expect(report.isHealthy && report.causes.isEmpty)
        #expect(report.lines.allSatisfy { $0.outcome == .ok }, "\(report.lines.filter { $0.outcome != .ok })")
        // Without a language model and addresses of notifications in the settings none is checked.
        #expect(
            Set(report.lines.map(\.finding.check))
                == Set(CheckName.allCases).subtracting([.languageModel, .notifications]))
    }

    @Test("a setting that cannot be read, and nothing is asked that needs it")
    func settings() throws {
        #expect(
            try Machine.causes { facts in
                facts.settings = .refused(
                    message: Phrase(verbatim: "API_PORT is 'x'"), hint: Phrase(verbatim: "a number"))
                facts.database = .unknown
                facts.ports = []
            } == [.configurationInvalid])
    }

    @Test(
        "the database, and what needs it is not blamed",
        arguments: [
            (ArchiveFailure.Kind.unreachable, Cause.databaseUnreachable), (.authentication, .databaseAuth),
            (.notMigrated, .databaseNotMigrated),
            (.readOnly, .databaseReadOnly), (.locked, .databaseLocked), (.corrupt, .databaseCorrupt),
            (.notFound, .configurationInvalid),
        ])
    func database(_ kind: ArchiveFailure.Kind, _ cause: Cause) throws {
        #expect(
            try Machine.causes { facts in
                facts.database = .failed(ArchiveFailure(kind, "it failed", hint: "fix it"))
                facts.change(ServiceUnits.api) { ($0.active, $0.sub, $0.restarts) = ("activating", "auto-restart", 7) }
                facts.ports = [Machine.port("api", .notAsked), Machine.port("web")]
            } == [cause])
    }

    @Test("a database that does not respond")
    func silentDatabase() throws {
        #expect(try Machine.causes { $0.database = .notResponding(.seconds(7)) } == [.databaseUnreachable])
    }

    @Test("a database that is damaged, and one that cannot be written")
    func damage() throws {
        #expect(
            try Machine.causes { facts in facts.changeContents { $0.damage = ["row 7 missing from index"] } } == [
                .databaseCorrupt
            ])
        #expect(
            try Machine.causes { facts in
                facts.changeContents { $0.writing = ArchiveFailure(.readOnly, "cannot", hint: "x") }
            } == [.databaseReadOnly])
    }

    @Test("another database in one unit")
    func otherDatabaseInUnit() throws {
        let other = DatabaseIdentity(engine: "sqlite", host: "vps", name: "/var/lib/other.db", fingerprint: "bbbb")
        let report = try Machine.report { facts in
            facts.unitSettings[ServiceUnits.collect] = Machine.settings(database: other, origin: "environment")
            // What it leads to: runs that are not seen here any more.
            try facts.changeContents { contents in
                contents.runs = [Machine.run(990)]
                contents.newestCandle = ArchivedCandle(
                    try .hour(990), source: "coinbase", run: RunID(rawValue: "run-990"), seenAt: .hour(990))
                contents.marker = .known(.elsewhere(RunMarker(Machine.run(1000), into: other)))
            }
        }
        let failed = failed(report)
        #expect(Set(failed.map(\.cause)) == [.databaseMismatch])
        #expect(failed.first?.finding.subject == ServiceUnits.collect)
        #expect(
            failed.first?.finding.summary.english.contains("/var/lib/other.db") == true
                && failed.first?.finding.summary.french.contains("bitcoin-analyzer.db") == true)
    }

    @Test("runs that went to another database")
    func marker() throws {
        let other = DatabaseIdentity(engine: "postgres", host: "db:5432", name: "prices", fingerprint: "cccc")
        #expect(
            try Machine.causes { facts in
                facts.changeContents { $0.marker = .known(.elsewhere(RunMarker(Machine.run(1000), into: other))) }
            } == [.databaseMismatch])
    }

    @Test("a unit that is stopped", arguments: ["api", "web"])
    func stoppedUnit(_ role: String) throws {
        #expect(
            try Machine.causes { facts in
                facts.change("bitcoin-analyzer-\(role).service") { ($0.active, $0.sub) = ("inactive", "dead") }
                facts.ports = ["api", "web"].map {
                    Machine.port($0, $0 == role ? .notAsked : .responded(status: 200, isOurs: true, date: nil))
                }
            } == [.serviceDown])
    }

    @Test("a unit that keeps crashing")
    func crashLoop() throws {
        #expect(
            try Machine.causes { facts in
                facts.change(ServiceUnits.api) {
                    ($0.active, $0.sub, $0.result, $0.restarts) = ("activating", "auto-restart", "exit-code", 12)
                }
                facts.ports = [Machine.port("api", .notAsked), Machine.port("web")]
            } == [.serviceCrashLoop])
    }

    @Test("a service that was restarted often, long ago, is healthy")
    func settledRestarts() throws {
        #expect(try Machine.causes { $0.change(ServiceUnits.api) { $0.restarts = 40 } } == [])
    }

    @Test("a port that another program took, and the service that cannot start is not blamed")
    func portTaken() throws {
        let report = try Machine.report { facts in
            facts.change(ServiceUnits.api) { ($0.active, $0.sub, $0.result) = ("failed", "failed", "resources") }
            facts.ports = [Machine.port("api", holder: Machine.foreigner, .notAsked), Machine.port("web")]
        }
        let failed = failed(report)
        #expect(failed.map(\.cause) == [.portInUse])
        #expect(
            failed.first?.finding.remedy == "ps -o pid,user,lstart,args -p 4242"
                && failed.first?.finding.evidence.first?.line.contains("python3") == true)
    }

    @Test("another program responds on a port of a program that is not installed as a service")
    func portTakenByHand() throws {
        #expect(
            try Machine.causes { facts in
                facts.units = .known([:])
                facts.ports = [
                    Machine.port("api", holder: Machine.foreigner, .responded(status: 404, isOurs: false, date: nil)),
                    Machine.port("web", holder: nil, .refused),
                ]
                facts.changeContents { $0.runs = [Machine.run(1000, trigger: .scheduler)] }
            } == [.portInUse])
    }

    @Test("a listener that does not respond")
    func hungListener() throws {
        #expect(
            try Machine.causes { $0.ports = [Machine.port("api", .timedOut), Machine.port("web")] } == [.serviceDown])
    }

    @Test("a socket unit that listens elsewhere than the settings say")
    func otherSocket() throws {
        #expect(
            try Machine.causes { $0.change(ServiceUnits.apiSocket) { $0.listens = ["127.0.0.1:9001"] } } == [
                .configurationInvalid
            ])
    }

    @Test(
        "sources that all fail, named by what they share",
        arguments: [
            (ErrorKind.dns, ErrorKind.dns, Cause.dnsFailure), (.connect, .timeout, .networkDown),
            (.tls, .tls, .tlsFailure), (.blocked, .blocked, .sourceBlocked),
            (.rateLimited, .rateLimited, .sourceRateLimited), (.httpStatus, .httpStatus, .sourceDown),
            (.malformed, .malformed, .sourceMalformed),
            (.challenge, .challenge, .sourceChallenge),
        ])
    func sources(_ first: ErrorKind, _ second: ErrorKind, _ cause: Cause) throws {
        #expect(
            try Machine.causes { facts in
                try facts.changeContents { contents in
                    contents.runs = [
                        Machine.run(1000, outcome: .failed, failing: ["coinbase": first, "kraken": second]),
                        Machine.run(997),
                    ]
                    contents.newestCandle = ArchivedCandle(
                        try .hour(997), source: "coinbase", run: RunID(rawValue: "run-997"),
                        seenAt: .hour(997) + .seconds(31))
                }
            } == [cause])
    }

    @Test("one source of several is a warning, not a failure")
    func oneSource() throws {
        let report = try Machine.report { facts in
            facts.changeContents { $0.runs = [Machine.run(1000, outcome: .degraded, failing: ["coinbase": .blocked])] }
        }
        let sources = report.lines.filter { $0.finding.check == .sources }
        #expect(sources.map(\.outcome) == [.warning] && sources[0].cause == nil && report.isHealthy)
        #expect(sources.first?.finding.summary.english.contains("Kraken is used instead") == true)
    }

    @Test("a disk that is full, and a database that fails by it is not blamed")
    func fullDisk() throws {
        #expect(
            try Machine.causes { facts in
                facts.folders = [Machine.folder("/var/lib/bitcoin-analyzer", [.state, .database], freeBytes: 4096)]
                facts.database = .failed(ArchiveFailure(.unreachable, "disk I/O error", hint: "df"))
            } == [.diskFull])
        #expect(
            try Machine.causes {
                $0.folders = [Machine.folder("/var/lib/bitcoin-analyzer", [.state, .database], freeNodes: 3)]
            } == [.diskFull])
    }

    @Test("a permission that was lost, by what can no longer be done")
    func permission() throws {
        let database = HealthyMachine.database.name
        #expect(
            try Machine.causes {
                $0.folders = [
                    Machine.folder("/var/lib/bitcoin-analyzer", [.state, .database], notWritable: [database])
                ]
            } == [.databaseReadOnly])
        #expect(
            try Machine.causes {
                $0.folders = [
                    Machine.folder("/var/log/bitcoin-analyzer", [.logs], notWritable: ["/var/log/bitcoin-analyzer"])
                ]
            } == [.configurationInvalid])
    }

    @Test("systemd that does not respond is not known to be healthy")
    func silentSystemd() throws {
        let report = try Machine.report { $0.units = .unknown("systemctl did not respond within 3 s") }
        #expect(
            !report.isHealthy
                && report.lines.contains {
                    $0.finding.check == .services && $0.outcome == .notChecked
                        && $0.finding.summary.english.contains("systemctl")
                })
    }

    @Test("every failure has evidence and a command that fixes it")
    func remedies() throws {
        // Each alone, so that none is a consequence of another.
        let failures: [(CheckName, @Sendable (inout HealthFacts) -> Void)] = [
            (.database, { $0.database = .failed(ArchiveFailure(.statement, "a bug", hint: "report it")) }),
            (.disk, { $0.folders = [Machine.folder("/x", [.logs], freeBytes: 0)] }),
            (.ports, { $0.ports = [Machine.port("api", .timedOut), Machine.port("web")] }),
            (.ports, { $0.ports = [Machine.port("api"), Machine.port("web", holder: nil, .refused)] }),
            (.schedule, { $0.change(ServiceUnits.timer) { $0.load = "not-found" } }),
            (
                .sources,
                {
                    $0.live = [
                        SourceProbe(
                            source: "kraken", failure: SourceFailure(.blocked, source: "kraken", "403"), took: .zero)
                    ]
                }
            ),
        ]
        let lines = try failures.flatMap { check, change in
            let lines = failed(try Machine.report(change))
            #expect(lines.map(\.finding.check) == [check])
            return lines
        }
        for line in lines {
            #expect(line.finding.remedy != nil && !line.finding.evidence.isEmpty, "\(line)")
        }
    }

    @Test("what only follows from a root is shown as its consequence")
    func consequences() throws {
        let report = try Machine.report { facts in
            facts.database = .failed(ArchiveFailure(.unreachable, "connection refused", hint: "start it"))
            facts.change(ServiceUnits.api) { ($0.active, $0.sub, $0.restarts) = ("activating", "auto-restart", 7) }
            facts.ports = [Machine.port("api", .notAsked), Machine.port("web")]
        }
        let service = try #require(
            report.lines.first { $0.finding.check == .services && $0.finding.subject == ServiceUnits.api })
        #expect(service.outcome == .consequence && service.cause == .serviceCrashLoop)
        #expect(service.followsFrom == .databaseUnreachable && report.causes == [.databaseUnreachable])
    }

    @Test("stale prices are a consequence of whatever keeps them from being collected")
    func stale() throws {
        let report = try Machine.report { facts in
            try facts.changeContents { contents in
                contents.runs = [Machine.run(990)]
                contents.newestCandle = ArchivedCandle(
                    try .hour(990), source: "coinbase", run: RunID(rawValue: "run-990"), seenAt: .hour(990))
            }
        }
        let prices = try #require(
            report.lines.first { $0.finding.subject == "prices" && $0.finding.check == .freshness })
        #expect(prices.outcome == .consequence && prices.followsFrom == .scheduleStopped)
    }

    @Test("a failure that no cause explains is not healthy, and has none invented")
    func unknownCause() throws {
        let report = try Machine.report {
            $0.database = .failed(ArchiveFailure(.statement, "a bug", hint: "report it"))
        }
        #expect(!report.isHealthy && report.causes.isEmpty && report.explanation.isUnexplained)
    }
}
