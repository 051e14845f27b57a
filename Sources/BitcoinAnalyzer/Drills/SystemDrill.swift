import Domain
import FoundationEssentials
import Health
import Incidents
import Sandbox
import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A failure of units, timers and crontabs, caused in the installed service itself on a disposable machine.
struct SystemDrill: Sendable {
    let name: String
    let causes: Set<Cause>
    let inject: @Sendable (SystemStage) async throws -> Void
    let repair: @Sendable (SystemStage) async throws -> Void
    /// Whether incidents open, rather than that only a command that a person runs names the cause.
    var opensIncidents = true
    /// Whether the incident is resolved when it is recorded, as whoever records it has undone the failure: `why` finds
    /// nothing wrong.
    var isResolvedAtOnce = false
    /// The folder in which that command runs.
    var folder = "/"
    /// Whether the remedy that `why` names ends the failure, and is run instead of ``repair``.
    var hasRemedy = false

    init(
        _ cause: Cause, inject: @escaping @Sendable (SystemStage) async throws -> Void,
        repair: @escaping @Sendable (SystemStage) async throws -> Void
    ) {
        self.init("unit-" + cause.rawValue, causes: [cause], inject: inject, repair: repair)
    }

    init(
        _ name: String, causes: Set<Cause>, inject: @escaping @Sendable (SystemStage) async throws -> Void,
        repair: @escaping @Sendable (SystemStage) async throws -> Void
    ) {
        self.name = name
        self.causes = causes
        self.inject = inject
        self.repair = repair
    }

    /// Set in the environment of a disposable container without an installation.
    static var isPossible: Bool {
        geteuid() == 0 && ProcessInfo.processInfo.environment["BITCOIN_ANALYZER_DRILL_MACHINE"] == "1"
    }

    static let notHere = CommandFailure(
        .unavailable,
        Phrase(
            "drills of units and schedules install, break and remove the service: they need a dedicated machine",
            fr: "les exercices sur les unités et la planification installent, cassent et retirent le service\u{A0}: il "
                + "leur faut une machine dédiée"),
        hint: Phrase(
            "boot a disposable container, and run the drill there as root with BITCOIN_ANALYZER_DRILL_MACHINE=1",
            fr: "démarrez un conteneur jetable, et lancez-y l’exercice en root avec BITCOIN_ANALYZER_DRILL_MACHINE=1"))
}

/// The installed service, with simulated sources.
final class SystemStage: Sendable {
    let world: RunningSandbox
    let (apiPort, webPort): (Int, Int)

    init(world: RunningSandbox) throws {
        self.world = world
        (apiPort, webPort) = (try FreePort.find(), try FreePort.find())
    }

    static let environment = "/etc/bitcoin-analyzer/environment"
    static let database = "/var/lib/bitcoin-analyzer/bitcoin-analyzer.db"

    @discardableResult
    func shell(_ script: String) async throws -> String {
        try await ChildProcess.run(["/bin/sh", "-c", script], in: "/")
    }

    /// Installs with this schedule, collects once, and waits until no incident is open.
    func install(_ scheduler: String) async throws {
        let venues = Venue.defaultOrder(withKey: false)
        let settings = [
            "PRICE_SOURCES=" + venues.map { "\($0.rawValue)=\(world.baseURL(of: $0))" }.joined(separator: ","),
            "NEWS_FEEDS=" + world.feedURLs.joined(separator: ","), "WATCH_EVERY=1s", "SOURCE_TIMEOUT=10s",
            "API_PORT=\(apiPort)", "WEB_PORT=\(webPort)", "API_BASE_URL=http://127.0.0.1:\(apiPort)",
        ].joined(separator: "\n")
        try FileManager.default.createDirectory(atPath: "/etc/bitcoin-analyzer", withIntermediateDirectories: true)
        // In the place of a package: units cannot access home directories.
        try await shell("test -x '\(Self.program)' || install -m 755 /proc/\(getpid())/exe '\(Self.program)'")
        try Data((settings + "\n").utf8).write(to: URL(filePath: Self.environment))
        // The findings before the first run are not part of this drill.
        try await shell("'\(Self.program)' install --scheduler \(scheduler) >/run/install.log 2>&1 || test $? = 1")
        try await collect()
        try await until("no incident is open") { await self.open().isEmpty }
    }

    func collect() async throws {
        try await shell(
            "systemctl start bitcoin-analyzer-collect.service 2>/dev/null || runuser -u bitcoin-analyzer -- "
                + "'\(Self.program)' collect --trigger cron"
        )
    }

    static let program = "/usr/local/bin/bitcoin-analyzer"

    func incidents() async -> [Incident] {
        let outbox = IncidentOutbox(stateDirectory: "/var/lib/bitcoin-analyzer")
        let before = outbox.waiting()
        let kept =
            await withDeadline(.seconds(3), late: .abandoned) { () -> [Incident]? in
                guard let url = try? DatabaseURL("sqlite://" + Self.database),
                    let database = try? await Database.open(url, migrate: false)
                else { return nil }
                let found = try? await database.incidents.incidents(matching: IncidentQuery(), limit: 100)
                await database.close()
                return found
            } ?? nil
        let all = outbox.all(besides: kept ?? [])
        let known = Set(all.map(\.id))
        // An incident delivered between the two reads would be missed.
        return all + before.filter { !known.contains($0.id) }
    }

    func open() async -> [Incident] { await incidents().filter { $0.state == .open } }

    func until(_ what: String, _ isSo: @Sendable () async throws -> Bool) async throws {
        try await first(what) { try await isSo() ? () : nil }
    }

