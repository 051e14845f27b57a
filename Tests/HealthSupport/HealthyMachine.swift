package import Domain
package import Health
package import OperatingSystem
import Support

/// The facts of a healthy machine, to change in one way.
package enum HealthyMachine {
    package static let now = Timestamp.hour(1000) + .minutes(20)
    package static let database = DatabaseIdentity(
        engine: "sqlite", host: "vps", name: "/var/lib/bitcoin-analyzer/bitcoin-analyzer.db", fingerprint: "aaaa")

    package static func settings(
        database: DatabaseIdentity = database, origin: String = "default", apiBaseURL: String = "http://127.0.0.1:8001",
        every: Duration = .hours(1)
    ) -> SettingsFacts {
        .resolved(
            .init(
                database: database, databaseOrigin: origin,
                databaseFile: database.engine == "sqlite" ? database.name : nil,
                api: .init(host: "127.0.0.1", port: 8001), web: .init(host: "127.0.0.1", port: 8000),
                apiBaseURL: apiBaseURL,
                collectEvery: every, freshFor: .hours(2), stateDirectory: "/var/lib/bitcoin-analyzer",
                logsDirectory: "/var/log/bitcoin-analyzer"))
    }

    package static func run(
        _ hour: Int64, trigger: Trigger = .timer, outcome: RunOutcome = .ok, failing: [SourceName: ErrorKind] = [:]
    ) -> Run {
        let started = Timestamp.hour(hour) + .seconds(30)
        var run = Run(
            id: RunID(rawValue: "run-\(hour)"), traceID: String(repeating: "a", count: 32), command: "collect",
            trigger: trigger, host: "vps", started: started,
            finished: outcome == .running ? nil : started + .seconds(3), outcome: outcome)
        run.sources = ["coinbase", "kraken"].map { (name: SourceName) -> SourceReport in
            guard let kind = failing[name] else {
                return SourceReport(source: name, part: .prices, fetched: 3, kept: WriteResult(new: 1))
            }
            return SourceReport(source: name, part: .prices, failure: SourceFailure(kind, source: name))
        }
        return run
    }

    package static func contents() throws -> DatabaseFacts.Contents {
        var contents = DatabaseFacts.Contents(schema: 1)
        contents.runs = [run(1000), run(999), run(998)]
        contents.newestCandle = ArchivedCandle(
            try .hour(1000), source: "coinbase", run: RunID(rawValue: "run-1000"), seenAt: .hour(1000) + .seconds(31))
        contents.newestArticle = now - .hours(1)
        contents.marker = .known(.same)
        return contents
    }

    package static func units() -> [String: UnitState] {
        var units: [String: UnitState] = [:]
        for name in ServiceUnits.all {
            var unit = UnitState(name)
            unit.activeSince = now - .days(2)
            switch name {
            case ServiceUnits.apiSocket: unit.listens = ["127.0.0.1:8001"]
            case ServiceUnits.webSocket: unit.listens = ["127.0.0.1:8000"]
            case ServiceUnits.collect:
                unit.active = "inactive"
                unit.command = ["/usr/local/bin/bitcoin-analyzer", "collect", "--trigger", "timer"]
            case ServiceUnits.timer: unit.nextElapse = Timestamp.hour(1001)
            default: break
            }
            units[name] = unit
        }
        return units
    }

    package static let systemd = RunningProcess(process: 1, command: "/sbin/init", unit: nil, since: nil, isOurs: false)
    package static let foreigner = RunningProcess(
        process: 4242, command: "python3 -m http.server 8001", unit: nil, since: nil, isOurs: false)

    package static func port(
        _ role: String, holder: RunningProcess? = systemd,
        _ response: PortFacts.Response = .responded(status: 200, isOurs: true, date: now)
    ) -> PortFacts {
        PortFacts(
            role: role, listen: .init(host: "127.0.0.1", port: role == "api" ? 8001 : 8000), holder: holder,
            response: response)
    }

    /// Calls of a language model in the last hours, newest first, an analysis each.
    package static func calls(_ outcomes: [ModelOutcome], of model: String, now: Timestamp) -> [ModelCall] {
        outcomes.enumerated().map { index, outcome in
            let hour = Interval.oneHour.openTime(containing: now) - .hours(Int64(index / 2))
            let language: Language = index % 2 == 0 ? .french : .english
            var call = ModelCall(
                id: "call-\(index)", started: hour + .seconds(language == .french ? 20 : 10), hour: hour,
                language: language, provider: "gemini", model: model, promptName: "p", promptVersion: "v",
                outcome: outcome)
            call.details = outcome.isAccepted ? [] : ["because"]
            return call
        }
    }

    package static func folder(
        _ path: String, _ uses: Set<FolderFacts.Use>, freeBytes: UInt64 = 40 << 30, freeNodes: UInt64 = 1_000_000,
        notWritable: [String] = []
    ) -> FolderFacts {
        FolderFacts(
            path: path, uses: uses,
            space: .known(
                .init(freeBytes: freeBytes, totalBytes: 80 << 30, freeNodes: freeNodes, totalNodes: 2_000_000)),
            notWritable: notWritable, user: "bitcoin-analyzer")
    }

    package static func facts(_ change: (inout HealthFacts) throws -> Void = { _ in }) throws -> HealthFacts {
        var facts = HealthFacts(
            now: now, settings: settings(), database: .read(try contents()), units: .known(units()),
            cron: CronFacts(), clock: ClockFacts(synchronised: true))
        facts.unitSettings = [
            ServiceUnits.api: settings(), ServiceUnits.collect: settings(), ServiceUnits.web: settings(),
        ]
        facts.ports = [port("api"), port("web")]
        facts.folders = [
            folder("/var/lib/bitcoin-analyzer", [.state, .database]), folder("/var/log/bitcoin-analyzer", [.logs]),
        ]
        facts.descriptors = [
            DescriptorFacts(
                process: 500, unit: ServiceUnits.api, descriptors: OpenDescriptors(open: 30, limit: 65_536))
        ]
        try change(&facts)
        return facts
    }
}

extension HealthFacts {
    /// - Parameters:
    ///   - name: of the model that the settings ask for; `nil` for none.
    ///   - calls: newest first.
    package mutating func useModel(_ name: String?, _ calls: [ModelCall]) {
        if case .resolved(var resolved) = settings {
            resolved.languageModel = name
            settings = .resolved(resolved)
        }
        changeContents { $0.modelCalls = calls }
    }

    package mutating func change(_ name: String, _ change: (inout UnitState) -> Void) {
        guard var all = units.value, var unit = all[name] else { return }
        change(&unit)
        all[name] = unit
        units = .known(all)
    }

    package mutating func changeContents(_ change: (inout DatabaseFacts.Contents) throws -> Void) rethrows {
        guard var contents = database.contents else { return }
        try change(&contents)
        database = .read(contents)
    }
}
