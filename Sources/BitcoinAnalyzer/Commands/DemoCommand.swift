import ArgumentParser
import Collection
import Domain
import FoundationEssentials
import Sandbox

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct DemoCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "demo",
            Phrase(
                "Runs the complete product on simulated data, on this machine. Needs no network and no keys; all data "
                    + "is marked as simulated.",
                fr: "Lance le produit complet sur des données simulées, sur cette machine. Sans réseau ni clé\u{A0}; "
                    + "toutes les données sont signalées comme simulées."))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        name: .long,
        help: .localized(
            "Duration of a simulated hour, in seconds.",
            fr: "Durée d’une heure simulée, en secondes.", value: Phrase("seconds", fr: "secondes")))
    var hourSeconds = 5.0

    @Option(
        name: .long,
        help: .localized(
            "Days of history to collect first.",
            fr: "Jours d’historique à collecter d’abord.", value: Phrase("days", fr: "jours")))
    var days = 90

    @Flag(
        name: .long,
        help: .localized(
            "Serves only the simulated sources, at the pace of real time, and prints the settings that lead to them. "
                + "What another service collects from them is not marked: use a database of its own.",
            fr: "Ne sert que les sources simulées, au rythme du temps réel, et affiche les réglages qui y mènent. Ce "
                + "qu’un autre service y collecte n’est pas signalé\u{A0}: utilisez une base de données à part."))
    var sourcesOnly = false

    func validate() throws {
        guard hourSeconds >= 1, hourSeconds <= 3600 else {
            throw ValidationError.outOfRange("--hour-seconds", 1...3600, got: hourSeconds)
        }
        guard (1...3650).contains(days) else {
            throw ValidationError.outOfRange("--days", 1...3650, got: Double(days))
        }
    }

    func run() async throws {
        guard !sourcesOnly else { return try await serveSources() }
        let clock = WorldClock(start: MarketClock.real.now(), speed: 3600 / hourSeconds)
        let stateDirectory = try options.settings().stateDirectory
        // A separate database, removed at the end: simulated rows never mix with real ones.
        Self.removeLeftovers(in: stateDirectory)
        let folder = stateDirectory + "/demo-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withSandbox(Sandbox.Configuration(now: clock.now)) { world in
            let wiring = try Wiring(
                options, overrides: settings(of: world, folder: folder),
                time: MarketClock(now: clock.now, speed: clock.speed),
                simulated: true)
            try await wiring.withDatabase(for: .writing) { open in
                printLine(
                    "Collecting \(days) days of simulated history over HTTP…",
                    fr: "Collecte par HTTP de \(days) jours d’historique simulé…")
                try await backfill(open, now: clock.now())
                try await open.serve { name, address in
                    if name == "web" {
                        printInvitation(address)
                    } else {
                        printLine("  API        \(address)/v1/price", fr: "  API        \(address)/v1/price")
                    }
                }
            }
        }
    }

    /// Until a signal.
    private func serveSources() async throws {
        try await withSandbox { world in
            for (key, value) in Self.sources(of: world).sorted(by: { $0.key.rawValue > $1.key.rawValue }) {
                print("\(key.rawValue)=\(value)")
            }
            fflush(nil)
            _ = try? await stoppingOnSignals { try await ContinuousClock().sleep(for: .days(3650)) }
        }
    }

    private static func sources(of world: RunningSandbox) -> [SettingKey: String] {
        let venues = Venue.defaultOrder(withKey: false)
        return [
            .priceSources: venues.map { "\($0.rawValue)=\(world.baseURL(of: $0))" }.joined(separator: ","),
            .newsFeeds: world.feedURLs.joined(separator: ","),
        ]
    }

    /// Removes the folders of demos that were killed.
    private static func removeLeftovers(in stateDirectory: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: stateDirectory)) ?? []
        where name.hasPrefix("demo-") {
            guard let process = Int32(name.dropFirst(5)), kill(process, 0) == -1, errno == ESRCH else { continue }
            try? FileManager.default.removeItem(atPath: stateDirectory + "/" + name)
        }
    }

    private func settings(of world: RunningSandbox, folder: String) throws -> [SettingKey: String] {
        let own: [SettingKey: String] = [
            .databaseURL: "sqlite://\(folder)/demo.db",
            // Incidents waiting in the real state directory belong to the real database.
            .stateDirectory: folder,
            // Several passes per simulated hour, so that the open candle moves.
            .collectEvery: "20m",
        ]
        var settings = Self.sources(of: world).merging(own) { $1 }
        if try options.resolvedSettings()[.logLevel]?.origin == ResolvedSettings.defaultOrigin {
            settings[.logLevel] = "warning"
        }
        return settings
    }

    private func backfill(_ open: OpenDatabase, now: Timestamp) async throws {
        let progress = Progress(language: options.language)
        let collector = open.collector()
        let hour = Interval.oneHour.openTime(containing: now)
        let days = days
        _ = try await stoppingOnSignals(isMoreToDo: true) {
            try await collector.backfill(
                TimeRange(hour - .days(Int64(days)), until: hour), of: .oneHour, command: "demo", trigger: .manual,
                progress: { progress.show($0) })
        }
        progress.end()
    }

    private func printInvitation(_ address: String) {
        let seconds = hourSeconds.formatted
        printLine(
            "\n  Open       \(address)\n\n  All data is simulated; an hour takes \(seconds) seconds. Press Ctrl-C to "
                + "stop.\n",
            fr:
                "\n  Ouvrez     \(address)\n\n  Toutes les données sont simulées\u{A0}; une heure dure \(seconds) "
                + "secondes. Ctrl-C pour arrêter.\n")
    }

    private func printLine(_ english: String, fr french: String) {
        // The demo runs also where its address is not read.
        try? StandardOutput.printLine(options.language.localized(english, fr: french))
    }
}

extension Double {
    /// Without decimals for whole numbers.
    fileprivate var formatted: String { self == rounded() ? "\(Int(self))" : "\(self)" }
}
