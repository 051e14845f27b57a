package import API
package import Domain
package import Hummingbird
package import Logging

/// The dashboard on a router: `GET /`, `/incidents`, `/incidents/{id}`, and the files they need under `/assets/`.
package struct DashboardRoutes: Sendable {
    private let snapshots: SnapshotReader
    private let incidents: IncidentPages
    private let version: @Sendable () -> UInt64?
    private let now: @Sendable () -> Timestamp
    private let templates: Templates
    private let assets: AssetCatalog
    private let cache: PageCache
    private let hotAnswers: ResponseCache?

    /// - Parameters:
    ///   - reader: where the four readings of the market come from; each may fail alone.
    ///   - version: counts the changes of the data, so that an unchanged page is rendered once a minute;
    ///     `nil` where nobody knows, and the page is rendered every `patience` at most.
    ///   - hotAnswers: where pages are left for the connection's hot path, in front of the router.
    ///   - now: the clock that ages are told by.
    ///   - deadline: how long the page waits for any one reading.
    /// - Throws: when the files compiled into the program are not whole.
    package init(
        reader: any MarketReader, incidents: any IncidentReader, version: @escaping @Sendable () -> UInt64? = { nil },
        hotAnswers: ResponseCache? = nil,
        now: @escaping @Sendable () -> Timestamp, deadline: Duration = .seconds(2), patience: Duration = .seconds(3),
        logger: Logger
    ) throws {
        let files = EmbeddedFiles()
        snapshots = SnapshotReader(reader, incidents: incidents, deadline: deadline, logger: logger)
        self.version = version
        self.now = now
        templates = try Templates(files)
        assets = try AssetCatalog(files)
        self.incidents = IncidentPages(
            reader: incidents, deadline: deadline, logger: logger, templates: templates, files: assets.addresses)
        cache = PageCache(patience: patience)
        self.hotAnswers = hotAnswers
    }

    package func add(to router: Router<AnalyzerContext>) {
        router.get("/") { request, _ in
            let range = request.uri.queryParameters["range"].flatMap { ChartRange(rawValue: String($0)) } ?? .week
            return try await kept(.market(range), request) { try await market(range, in: $0, at: $1) }
        }
        router.get("/incidents") { request, _ in
            guard let before = request.uri.queryParameters["before"].map(String.init) else {
                return try await kept(.incidents, request) { await incidents.list(before: nil, in: $0, at: $1) }
            }
            let visit = PageRequest(request)
            return visit.response(await incidents.list(before: before, in: visit.language, at: now()), to: request)
        }
        // Not kept: nobody knows how many there are, and few look.
        router.get("/incidents/:id") { request, context in
            let visit = PageRequest(request)
            let id = IncidentID(rawValue: String(try context.parameters.require("id").prefix(100)))
            return visit.response(await incidents.file(id, in: visit.language, at: now()), to: request)
        }
        router.get("/assets/:file") { request, context in try asset(try context.parameters.require("file"), request) }
    }

    /// A page that many ask for: made once for all of them.
    private func kept(
        _ view: PageCache.View, _ request: Request,
        make: @escaping @Sendable (Language, Timestamp) async throws -> RenderedPage
    ) async throws -> Response {
        let (visit, now, version) = (PageRequest(request), now(), version())
        let page = try await cache.page(.init(language: visit.language, view: view), version: version, at: now) {
            try await make(visit.language, now)
        }
        if let version, page.complete, visit.isPlain {
            hotAnswers?.offer(page.answer, for: ResponseKey(request.uri.string, in: visit.language), under: version)
        }
        return visit.response(page, to: request)
    }

    private func market(_ range: ChartRange, in language: Language, at now: Timestamp) async throws -> RenderedPage {
        let snapshot = await snapshots.snapshot(in: language, at: now)
        let html = templates.html(try Page(snapshot, language: language, range: range, files: assets.addresses))
        return RenderedPage(
            html, in: language, complete: snapshot.failures.isEmpty, simulated: snapshot.simulated, at: now)
    }

    private func asset(_ file: String, _ request: Request) throws -> Response {
        guard let asset = assets[file] else { throw HTTPError(.notFound) }
        let acceptsGzip = request.headers[.acceptEncoding]?.contains("gzip") == true
        var response = ((acceptsGzip ? asset.gzipped : nil) ?? asset.plain).response(to: request)
        response.headers[.cacheControl] = "public, max-age=31536000, immutable"
        return response
    }
}
