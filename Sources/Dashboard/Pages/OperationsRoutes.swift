import API
import Domain
import Hummingbird
import Logging

/// `GET /operations` and `GET /operations/runs/{id}`.
struct OperationsRoutes: Sendable {
    let status: StatusReader
    let runs: RunReader
    let traces: TraceReader
    let releases: ReleaseNote.Reader
    let market: any MarketReader
    let quality: QualityReader
    let incidents: any IncidentReader
    let operations: OperationsAuthorization
    let deadline: Duration
    let templates: Templates
    let files: AssetCatalog.Addresses
    let now: @Sendable () -> Timestamp
    let logger: Logger
    private let work = SharedWork<Key, RenderedPage>(limit: 4, queue: 60)

    private struct Key: Hashable {
        let language: Language
        let access: OperationsAccess
        let run: String?
    }

    func add(to router: Router<APIRequestContext>) {
        router.get("/operations") { request, context in
            try await page(request, context, run: nil) { await overview($0, at: $1, for: $2) }
        }
        router.get("/operations/runs/:id") { request, context in
            let id = String(try context.parameters.require("id").prefix(100))
            return try await page(request, context, run: id) { await run(id, $0, at: $1, for: $2) }
        }
    }

    private func page(
        _ request: Request, _ context: APIRequestContext, run: String?,
        _ render: @escaping @Sendable (Language, Timestamp, OperationsAccess) async -> RenderedPage
    ) async throws -> Response {
        // The details of a run are for those who may read runs.
        let access =
            run == nil ? try operations.access(of: request, context) : try operations.requireReader(request, context)
        if access == .visitor, operations.hasToken, request.uri.queryParameters["details"] != nil {
            throw Problem.evidenceNeedsToken
        }
        let page = PageRequest(request)
        let token = access == .tokenHolder ? operations.token(of: request) : nil
        let rendered = try await OperatorToken.$current.withValue(token) {
            try await work.value(for: Key(language: page.language, access: access, run: run)) {
                await render(page.language, now(), access)
            }
        }
        return page.response(rendered, to: request)
    }

    private func overview(_ language: Language, at now: Timestamp, for access: OperationsAccess) async -> RenderedPage {
        let (status, runs, quality, incidents) = (status, runs, quality, incidents)
        // The facts behind it are gathered within some seconds.
        async let statusResult = reading(within: max(deadline, .seconds(6))) { () async throws(ReadModelFailure) in
            try await status.sources(for: access)
        }
        async let runResult =
            access == .visitor
            ? nil
            : reading(within: deadline) { () async throws(ReadModelFailure) in
                try await runs.runs(limit: OperationsPage.runLimit, for: access)
            }
        let market = market
        async let analysisResult = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await market.analysis(in: language)
        }
        async let qualityResult =
            access == .visitor
            ? nil
            : reading(within: deadline) { () async throws(ReadModelFailure) in try await quality.quality() }
        async let openResult = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await incidents.incidents(
                matching: IncidentQuery(state: .open, withEvidence: false), limit: ReaderNotice.queryLimit,
                in: language)
        }
        async let resolvedResult = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await incidents.incidents(
                matching: IncidentQuery(state: .resolved, withEvidence: false), limit: OperationsPage.resolvedLimit,
                in: language)
        }
        let snapshot = OperationsSnapshot(
            status: Loadable(await statusResult), runs: await runResult.map { Loadable($0) },
            quality: await qualityResult.map { Loadable($0) },
            open: Loadable(await openResult), resolved: Loadable(await resolvedResult),
            analysis: try? await analysisResult.get(), releases: access == .visitor ? [] : releases())
        for failure in [
            snapshot.status.failure, snapshot.runs?.failure, snapshot.quality?.failure, snapshot.open.failure,
            snapshot.resolved.failure,
        ] {
            guard case .unavailable(let detail, _) = failure else { continue }
            logger.warning("the dashboard cannot read a part of the operations", metadata: ["detail": "\(detail)"])
        }
        let view = OperationsPage(
            snapshot, access: access, hasToken: operations.hasToken, files: files,
            in: LocalizedFormatter(language, at: now))
        return RenderedPage(
            templates.html(view), in: language, complete: snapshot.status.failure == nil,
            simulated: snapshot.status.value?.simulated == true, at: now)
    }

    private func run(_ id: String, _ language: Language, at now: Timestamp, for access: OperationsAccess) async
        -> RenderedPage
    {
        let runs = runs
        let result = await reading(within: deadline) { () async throws(ReadModelFailure) in
            // Those that the overview leads to, and some more.
            try await runs.runs(limit: 1000, for: access)
        }
        let found = try? result.get().runs.first { $0.id.rawValue == id }
        var isUnavailable = false
        if case .failure(.unavailable(let detail, _)) = result {
            isUnavailable = true
            logger.warning("the dashboard cannot read the runs", metadata: ["detail": "\(detail)"])
        }
        let simulated = (try? result.get().simulated) == true
        var timeline: TimelinePage?
        if let found {
            let traces = traces
            let entries = await reading(within: max(deadline, .seconds(6))) { () async throws(ReadModelFailure) in
                try await traces.entries(of: found.traceID, in: language, for: access)
            }
            if case .failure(.unavailable(let detail, _)) = entries {
                logger.warning("the dashboard cannot read the timeline", metadata: ["detail": "\(detail)"])
            }
            timeline = try? entries.get()
        }
        let view = RunPageView(
            found, timeline: timeline, id: id, unavailable: isUnavailable, simulated: simulated, files: files,
            in: LocalizedFormatter(language, at: now))
        let status: HTTPResponse.Status =
            found != nil ? .ok : isUnavailable ? .serviceUnavailable : .notFound
        return RenderedPage(
            templates.html(view), in: language, status: status, complete: found != nil, simulated: simulated, at: now)
    }
}
