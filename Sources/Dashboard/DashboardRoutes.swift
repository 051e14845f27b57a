package import API
package import Domain
package import Hummingbird
package import Logging

/// The dashboard: `GET /`, `/incidents`, `/incidents/{id}`, and their files under `/assets/`.
package struct DashboardRoutes: Sendable {
    private let snapshots: SnapshotReader
    private let incidentPages: IncidentPageRenderer
    private let version: @Sendable () -> UInt64?
    private let now: @Sendable () -> Timestamp
    private let templates: Templates
    private let assets: AssetCatalog
    private let cache: PageCache
    private let preparedPages: ResponseCache?

    /// - Parameters:
    ///   - reader: the source of the market's read models; each may fail alone.
    ///   - version: the data version, so that an unchanged page is rendered once a minute; `nil` where it is unknown,
    ///     and a page is reused for `maxAge` at most.
    ///   - preparedPages: where pages are stored for the hot path, in front of the router.
    ///   - now: the time from which ages are computed.
    ///   - deadline: how long a page waits for each read model.
    /// - Throws: ``EmbeddedFiles/Missing`` or a template error when the files compiled into the program are incomplete.
    package init(
        reader: any MarketReader, incidents: any IncidentReader, version: @escaping @Sendable () -> UInt64? = { nil },
        preparedPages: ResponseCache? = nil,
        now: @escaping @Sendable () -> Timestamp, deadline: Duration = .seconds(2), maxAge: Duration = .seconds(3),
        logger: Logger
    ) throws {
        let files = EmbeddedFiles()
        snapshots = SnapshotReader(reader, incidents: incidents, deadline: deadline, logger: logger)
        self.version = version
        self.now = now
        templates = try Templates(files)
        assets = try AssetCatalog(files)
        incidentPages = IncidentPageRenderer(
            reader: incidents, deadline: deadline, logger: logger, templates: templates, files: assets.addresses)
        cache = PageCache(maxAge: maxAge)
        self.preparedPages = preparedPages
    }

    package func add<Context: RequestContext>(to router: some RouterMethods<Context>) {
        router.get("/") { request, _ in
            let range = request.uri.queryParameters["range"].flatMap { ChartRange(rawValue: String($0)) } ?? .week
            return try await cached(.market(range), request) { try await market(range, in: $0, at: $1) }
        }
        router.get("/incidents") { request, _ in
            guard let before = request.uri.queryParameters["before"].map(String.init) else {
                return try await cached(.incidents, request) { await incidentPages.list(before: nil, in: $0, at: $1) }
            }
            let page = PageRequest(request)
            return page.response(await incidentPages.list(before: before, in: page.language, at: now()), to: request)
        }
        // Not cached: there may be many, and few are requested.
        router.get("/incidents/:id") { request, context in
            let page = PageRequest(request)
            let id = IncidentID(rawValue: String(try context.parameters.require("id").prefix(100)))
            return page.response(await incidentPages.detail(id, in: page.language, at: now()), to: request)
        }
        router.get("/assets/:file") { request, context in try asset(try context.parameters.require("file"), request) }
    }

    /// A page from the cache, rendered once for concurrent requests.
    private func cached(
        _ view: PageCache.View, _ request: Request,
        render: @escaping @Sendable (Language, Timestamp) async throws -> RenderedPage
    ) async throws -> Response {
        let (pageRequest, now, version) = (PageRequest(request), now(), version())
        let language = pageRequest.language
        let page = try await cache.page(.init(language: language, view: view), version: version, at: now) {
            try await render(language, now)
        }
        if let version, page.complete, pageRequest.isPlain {
            preparedPages?.store(page.response, for: ResponseKey(request.uri.string, in: language), under: version)
        }
        return pageRequest.response(page, to: request)
    }

    private func market(_ range: ChartRange, in language: Language, at now: Timestamp) async throws -> RenderedPage {
        let snapshot = await snapshots.snapshot(in: language, at: now)
        let html = templates.html(try MarketPage(snapshot, language: language, range: range, files: assets.addresses))
        return RenderedPage(
            html, in: language, complete: snapshot.failures.isEmpty, simulated: snapshot.simulated,
            changesAfter: snapshot.validUntil, at: now)
    }

    private func asset(_ file: String, _ request: Request) throws -> Response {
        guard let asset = assets[file] else { throw HTTPError(.notFound) }
        let acceptsGzip = request.headers[.acceptEncoding]?.contains("gzip") == true
        var response = ((acceptsGzip ? asset.gzipped : nil) ?? asset.plain).response(to: request)
        response.headers[.cacheControl] = "public, max-age=31536000, immutable"
        return response
    }
}
