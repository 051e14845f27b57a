import Domain
import Health
import HealthSupport
import OperatingSystem
import Support
import Testing

@testable import Incidents

/// The facts of one failure, and the root causes that explain it.
struct Failure: Sendable, CustomTestStringConvertible {
    typealias Machine = HealthyMachine

    let name: String
    var roots: Set<Cause>
    let change: @Sendable (inout HealthFacts) throws -> Void

    init(_ name: String, _ roots: Cause..., change: @escaping @Sendable (inout HealthFacts) throws -> Void) {
        self.name = name
        self.roots = Set(roots)
        self.change = change
    }

    var testDescription: String { name }

    /// The newest runs failed so, for these sources of prices; the prices are still fresh.
    static func runs(_ failing: [SourceName: ErrorKind], count: Int = 2)
        -> @Sendable (inout HealthFacts) -> Void
    {
        { facts in
            facts.changeContents { contents in
                contents.runs = (0..<5).map { index in
                    Machine.run(
                        1000 - Int64(index), outcome: index < count ? (failing.count == 2 ? .failed : .degraded) : .ok,
                        failing: index < count ? failing : [:])
                }
            }
        }
    }

    /// The two newest runs failed so, for sources of both parts; the prices are still fresh.
    static func runs(prices: [SourceName: ErrorKind], feeds: [SourceName: ErrorKind?])
        -> @Sendable (inout HealthFacts) -> Void
    {
        { facts in
            facts.changeContents { contents in
                contents.runs = [1000, 999].map { (hour: Int64) in
                    var run = Machine.run(
                        hour, outcome: prices.count == 2 ? .failed : .degraded, failing: prices)
                    run.sources += feeds.sorted { $0.key.rawValue < $1.key.rawValue }.map { name, kind in
                        kind.map { SourceReport(source: name, part: .news, failure: SourceFailure($0, source: name)) }
                            ?? SourceReport(source: name, part: .news, fetched: 3, kept: WriteResult(new: 1))
                    }
                    return run
                }
            }
        }
    }

    static func stopTimer(_ facts: inout HealthFacts) {
        facts.change(ServiceUnits.timer) { ($0.active, $0.enabled) = ("inactive", "disabled") }
    }

    static func crashWeb(_ facts: inout HealthFacts) {
        facts.change(ServiceUnits.web) { ($0.active, $0.sub, $0.restarts) = ("activating", "auto-restart", 12) }
        facts.ports = [Machine.port("api"), Machine.port("web", .notAsked)]
    }

    private static func database(_ kind: ArchiveFailure.Kind, _ cause: Cause) -> Failure {
        Failure("database: \(kind.rawValue)", cause) { facts in
            facts.database = .failed(ArchiveFailure(kind, "it failed", hint: "fix it"))
            facts.change(ServiceUnits.api) { ($0.active, $0.sub, $0.restarts) = ("activating", "auto-restart", 7) }
            facts.ports = [Machine.port("api", .notAsked), Machine.port("web")]
        }
    }

    private static func source(_ kind: ErrorKind, _ cause: Cause) -> Failure {
        Failure("one source: \(kind.rawValue)", cause, change: runs(["coinbase": kind]))
    }

    private static func certificate(_ message: String, _ cause: Cause) -> Failure {
        Failure(message, cause) { facts in
            runs(["coinbase": .tls])(&facts)
            facts.changeContents { contents in
                for index in contents.runs.indices {
                    contents.runs[index].sources = contents.runs[index].sources.map { report in
                        var report = report
                        report.error = report.error.map { .init(kind: $0.kind, message: message, hint: "") }
                        return report
                    }
                }
            }
        }
    }

    /// A run that has not ended.
    private static func running(since minutes: Int64, isGone: Bool = false) -> @Sendable (inout HealthFacts) -> Void {
        { facts in
            let now = facts.now
            facts.changeContents { contents in
                let run = Run(
                    id: RunID(rawValue: "hanging"), traceID: String(repeating: "b", count: 32), command: "collect",
                    trigger: .timer, host: "vps", started: now - .minutes(minutes))
                contents.runs = [run] + contents.runs.dropFirst()
                contents.collecting = CollectionLease(
                    holder: LeaseHolder(run: run.id, host: "vps", process: 99, processStart: "1"), isGone: isGone)
            }
        }
    }

    /// The outcomes of the last analyses of a language model, newest first.
    private static func model(_ name: String, _ cause: Cause?, _ outcomes: [ModelOutcome]) -> Failure {
        var failure = Failure(name) { facts in
            facts.useModel("m-1", Machine.calls(outcomes, of: "m-1", now: facts.now))
        }
        failure.roots = Set([cause].compactMap(\.self))
        return failure
    }

