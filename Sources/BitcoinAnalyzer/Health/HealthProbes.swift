import Deployment
import Domain
import Exchanges
import Feeds
import FoundationEssentials
import Health
import Incidents
import OperatingSystem
import Outbound
import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension HealthProbes {
    /// The probes of a command: facts are gathered also with invalid settings, except for those that need settings.
    ///
    /// Where the service is installed, its settings are those of the service, see ``ServiceSettings``.
    static func real(_ options: CommonOptions, client: PoliteClient, online: Bool = false, thorough: Bool = true) async
        -> HealthProbes
    {
        real(await ServiceSettings.resolve(options), client: client, online: online, thorough: thorough)
    }

    static func real(_ service: ServiceSettings, client: PoliteClient, online: Bool = false, thorough: Bool = true)
        -> HealthProbes
    {
        var probes = real(service.settings, service.facts, client: client, online: online, thorough: thorough)
        probes.shellSettings = service.shell
        return probes
    }

    /// - Parameters:
    ///   - client: shut down by the caller after use.
    ///   - online: whether to request the sources.
    ///   - thorough: whether to read a complete database file.
    ///   - ownCrontab: whether to read the user's own crontab, as every command does.
    ///   - run: runs system commands.
    static func real(
        _ settings: Settings?, _ own: SettingsFacts, client: PoliteClient, online: Bool, thorough: Bool = true,
        ownCrontab: Bool = true, run: @escaping RunCommand = SystemCommand.port
    ) -> HealthProbes {
        let database: @Sendable () async -> DatabaseFacts = {
            guard let settings else { return .unknown }
            return await DatabaseFacts.read(settings, thorough: thorough)
        }
        let live: @Sendable () async -> [SourceProbe] = { await ask(settings, client) }
        // Through a proxy, this host needs neither a route beyond its network nor names.
        let isRemote = settings.map { needsNetwork($0) && $0.proxies == .none } ?? false
        let network: @Sendable () async -> NetworkFacts = { await blocking { NetworkProbe.facts() } }
        let installed = InstalledSettingsReader(stateDirectory: settings?.stateDirectory)
        var probes = HealthProbes(
            run: run, settings: { own }, unitSettings: { SettingsFacts.ofUnit($0) }, database: database,
            response: { await response(of: $0, client) }, notReady: { await notReady($0, client) },
            holder: { listen in await blocking { RunningProcess.of(port: listen.port, on: listen.host) } },
            folders: { resolved, isService in
                await Folders.facts(of: resolved, user: isService ? InstallPaths.user : nil, run: run)
            },
            cron: { await CronTables.facts(run, withOwn: ownCrontab) },
            openIncidents: { recorded in
                guard let settings else { return recorded }
                return IncidentOutbox(stateDirectory: settings.stateDirectory).all(besides: recorded).filter {
                    $0.state == .open
                }
            },
            network: isRemote ? network : nil, live: online ? live : nil)
        probes.installedUnit = { UnitTemplate.text(ofEdited: $0, contents: $1) }
        if let settings { probes.lastRun = { await blocking { (try? settings.runMarker.read()) ?? nil } } }
        if let installed { probes.settingChanges = { await blocking { installed.changes() } } }
        return probes
    }

    /// Whether a source is beyond this host: not on loopback, nor of a name that never resolves (RFC 6761).
    private static func needsNetwork(_ settings: Settings) -> Bool {
        // Without an address of its own, a venue is asked at its public one.
        let addresses = settings.priceSources.map(\.baseURL) + settings.witnesses.map(\.baseURL)
        let own = addresses.compactMap(\.self)
        guard own.count == addresses.count else { return true }
        return (own + settings.newsFeeds).contains { url in
            let host = OutboundRequest(url).host.lowercased()
            let name = host.hasPrefix("[") ? host : String(host.prefix { $0 != ":" })
            return !name.hasPrefix("127.") && !name.hasPrefix("[::1]") && name != "localhost"
                && ![".localhost", ".invalid", ".test", ".example"].contains { name.hasSuffix($0) }
        }
    }

    /// The same without probes that compare real time, for a simulated clock.
    var withoutMachine: HealthProbes {
        var probes = self
        probes.run = { words, _ throws(CommandError) in throw .notFound(words.first ?? "") }
        probes.cron = { CronFacts() }
        return probes
    }

    static func origin(of listen: SettingsFacts.Listen) -> String { origin(host: listen.host, port: listen.port) }

    /// The address at which a listener of this host is asked.
    static func origin(host: String, port: Int) -> String {
        let anywhere = ["0.0.0.0": "127.0.0.1", "::": "[::1]", "[::]": "[::1]"]
        let name = anywhere[host] ?? (host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host)
        return "http://\(name):\(port)"
    }

    /// The reason that a dashboard cannot reach the API, as it reports. Stale data and the like are separate checks.
    private static func notReady(_ listen: SettingsFacts.Listen, _ client: PoliteClient) async -> String? {
        struct Body: Decodable {
            struct Check: Decodable {
                let name: String
                let ok: Bool
                let detail: String
            }

            let checks: [Check]
        }
        let answer = try? await client.sendWithoutStatusCheck(
            OutboundRequest(origin(of: listen) + "/readyz?verbose", label: "listener", timeout: .seconds(3)))
        guard let answer, answer.status == 503, let body = try? JSONDecoder().decode(Body.self, from: Data(answer.body))
        else { return nil }
        return body.checks.first { $0.name == "api" && !$0.ok }.map { String("api: \($0.detail)".prefix(300)) }
    }

    private static func response(of listen: SettingsFacts.Listen, _ client: PoliteClient) async -> PortFacts.Response {
        do {
            let answer = try await client.sendWithoutStatusCheck(
                OutboundRequest(origin(of: listen) + "/livez", label: "listener", timeout: .seconds(2)))
            return .responded(
                status: answer.status, isOurs: answer.headers["server"] == "bitcoin-analyzer", date: answer.serverTime)
        } catch {
            switch error.kind {
            case .timeout: return .timedOut
            case .connect: return .refused
            default: return .broken(error.message.english)
            }
        }
    }

    /// Requests each source as a collection run does, for the newest hours or the complete feed, concurrently.
    private static func ask(_ settings: Settings?, _ client: PoliteClient) async -> [SourceProbe] {
        guard let settings else { return [] }
        let now = MarketClock.real.now()
        let refusals = await refusals(settings, now)
        let fetcher = SingleAttemptFetcher(client: client)
        let hour = Interval.oneHour.openTime(containing: now)
        return await withTaskGroup(of: (Int, SourceProbe).self) { group in
            for (index, choice) in settings.priceSources.enumerated() {
                let source = choice.venue.source(
                    baseURL: choice.baseURL, fetcher: fetcher, apiKey: settings.coinalyzeKey)
                group.addTask {
                    (
                        index,
                        await probe(source.name, refusals, now) { () async throws(SourceFailure) in
                            _ = try await source.page(
                                of: .oneHour, in: TimeRange(hour - .hours(2), until: hour + .hours(1)))
                        }
                    )
                }
            }
            for (index, choice) in settings.witnesses.enumerated() {
                let witness = choice.witness.source(baseURL: choice.baseURL, fetcher: fetcher)
                group.addTask {
                    (
                        500 + index,
                        await probe(witness.name, refusals, now) { () async throws(SourceFailure) in
                            _ = try await witness.closes(of: .oneHour, in: TimeRange(hour - .hours(2), until: hour))
                        }
                    )
                }
            }
            for (index, source) in FeedSource.sources(
                of: settings.newsFeeds, fetcher: fetcher, now: MarketClock.real.now
            )
            .enumerated() {
                group.addTask {
                    (
                        1000 + index,
                        await probe(source.name, refusals, now) { () async throws(SourceFailure) in
                            _ = try await source.articles(FeedRequest())
                        }
                    )
                }
            }
            var probes: [(Int, SourceProbe)] = []
            for await probe in group { probes.append(probe) }
            return probes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// The sources that have asked not to be asked yet, as the collection remembers.
    private static func refusals(_ settings: Settings, _ now: Timestamp) async -> [SourceName: SourceState] {
        let states = await withDeadline(ProbeTimeouts.refusals, late: .abandoned) { () -> [SourceState]? in
            guard let database = try? await Database.open(settings.databaseURL, migrate: false, isInspection: true)
            else { return nil }
            let states = try? await database.sources.states()
            let feeds = try? await database.feeds.feeds()
            await database.close()
            return (states ?? []) + (feeds ?? []).map(\.source)
        }
        let refusing = ((states ?? nil) ?? []).filter { state in
            state.isRefused && state.notBefore.map { $0 > now } == true
        }
        return Dictionary(refusing.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func probe(
        _ name: SourceName, _ refusals: [SourceName: SourceState], _ now: Timestamp,
        _ ask: () async throws(SourceFailure) -> Void
    ) async -> SourceProbe {
        if let state = refusals[name], let end = state.notBefore {
            // A request during a ban makes it longer.
            let reason = state.pause.map { " (\($0.phrase.english))" } ?? ""
            return SourceProbe(
                source: name,
                failure: SourceFailure(
                    name,
                    .reported(.rateLimited, text: "not asked before \(end.rfc3339)" + reason, retryAfter: end - now)),
                took: .zero)
        }
        let started = ContinuousClock.now
        do throws(SourceFailure) {
            try await ask()
            return SourceProbe(source: name, failure: nil, took: ContinuousClock.now - started)
        } catch {
            return SourceProbe(source: name, failure: error, took: ContinuousClock.now - started)
        }
    }
}

/// One attempt, with a timeout shorter than that of `doctor`.
private struct SingleAttemptFetcher: HTTPFetcher {
    let client: PoliteClient

    func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        var request = request
        request.timeout = ProbeTimeouts.source
        return try await client.fetch(request)
    }
}
