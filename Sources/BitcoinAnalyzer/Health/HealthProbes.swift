import Deployment
import Domain
import Exchanges
import Feeds
import FoundationEssentials
import Health
import OperatingSystem
import Outbound

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension HealthProbes {
    /// The real ones, of a command: facts are asked for though the settings cannot be read; what needs settings is then not asked.
    static func real(_ options: CommonOptions, client: PoliteClient, online: Bool) -> HealthProbes {
        real(try? options.settings(), SettingsFacts.own(options), client: client, online: online)
    }

    /// The real ones.
    /// - Parameters:
    ///   - client: shut down by whoever gave it, after the probes have been used.
    ///   - online: whether the sources are asked.
    ///   - thorough: whether a database file is read from end to end.
    static func real(
        _ settings: Settings?, _ own: SettingsFacts, client: PoliteClient, online: Bool, thorough: Bool = true
    ) -> HealthProbes {
        let run = SystemCommand.port
        let database: @Sendable () async -> DatabaseFacts = {
            guard let settings else { return .unknown }
            return await DatabaseFacts.ask(settings, thorough: thorough)
        }
        let live: @Sendable () async -> [SourceProbe] = { await ask(settings, client) }
        return HealthProbes(
            run: run, settings: { own }, unitSettings: { SettingsFacts.ofUnit($0) }, database: database,
            answer: { await answer(of: $0, client) }, notReady: { await notReady($0, client) },
            holder: { port in await blocking { PortHolder.of(port: port) } },
            folders: { resolved, isService in
                await Folders.look(resolved, user: isService ? InstallPaths.user : nil, run: run)
            },
            cron: { await CronTables.ask(run, withOwn: thorough) },
            live: online ? live : nil)
    }

    /// The same, without what only says something about a machine that lives in the same time.
    var withoutMachine: HealthProbes {
        var probes = self
        probes.run = { words, _ throws(CommandError) in throw .notFound(words.first ?? "") }
        probes.cron = { CronFacts() }
        return probes
    }

    private static func origin(of listen: SettingsFacts.Listen) -> String {
        let anywhere = ["0.0.0.0": "127.0.0.1", "::": "[::1]", "[::]": "[::1]"]
        let host =
            anywhere[listen.host]
            ?? (listen.host.contains(":") && !listen.host.hasPrefix("[") ? "[\(listen.host)]" : listen.host)
        return "http://\(host):\(listen.port)"
    }

    /// What a dashboard says of the API it cannot reach. Stale data and the like are checks of their own.
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

    private static func answer(of listen: SettingsFacts.Listen, _ client: PoliteClient) async -> PortFacts.Answer {
        do {
            let answer = try await client.sendWithoutStatusCheck(
                OutboundRequest(origin(of: listen) + "/livez", label: "listener", timeout: .seconds(2)))
            return .answered(
                status: answer.status, isOurs: answer.headers["server"] == "bitcoin-analyzer", date: answer.serverTime)
        } catch {
            switch error.kind {
            case .timeout: return .silent
            case .connect: return .refused
            default: return .broken(error.message.english)
            }
        }
    }

    /// Each source is asked as a pass asks it, for the newest hours or the feed as it is, all at the same time.
    private static func ask(_ settings: Settings?, _ client: PoliteClient) async -> [SourceProbe] {
        guard let settings else { return [] }
        let now = MarketClock.real.now()
        let fetcher = SingleAttemptFetcher(client: client)
        let hour = Interval.oneHour.openTime(containing: now)
        return await withTaskGroup(of: (Int, SourceProbe).self) { group in
            for (index, choice) in settings.priceSources.enumerated() {
                let source = choice.venue.source(
                    baseURL: choice.baseURL, fetcher: fetcher, apiKey: settings.coinalyzeKey)
                group.addTask {
                    (
                        index,
                        await probe(source.name) { () async throws(SourceFailure) in
                            _ = try await source.candles(
                                of: .oneHour, in: TimeRange(hour - .hours(2), until: hour + .hours(1)))
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
                        await probe(source.name) { () async throws(SourceFailure) in
                            _ = try await source.articles(since: nil)
                        }
                    )
                }
            }
            var probes: [(Int, SourceProbe)] = []
            for await probe in group { probes.append(probe) }
            return probes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func probe(_ name: SourceName, _ ask: () async throws(SourceFailure) -> Void) async -> SourceProbe {
        let started = ContinuousClock.now
        do throws(SourceFailure) {
            try await ask()
            return SourceProbe(source: name, failure: nil, took: ContinuousClock.now - started)
        } catch {
            return SourceProbe(source: name, failure: error, took: ContinuousClock.now - started)
        }
    }
}

/// Asks once, and waits no longer than `doctor` does.
private struct SingleAttemptFetcher: HTTPFetcher {
    let client: PoliteClient

    func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        var request = request
        request.timeout = .seconds(7)
        return try await client.fetch(request)
    }
}