    /// Polls until there is a value.
    func first<Value: Sendable>(_ what: String, _ find: @Sendable () async throws -> Value?) async throws -> Value {
        let deadline = ContinuousClock.now + DrillFailure.limit
        while ContinuousClock.now < deadline {
            if let value = try await find() { return value }
            try await ContinuousClock().sleep(for: .milliseconds(250))
        }
        throw DrillFailure(lateFor: what)
    }
}

extension SystemDrill {
    /// In sequence with one installation: each relies on the repair of the one before.
    static func play(_ drills: [SystemDrill], progress: @escaping @Sendable (Phrase) -> Void) async throws
        -> [DrillResult]
    {
        try await withSandbox { world in
            let stage = try SystemStage(world: world)
            var results: [DrillResult] = []
            try await stage.install("timer")
            for drill in drills {
                progress(Phrase("drill \(drill.name)", fr: "exercice \(drill.name)"))
                results.append(await drill.play(on: stage, progress: progress))
            }
            return results
        }
    }

    private func play(on stage: SystemStage, progress: @escaping @Sendable (Phrase) -> Void) async -> DrillResult {
        let before = Dictionary(await stage.incidents().map { ($0.id, $0.reopened) }) { $1 }
        @Sendable func mine() async -> [Incident] {
            await stage.incidents().filter { incident in
                guard let reopened = before[incident.id], incident.state != .open else { return true }
                return incident.reopened > reopened
            }
        }
        func failed(_ trouble: String) -> DrillResult {
            DrillResult(
                drill: name, injected: causes.sorted, named: [], why: [], opened_seconds: nil, closed_seconds: nil,
                evidence: [], trouble: trouble)
        }
        do {
            let injected = ContinuousClock.now
            try await inject(stage)
            try await stage.until("every cause is named") {
                if self.isResolvedAtOnce { return Set(await mine().map(\.cause)).isSuperset(of: causes) }
                guard self.opensIncidents else { return try await self.explained(stage).causes.isSuperset(of: causes) }
                return Set(await stage.open().filter { $0.parent == nil }.map(\.cause)).isSuperset(of: causes)
            }
            let opened = ContinuousClock.now - injected
            for incident in await stage.open() where incident.parent == nil {
                progress(Phrase("detected: ", fr: "détecté\u{A0}: ") + incident.diagnosis)
            }
            let explanation = try await stage.first("the remedy is a command") {
                let explanation = try await self.explained(stage)
                // In the moment in which systemd starts a unit again, only the record of its end says what ended it.
                return !self.hasRemedy || explanation.remedies.allSatisfy(\.isCommand) ? explanation : nil
            }
            let why = explanation.causes
            let open = isResolvedAtOnce ? await mine() : await stage.open()
            let repaired = ContinuousClock.now
            if hasRemedy {
                // As an operator would, who pastes it, and stays in the folder that it leads to.
                let left = explanation.remedies.contains { $0.hasPrefix("cd / ") } ? "/" : folder
                for remedy in explanation.remedies {
                    try await stage.shell(
                        "cd '\(folder)' && { \(remedy.replacing("sudo ", with: "")); } || test $? = 1")
                }
                try await stage.until("the remedy has ended the failure") {
                    try await self.explained(stage, in: left).causes.isDisjoint(with: causes)
                }
            }
            try await repair(stage)
            try await stage.until("every incident is resolved") { await stage.open().isEmpty }
            let closed = ContinuousClock.now - repaired
            let incidents = await mine().filter {
                $0.parent == nil && open.map(\.id).contains($0.id) || before[$0.id] == nil && $0.parent == nil
            }
            let named = opensIncidents ? Set(incidents.map(\.cause)) : why
            let wrong =
                named != causes
                ? "incidents named \(named.sorted.map(\.rawValue)) as roots"
                : why != (isResolvedAtOnce ? [] : causes) ? "why named \(why.sorted.map(\.rawValue))" : nil
            return DrillResult(
                drill: name, injected: causes.sorted, named: named.sorted, why: why.sorted,
                opened_seconds: Double(opened.wholeMilliseconds) / 1000,
                closed_seconds: Double(closed.wholeMilliseconds) / 1000,
                evidence: opensIncidents
                    ? open.filter { causes.contains($0.cause) }.flatMap(\.evidence) : explanation.evidence,
                trouble: wrong)
        } catch {
            try? await repair(stage)
            try? await stage.until("every incident is resolved") { await stage.open().isEmpty }
            return failed("\(error)")
        }
    }

    private struct Explained: Decodable {
        struct Root: Decodable {
            let cause: Cause
            let remedy: String?
            let evidence: [Evidence]
        }

        let roots: [Root]
        var causes: Set<Cause> { Set(roots.map(\.cause)) }
        var remedies: [String] { roots.compactMap(\.remedy) }
        var evidence: [Evidence] { roots.flatMap(\.evidence) }
    }

    private func explained(_ stage: SystemStage, in folder: String? = nil) async throws -> Explained {
        let output = try await stage.shell(
            "cd '\(folder ?? self.folder)' && '\(SystemStage.program)' why --json 2>/dev/null || test $? = 1")
        guard let explained = try? JSONDecoder().decode(Explained.self, from: Data(output.utf8)) else {
            throw DrillFailure("unreadable output of why --json: \(output.prefix(300))")
        }
        return explained
    }
}

extension String {
    /// Whether a remedy can be pasted: sentences begin with a capital.
    fileprivate var isCommand: Bool { first?.isUppercase == false }
}
