import API
import Domain
import Hummingbird
import Logging

/// Makes the pages on incidents: the list, and each incident by itself.
struct IncidentPages: Sendable {
    private let reader: any IncidentReader
    private let deadline: Duration
    private let logger: Logger
    private let templates: Templates
    private let files: AssetCatalog.Addresses

    init(
        reader: any IncidentReader, deadline: Duration, logger: Logger, templates: Templates,
        files: AssetCatalog.Addresses
    ) {
        self.reader = reader
        self.deadline = deadline
        self.logger = logger
        self.templates = templates
        self.files = files
    }

    /// - Parameter before: a cursor; one that is none gives the first page.
    func list(before: String?, in language: Language, at now: Timestamp) async -> RenderedPage {
        let reader = reader
        var query = IncidentQuery(withEvidence: false)
        if let before, case .incidents(let position) = Cursor(text: before) { query.before = position }
        let asked = query
        async let page = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.incidents(matching: asked, limit: IncidentsPage.size, in: language)
        }
        async let register = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.register(since: nil)
        }
        let (found, numbers) = (await page, await register)
        for result in [found.map { _ in () }, numbers.map { _ in () }] { tell(result) }
        let part: Part<IncidentPage> =
            switch found {
            case .success(let page): .fresh(page)
            case .failure(let failure): .missing(because: failure)
            }
        let view = IncidentsPage(
            part, register: try? numbers.get(), before: query.before == nil ? nil : before, files: files,
            in: LocalizedFormatter(language, at: now))
        return RenderedPage(
            templates.html(view), in: language,
            complete: part.failure == nil && view.register.figures.isEmpty == !view.hasRows,
            simulated: part.value?.simulated == true, at: now)
    }

    func file(_ id: IncidentID, in language: Language, at now: Timestamp) async -> RenderedPage {
        let reader = reader
        let formatter = LocalizedFormatter(language, at: now)
        async let incident = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.incident(id, in: language)
        }
        async let following = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.incidents(
                matching: IncidentQuery(parent: id, withEvidence: false), limit: IncidentsPage.size, in: language)
        }
        let (found, consequences) = (await incident, try? await following.get())
        func missing(_ reason: String, _ status: HTTPResponse.Status) -> RenderedPage {
            let view = MissingIncidentPage(
                reason, address: "/incidents/" + id.rawValue.percentEncoded, files: files, in: formatter)
            return RenderedPage(
                templates.html(view), in: language, status: status, complete: false, simulated: false, at: now)
        }
        switch found {
        case .success(let incident?):
            let simulated = consequences?.simulated == true
            let view = IncidentFile(
                incident, consequences: consequences?.incidents ?? [], simulated: simulated, files: files, in: formatter
            )
            return RenderedPage(
                templates.html(view), in: language, complete: consequences != nil, simulated: simulated, at: now)
        case .success(nil): return missing(formatter.phrases.incidents.notFound, .notFound)
        case .failure:
            tell(found.map { _ in () })
            return missing(formatter.phrases.incidents.unavailable, .serviceUnavailable)
        }
    }

    private func tell(_ result: Result<Void, ReadModelFailure>) {
        guard case .failure(.unavailable(let detail)) = result else { return }
        logger.warning("the incidents cannot be read", metadata: ["part": "incidents", "detail": "\(detail)"])
    }
}
