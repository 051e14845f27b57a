package import API
package import Domain
package import Hummingbird
package import Logging

/// The dashboard: `GET /`, `/news`, `/analysis`, `/operations`, `/incidents`, `/incidents/{id}`, `/sources`, `/alerts`,
/// and their files under `/assets/`.
package struct DashboardRoutes: Sendable {
    private let snapshots: SnapshotReader
    private let chart: ChartRoutes
    private let operationsPages: OperationsRoutes
    private let forms: OperatorForms
    private let readingPages: ReadingRoutes
    private let alertPages: AlertRoutes
    private let publications: PublicationRoutes
    private let incidentPages: IncidentPageRenderer
    private let status: StatusReader
    private let deadline: Duration
    private let hasEvents: Bool
    private let logger: Logger
    private let operations: OperationsAuthorization
    /// Pages that are not cached, as there may be many, and few are requested.
    private let work = SharedWork<PageKey, RenderedPage>(limit: maxRendering, queue: maxWaiting)

    /// What an uncached page depends on.
    private struct PageKey: Hashable {
        enum View: Hashable {
            case list(before: String), incident(IncidentID, OperationsAccess), sources(OperationsAccess)
        }

        let view: View
        let language: Language
    }

    /// Uncached pages that are rendered at once, and that wait.
    private static let (maxRendering, maxWaiting) = (8, 120)
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
    ///   - releases: those of this host, newest first.
    ///   - operations: who may read evidence.
    ///   - hasEvents: whether its listener has `/v1/events`.
    ///   - preparedPages: where pages are stored for the hot path, in front of the router.
    ///   - now: the time from which ages are computed.
    ///   - deadline: how long a page waits for each read model.
    /// - Throws: ``EmbeddedFiles/Missing`` or a template error when the files compiled into the program are incomplete.
    package init(
        reader: any MarketReader, incidents: any IncidentReader, status: StatusReader, runs: RunReader,
        traces: TraceReader, releases: @escaping ReleaseNote.Reader = { [] }, quality: QualityReader,
        alerts: AlertReader,
        editing: IncidentEditing, feedback: FeedbackSending, alertEditing: AlertEditing, devices: DeviceRegister,
        version: @escaping @Sendable () -> UInt64? = { nil },
        preparedPages: ResponseCache? = nil, operations: OperationsAuthorization, hasEvents: Bool = false,
        now: @escaping @Sendable () -> Timestamp, deadline: Duration = .seconds(2), maxAge: Duration = .seconds(3),
        logger: Logger
    ) throws {
        let files = EmbeddedFiles()
        chart = ChartRoutes(
            reader: reader, incidents: incidents, releases: releases, deadline: deadline, now: now)
        snapshots = SnapshotReader(reader, incidents: incidents, deadline: deadline, logger: logger)
        self.status = status
        self.deadline = deadline
        self.hasEvents = hasEvents
        self.logger = logger
        self.version = version
        self.now = now
        templates = try Templates(files)
        assets = try AssetCatalog(files)
        incidentPages = IncidentPageRenderer(
            reader: incidents, deadline: deadline, logger: logger, templates: templates, files: assets.addresses,
            hasToken: operations.hasToken)
        operationsPages = OperationsRoutes(
            status: status, runs: runs, traces: traces, releases: releases, market: reader, quality: quality,
            incidents: incidents, operations: operations, deadline: deadline,
            templates: templates, files: assets.addresses, now: now, logger: logger)
        readingPages = ReadingRoutes(
            reader: reader, past: PastAnalysisCache(reader, version: version), operations: operations,
            health: HealthReader(reader: reader, incidents: incidents, deadline: deadline),
            deadline: deadline, templates: templates, files: assets.addresses, now: now, logger: logger)
        publications = PublicationRoutes(reader: reader, incidents: incidents, deadline: deadline, now: now)
        alertPages = AlertRoutes(
            reader: alerts, editing: alertEditing, devices: devices, operations: operations, deadline: deadline,
            templates: templates,
            files: assets.addresses, now: now, logger: logger)
        forms = OperatorForms(operations: operations, editing: editing, feedback: feedback)
        self.operations = operations
        cache = PageCache(maxAge: maxAge)
        self.preparedPages = preparedPages
    }

    /// Errors as pages. Added before the routes.
    package func errorPages(simulated: Bool) -> ErrorPages {
        ErrorPages(templates: templates, files: assets.addresses, now: now, simulated: simulated)
    }

    package func add(to router: Router<APIRequestContext>) {
        router.get("/") { request, context in
            let parameters = request.uri.queryParameters
            let view = ChartView(
                range: parameters["range"].map(String.init), interval: parameters["interval"].map(String.init))
            return try await cached(.market(view), request, context) { try await market(view, in: $0, at: $1) }
        }
        chart.add(to: router)
        readingPages.add(to: router)
        publications.add(to: router)
        operationsPages.add(to: router)
        forms.add(to: router)
        alertPages.add(to: router)
        router.get("/incidents") { request, context in
            guard let before = request.uri.queryParameters["before"].map(String.init) else {
                return try await cached(.incidents, request, context) {
                    await incidentPages.list(before: nil, in: $0, at: $1)
                }
            }
            let page = PageRequest(request)
            let rendered = try await work.value(for: PageKey(view: .list(before: before), language: page.language)) {
                await incidentPages.list(before: before, in: page.language, at: now())
            }
            return page.response(rendered, to: request)
        }
        router.get("/incidents/:id") { request, context in
            let access = try operations.access(of: request, context)
            // A browser sends the token only when it is asked for it.
            if access == .visitor, operations.hasToken, request.uri.queryParameters["evidence"] != nil {
                throw Problem.evidenceNeedsToken
            }
            let page = PageRequest(request)
            let id = IncidentID(rawValue: String(try context.parameters.require("id").prefix(100)))
            let token = access == .tokenHolder ? operations.token(of: request) : nil
            let rendered = try await OperatorToken.$current.withValue(token) {
                try await work.value(for: PageKey(view: .incident(id, access), language: page.language)) {
                    await incidentPages.detail(id, in: page.language, at: now(), for: access)
                }
            }
            return page.response(rendered, to: request)
        }
        router.get("/sources") { request, context in
            let access = try operations.access(of: request, context)
            if access == .visitor, operations.hasToken, request.uri.queryParameters["details"] != nil {
                throw Problem.evidenceNeedsToken
            }
            let page = PageRequest(request)
            let token = access == .tokenHolder ? operations.token(of: request) : nil
            let rendered = try await OperatorToken.$current.withValue(token) {
                try await work.value(for: PageKey(view: .sources(access), language: page.language)) {
                    await sources(in: page.language, at: now(), for: access)
                }
            }
            return page.response(rendered, to: request)
        }
        // Where browsers look for them: a service worker rules the folder that it is in.
        for (path, name) in [("/sw.js", "sw.js"), ("/manifest.webmanifest", "manifest.webmanifest")] {
            router.get(RouterPath(path)) { request, _ in
                guard let asset = assets.named[name] else { throw HTTPError(.notFound) }
                return asset.response(to: request)
            }
        }
        router.get("/assets/:file") { request, context in try asset(try context.parameters.require("file"), request) }
    }

    /// A page from the cache, rendered once for concurrent requests.
    private func cached(
        _ view: PageCache.View, _ request: Request, _ context: APIRequestContext,
        render: @escaping @Sendable (Language, Timestamp) async throws -> RenderedPage
    ) async throws -> Response {
        let (pageRequest, now, version) = (PageRequest(request), now(), version())
        let language = pageRequest.language
        let page = try await cache.page(.init(language: language, view: view), version: version, at: now) {
            try await render(language, now)
        }
        if let version, page.complete, pageRequest.isPlain {
            preparedPages?.store(
                page.response, for: ResponseKey(request.uri.string, in: language), route: context.routeTemplate,
                under: version)
        }
        return pageRequest.response(page, to: request)
    }

    private func market(_ view: ChartView, in language: Language, at now: Timestamp) async throws -> RenderedPage {
        let snapshot = await snapshots.snapshot(of: view, in: language, at: now)
        let page = try MarketPage(
            snapshot, language: language, view: view, hasEvents: hasEvents, files: assets.addresses)
        return RenderedPage(
            templates.html(page), in: language, status: page.isUnavailable ? .serviceUnavailable : .ok,
            complete: snapshot.failures.isEmpty, simulated: snapshot.simulated,
            changesAfter: snapshot.validUntil, at: now)
    }

    private func sources(in language: Language, at now: Timestamp, for access: OperationsAccess) async -> RenderedPage {
        let status = status
        let result = await reading(within: deadline) { () async throws(ReadModelFailure) in
            try await status.sources(for: access)
        }
        if case .failure(.unavailable(let detail, _)) = result {
            logger.warning("the dashboard cannot read the sources", metadata: ["detail": "\(detail)"])
        }
        let view = SourcesPage(
            Loadable(result), hasToken: operations.hasToken, files: assets.addresses,
            in: LocalizedFormatter(language, at: now))
        return RenderedPage(
            templates.html(view), in: language, complete: view.staleNotice == nil,
            simulated: (try? result.get().simulated) == true, at: now)
    }

    private func asset(_ file: String, _ request: Request) throws -> Response {
        guard let asset = assets[file] else { throw HTTPError(.notFound) }
        var response = asset.response(to: request)
        response.headers[.cacheControl] = "public, max-age=31536000, immutable"
        return response
    }
}

extension Problem {
    /// 401 with which a browser asks for a user name and a password.
    static let evidenceNeedsToken = Problem(
        .unauthorized, code: "unauthorized", title: "Authentication required",
        detail: "the user name is operator, the password the value of ADMIN_TOKEN",
        headers: [.wwwAuthenticate: "Basic realm=\"bitcoin-analyzer\", charset=\"UTF-8\""])
}
