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
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "The whole product against a simulated world on this machine: no network, no key. Everything is labelled as simulated."
    )

    @OptionGroup var options: CommonOptions

    @Option(name: .long, help: "Seconds that a simulated hour takes.")
    var hourSeconds = 5.0

    @Option(name: .long, help: "Days of the past to collect before it starts.")
    var days = 90

    func validate() throws {
        guard hourSeconds >= 1, hourSeconds <= 3600 else {
            throw ValidationError("--hour-seconds is \(hourSeconds), and must be from 1 to 3600")
        }
        guard (1...3650).contains(days) else { throw ValidationError("--days is \(days), and must be from 1 to 3650") }
    }

    func run() async throws {
        let clock = WorldClock(start: MarketClock.real.now(), speed: 3600 / hourSeconds)
        let stateDirectory = try options.settings().stateDirectory
        // A database of its own, gone with the demo: simulated rows never meet real ones.
        Self.removeLeftovers(in: stateDirectory)
        let folder = stateDirectory + "/demo-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withSandbox(Sandbox.Configuration(now: clock.now)) { world in
            let wiring = try Wiring(
                options, more: settings(of: world, folder: folder),
                time: MarketClock(now: clock.now, speed: clock.speed),
                simulated: true)
            try await wiring.withDatabase(for: .writing) { open in
                say(
                    "Collecting \(days) days of simulated hours over HTTP …",
                    fr: "Collecte par HTTP de \(days) jours d'heures simulées …")
                try await backfill(open, now: clock.now())
                try await open.serve { name, address in
                    if name == "web" {
                        invite(address)
                    } else {
                        say("  API        \(address)/v1/price", fr: "  API        \(address)/v1/price")
                    }
                }
            }
        }
    }

    /// Folders of demos that were killed before they could remove them.
    private static func removeLeftovers(in stateDirectory: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: stateDirectory)) ?? []
        where name.hasPrefix("demo-") {
            guard let process = Int32(name.dropFirst(5)), kill(process, 0) == -1, errno == ESRCH else { continue }
            try? FileManager.default.removeItem(atPath: stateDirectory + "/" + name)
        }
    }

    private func settings(of world: RunningSandbox, folder: String) throws -> [SettingKey: String] {
        let venues = Venue.defaultOrder(withKey: false)
        var settings: [SettingKey: String] = [
            .priceSources: venues.map { "\($0.rawValue)=\(world.baseURL(of: $0))" }.joined(separator: ","),
            .newsFeeds: world.feedURLs.joined(separator: ","),
            .databaseURL: "sqlite://\(folder)/demo.db",
            // What waits for the real database in the real state directory is not for this one.
            .stateDirectory: folder,
            // Several times in each simulated hour, so that the open candle is seen to move.
            .collectEvery: "20m",
        ]
        if try options.resolvedSettings()[.logLevel]?.origin == "default" { settings[.logLevel] = "warning" }
        return settings
    }

    private func backfill(_ open: OpenDatabase, now: Timestamp) async throws {
        let progress = Progress(language: options.language)
        let collector = open.collector()
        let hour = Interval.oneHour.openTime(containing: now)
        let days = days
        _ = try await stoppingOnSignals {
            try await collector.backfill(
                TimeRange(hour - .days(Int64(days)), until: hour), of: .oneHour, command: "demo", trigger: .manual,
                progress: { share, kept in progress.show(share, kept) })
        }
        progress.end()
    }

    private func invite(_ address: String) {
        say(
            "\n  Open       \(address)\n\n  Everything there is simulated; an hour passes in \(hourSeconds.formatted) seconds. Ctrl-C ends it.\n",
            fr:
                "\n  Ouvrez     \(address)\n\n  Tout y est simulé ; une heure passe en \(hourSeconds.formatted) secondes. Ctrl-C arrête tout.\n"
        )
    }

    private func say(_ english: String, fr french: String) {
        print(options.language.localized(english, fr: french))
        // To a file or a pipe too, the address is of use only while the demo runs.
        fflush(nil)
    }
}

extension Double {
    /// Without decimals where there are none.
    fileprivate var formatted: String { self == rounded() ? "\(Int(self))" : "\(self)" }
}