    private static let other = DatabaseIdentity(
        engine: "sqlite", host: "vps", name: "/var/lib/other.db", fingerprint: "bbbb")

    static let all: [Failure] =
        [
            source(.blocked, .sourceBlocked), source(.rateLimited, .sourceRateLimited),
            source(.challenge, .sourceChallenge), source(.httpStatus, .sourceDown),
            source(.malformed, .sourceMalformed),
            source(.stale, .sourceStale), source(.disagrees, .sourceDisagrees), source(.auth, .configurationInvalid),
            source(.dns, .dnsFailure),
            source(.tls, .tlsFailure), source(.loginPage, .sourceLoginPage), source(.maintenance, .sourceDown),
            certificate("its certificate expired on 1 November 2026", .tlsExpired),
            certificate("its certificate is for another name", .tlsNameMismatch),
            Failure("no route, so that no name can be resolved", .networkDown) { facts in
                facts.network = NetworkFacts(hasDefaultRoute: false, resolvers: [])
                runs(["coinbase": .dns, "kraken": .dns], count: 1)(&facts)
            },
            Failure("a dashboard that asks itself", .dashboardMisdirected) {
                $0.unitSettings[ServiceUnits.web] = Machine.settings(apiBaseURL: "http://127.0.0.1:8000")
            },
            Failure(
                "no name can be resolved", .dnsFailure, change: runs(["coinbase": .dns, "kraken": .dns], count: 1)),
            Failure(
                "all sources time out", .networkDown,
                change: runs(["coinbase": .timeout, "kraken": .timeout], count: 1)),
            Failure(
                "names and connections fail", .networkDown,
                change: runs(["coinbase": .dns, "kraken": .timeout], count: 1)),
            Failure("no TLS connection", .tlsFailure, change: runs(["coinbase": .tls, "kraken": .tls], count: 1)),
            Failure(
                "only the last run shows it", .sourceDown,
                change: runs(["coinbase": .httpStatus, "kraken": .httpStatus], count: 1)),
            Failure("one source failed once") { runs(["coinbase": .timeout], count: 1)(&$0) },
            Failure("the clock was set back", .clockSkew) { facts in
                facts.changeContents { $0.serverTime = Machine.now + .minutes(7) }
            },
            Failure("the clock is ahead", .clockSkew) { facts in
                runs(["coinbase": .stale, "kraken": .stale], count: 1)(&facts)
                facts.changeContents { contents in
                    contents.sources = [
                        SourceState("coinbase", clock: .init(.hours(-5), measured: Machine.now)),
                        SourceState("kraken", clock: .init(.hours(-5), measured: Machine.now)),
                    ]
                }
            },
            Failure("every file descriptor of the API is in use", .descriptorsExhausted) { facts in
                facts.descriptors = [
                    DescriptorFacts(
                        process: 500, unit: ServiceUnits.api, descriptors: OpenDescriptors(open: 1022, limit: 1024))
                ]
                facts.database = .failed(
                    ArchiveFailure(.readOnly, "/var/lib/data.db cannot be opened", hint: "ls -l"))
                facts.ports = [
                    Machine.port("api", .timedOut), Machine.port("web"),
                ]
            },
            Failure("the database cannot be opened for want of a descriptor", .descriptorsExhausted) {
                $0.database = .failed(
                    ArchiveFailure(.outOfDescriptors, "/var/lib/data.db cannot be opened", hint: "ulimit"))
            },
            Failure("no schedule", .scheduleMissing) { $0.change(ServiceUnits.timer) { $0.load = "not-found" } },
            Failure("a stopped timer", .scheduleStopped) {
                $0.change(ServiceUnits.timer) { ($0.active, $0.enabled) = ("inactive", "disabled") }
            },
            Failure("a schedule that starts nothing", .scheduleStopped) { facts in
                try facts.changeContents { contents in
                    contents.runs = [Machine.run(990)]
                    contents.newestCandle = ArchivedCandle(
                        try .hour(990), source: "coinbase", run: RunID(rawValue: "run-990"), seenAt: .hour(990))
                }
            },
            Failure("a cron line with the wrong interpreter", .scheduleCommandBroken) { facts in
                facts.change(ServiceUnits.timer) { $0.load = "not-found" }
                facts.cron = CronFacts(
                    lines: [
                        .init(
                            place: "crontab -l", text: "0 * * * * /usr/bin/python3 /opt/bitcoin/collect.sh",
                            files: [
                                "/usr/bin/python3": ExecutableFacts(exists: true, isBinary: true),
                                "/opt/bitcoin/collect.sh": ExecutableFacts(exists: true, interpreter: "/bin/bash"),
                            ])
                    ], daemonRuns: true)
            },
            Failure("a timer that starts a program that is not there", .scheduleCommandBroken) { facts in
                facts.collectFiles = ["/usr/local/bin/bitcoin-analyzer": ExecutableFacts(exists: false)]
            },
            Failure("a run within its time", change: running(since: 11)),
            Failure("a run between its limit and the time after which it counts as hung", change: running(since: 12)),
            Failure("a hung run", .collectorHung, change: running(since: 13)),
            Failure("a run whose process is gone", .collectorCrashed, change: running(since: 5, isGone: true)),
            database(.unreachable, .databaseUnreachable), database(.authentication, .databaseAuth),
            database(.notMigrated, .databaseNotMigrated), database(.readOnly, .databaseReadOnly),
            database(.locked, .databaseLocked), database(.corrupt, .databaseCorrupt), database(.diskFull, .diskFull),
            database(.schemaDamaged, .databaseSchemaDamaged), database(.replaced, .databaseReplaced),
            database(.connectionsExhausted, .databaseConnectionsExhausted),
            database(.notFound, .configurationInvalid),
            Failure("a database that does not respond", .databaseUnreachable) {
                $0.database = .notResponding(.seconds(7))
            },
            Failure("a damaged database", .databaseCorrupt) { facts in facts.changeContents { $0.damage = ["row 7"] } },
            Failure("another database in one unit", .databaseMismatch) { facts in
                facts.unitSettings[ServiceUnits.collect] = Machine.settings(database: other, origin: "environment")
                facts.changeContents { $0.marker = .known(.elsewhere(RunMarker(Machine.run(1000), into: other))) }
            },
            Failure("a full disk", .diskFull) { facts in
                facts.folders = [Machine.folder("/var/lib/bitcoin-analyzer", [.state, .database], freeBytes: 4096)]
                facts.database = .failed(ArchiveFailure(.unreachable, "disk I/O error", hint: "df"))
            },
            Failure("a lost permission", .databaseReadOnly) { facts in
                facts.folders = [
                    Machine.folder(
                        "/var/lib/bitcoin-analyzer", [.state, .database], notWritable: [Machine.database.name])
                ]
                facts.changeContents { $0.writing = ArchiveFailure(.readOnly, "cannot write", hint: "x") }
            },
            Failure("a port that is in use", .portInUse) { facts in
                facts.change(ServiceUnits.api) { ($0.active, $0.sub, $0.result) = ("failed", "failed", "resources") }
                facts.ports = [Machine.port("api", holder: Machine.foreigner, .notAsked), Machine.port("web")]
            },
            Failure("a stopped service", .serviceDown) { facts in
                facts.change(ServiceUnits.web) { ($0.active, $0.sub) = ("inactive", "dead") }
                facts.ports = [Machine.port("api"), Machine.port("web", .notAsked)]
            },
            Failure("a service that keeps crashing", .serviceCrashLoop) { facts in
                facts.change(ServiceUnits.web) { ($0.active, $0.sub, $0.restarts) = ("activating", "auto-restart", 12) }
                facts.ports = [Machine.port("api"), Machine.port("web", .notAsked)]
            },
            Failure("a stopped service beside a database that is down", .databaseUnreachable, .serviceDown) { facts in
                facts.database = .failed(ArchiveFailure(.unreachable, "connection refused", hint: "start it"))
                facts.change(ServiceUnits.web) { ($0.active, $0.sub) = ("inactive", "dead") }
                facts.ports = [Machine.port("api"), Machine.port("web", .notAsked)]
            },
            Failure("a dashboard that does not reach the API", .apiUnreachable) { facts in
                facts.ports = [
                    Machine.port("api"),
                    PortFacts(
                        role: "web", listen: .init(host: "127.0.0.1", port: 8000), holder: Machine.systemd,
                        response: .responded(status: 200, isOurs: true, date: facts.now), notReady: "api: refused"),
                ]
            },
            Failure("an invalid setting in a unit", .configurationInvalid) { facts in
                facts.unitSettings[ServiceUnits.api] = .refused(
                    message: Phrase(verbatim: "COLLECT_EVERY is 'often'"), hint: Phrase(verbatim: "a duration"))
                facts.change(ServiceUnits.api) { ($0.active, $0.sub, $0.restarts) = ("activating", "auto-restart", 9) }
                facts.ports = [Machine.port("api", .notAsked), Machine.port("web")]
            },
            Failure("a stopped timer beside a setting that cannot be used", .configurationInvalid, .scheduleStopped) {
                facts in
                facts.unitSettings[ServiceUnits.api] = .refused(
                    message: Phrase(verbatim: "COLLECT_EVERY is 'often'"), hint: Phrase(verbatim: "a duration"))
                stopTimer(&facts)
            },
            Failure("a database address that was changed", .configurationInvalid) { facts in
                facts.settingChanges = [
                    SettingChange(
                        name: "DATABASE_URL", group: .database, before: .init(shown: "sqlite:///a", isWhole: true),
                        now: .init(shown: "postgres://h/d", isWhole: true), file: InstallPaths.environment,
                        changed: facts.now - .minutes(4))
                ]
                facts.database = .failed(ArchiveFailure(.unreachable, "connection refused", hint: "start it"))
                facts.change(ServiceUnits.api) { unit in
                    (unit.active, unit.sub, unit.restarts) = ("activating", "auto-restart", 7)
                }
                facts.ports = [Machine.port("api", .notAsked), Machine.port("web")]
            },
            Failure("a shell with other settings", .settingsDiffer) { facts in
                facts.shellSettings = ShellSettings(differences: [
                    .init(name: "DATABASE_URL", here: "sqlite:///root/dev.db", service: nil, file: "/root/.env")
                ])
            },
            Failure("a masked service", .unitMasked) { facts in
                facts.change(ServiceUnits.web) { ($0.load, $0.active, $0.sub) = ("masked", "inactive", "dead") }
                facts.ports = [Machine.port("api"), Machine.port("web", .notAsked)]
            },
            Failure("a masked timer", .unitMasked) { facts in
                facts.change(ServiceUnits.timer) { ($0.load, $0.active) = ("masked", "inactive") }
            },
            Failure("a service without memory", .outOfMemory) { facts in
                facts.change(ServiceUnits.web) {
                    ($0.active, $0.sub, $0.result) = ("activating", "auto-restart", "oom-kill")
                }
                facts.ports = [Machine.port("api"), Machine.port("web", .notAsked)]
            },
            Failure("a unit that names a program that is not there", .configurationInvalid) { facts in
                facts.change(ServiceUnits.web) {
                    ($0.active, $0.sub, $0.result, $0.exitCode, $0.exitStatus) =
                        ("activating", "auto-restart", "exit-code", 1, 203)
                }
                facts.ports = [Machine.port("api"), Machine.port("web", .notAsked)]
            },
            Failure("a crontab that cron refuses", .cronRefused) { facts in
                facts.change(ServiceUnits.timer) { $0.load = "not-found" }
                var line = CronFacts.Line(place: CronFacts.installedTable, text: "0 * * * * u /bin/p collect")
                line.refusal = .mode(0o664)
                facts.cron = CronFacts(lines: [line], daemonRuns: true)
            },
            Failure("a process that could not start, in the register only", .configurationInvalid) { facts in
                facts.openIncidents = [
                    Incident(
                        id: IncidentID(rawValue: "i"), cause: .configurationInvalid, at: Incident.Place(host: "vps"),
                        severity: .critical, opened: facts.now - .minutes(1), context: "c", symptom: "s", diagnosis: "d"
                    )
                ]
            },
            model("a language model whose key is rejected", .aiAuth, [.auth]),
            model("a language model whose budget is spent twice", .aiQuota, [.budget, .budget]),
            model("a language model that is retired", .aiModelRetired, [.modelNotFound]),
            model("another language model that answers, twice", .aiModelRetired, [.rerouted, .rerouted]),
            model("a language model that does not answer twice", .aiUnreachable, [.timeout, .timeout]),
            model("two texts that the facts do not support", .aiUngrounded, [.ungrounded, .ungrounded]),
            model("one text that the facts do not support", nil, [.ungrounded, .accepted]),
            model("one request without an answer after an accepted text", nil, [.timeout, .accepted]),
            model("a text after many failures", nil, [.accepted, .auth, .timeout, .ungrounded]),
            model(
                "texts of a day of which most were refused", .aiDegraded,
                (0..<24).map { $0 % 3 == 0 ? .accepted : .ungrounded }),
            model(
                "a key that is rejected after a day of refused texts", .aiAuth,
                [.auth] + Array(repeating: .ungrounded, count: 20)),
            Failure("an 80% range that held in 50% of a month", .aiDegraded) { facts in
                facts.changeContents { $0.rangeCoverage = RangeCoverage(ranges: 700, held80: 350) }
            },
            Failure("an 80% range that held in 70% of a month, as chance does") { facts in
                facts.changeContents { $0.rangeCoverage = RangeCoverage(ranges: 700, held80: 490) }
            },
            Failure("an incident that is over, and not yet closed") { facts in
                facts.openIncidents = [
                    Incident(
                        id: IncidentID(rawValue: "i"), cause: .databaseUnreachable, at: Incident.Place(host: "vps"),
                        severity: .critical, opened: facts.now - .minutes(1), context: "c", symptom: "s", diagnosis: "d"
                    )
                ]
            },
            Failure("nothing") { _ in },
        ] + pairs

    /// Known to the register alone: the detector leaves it as it is.
    var isOnlyRecorded: Bool { name.contains("in the register only") }
}
