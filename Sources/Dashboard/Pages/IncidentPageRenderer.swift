import API
import Domain
import Hummingbird
import Logging

/// Renders the list of incidents and the page of each incident.
struct IncidentPageRenderer: Sendable {
    private let reader: any IncidentReader
    private let deadline: Duration
    private let logger: Logger
    private let templates: Templates
    private let files: AssetCatalog.Addresses
    private let hasToken: Bool
    private let lastLists = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { ($0, LastKnownValue<IncidentPage>()) })
    private let lastRegister = LastKnownValue<IncidentRegister>()

    /// - Parameter hasToken: whether operators can identify themselves.
    init(
        reader: any IncidentReader, deadline: Duration, logger: Logger, templates: Templates,
        files: AssetCatalog.Addresses, hasToken: Bool
    ) {
        self.hasToken = hasToken
        self.reader = reader
        self.deadline = deadline
        self.logger = logger
        self.templates = templates
        self.files = files
    }

    /// - Parameter before: a cursor; an invalid one gives the first page.
    func list(before: String?, in language: Language, at now: Timestamp) async -> RenderedPage {
        let reader = reader
        var query = IncidentQuery(withEvidence: false)
        if let before, case .incidents(let position) = Cursor(text: before) { query.before = position }
        let listQuery = query
        async let page = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.incidents(matching: listQuery, limit: IncidentListPage.size, in: language)
        }
        async let register = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.register(since: nil)
        }
        let (pageResult, registerResult) = (await page, await register)
        for result in [pageResult.map { _ in () }, registerResult.map { _ in () }] { log(result) }
        // The page is shared by all readers.
        let visible = pageResult.map { page in
            var page = page
            page.incidents = page.incidents.map { $0.visible(to: .visitor) }
            return page
        }
        // The first page is remembered.
        let incidents =
            listQuery.before == nil
            ? lastLists[language]?.loadable(visible, at: now) ?? Loadable(visible) : Loadable(visible)
        let view = IncidentListPage(
            incidents, register: lastRegister.loadable(registerResult, at: now).value,
            before: query.before == nil ? nil : before, files: files,
            in: LocalizedFormatter(language, at: now))
        return RenderedPage(
            templates.html(view), in: language,
            complete: incidents.failure == nil && view.register.statistics.isEmpty == !view.hasRows,
            simulated: incidents.value?.simulated == true, at: now)
    }

    func detail(_ id: IncidentID, in language: Language, at now: Timestamp, for access: OperationsAccess) async
        -> RenderedPage
    {
        let reader = reader
        let formatter = LocalizedFormatter(language, at: now)
        async let incident = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.incident(id, in: language)
        }
        async let consequences = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.incidents(
                matching: IncidentQuery(parent: id, withEvidence: false), limit: IncidentListPage.size, in: language)
        }
        let (result, following) = (await incident, try? await consequences.get())
        func errorPage(_ reason: String, _ status: HTTPResponse.Status) -> RenderedPage {
            let view = IncidentErrorPage(
                reason, address: "/incidents/" + id.rawValue.percentEncoded, files: files, in: formatter)
            return RenderedPage(
                templates.html(view), in: language, status: status, complete: false, simulated: false, at: now)
        }
        switch result {
        case .success(let incident?):
            let simulated = following?.simulated == true
            let view = IncidentDetailPage(
                incident.visible(to: access),
                consequences: (following?.incidents ?? []).map { $0.visible(to: .visitor) }, simulated: simulated,
                hasToken: hasToken, canEdit: access == .tokenHolder, files: files, in: formatter)
            return RenderedPage(
                templates.html(view), in: language, complete: following != nil, simulated: simulated, at: now)
        case .success(nil): return errorPage(formatter.strings.incidents.notFound, .notFound)
        case .failure:
            log(result.map { _ in () })
            return errorPage(formatter.strings.incidents.unavailable, .serviceUnavailable)
        }
    }

    private func log(_ result: Result<Void, ReadModelFailure>) {
        guard case .failure(.unavailable(let detail, _)) = result else { return }
        logger.warning(
            "the dashboard cannot read the incidents", metadata: ["part": "incidents", "detail": "\(detail)"])
    }
}
