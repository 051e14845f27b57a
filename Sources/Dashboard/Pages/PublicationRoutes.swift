import API
import Domain
import HTTPTypes
import Hummingbird

/// For other programs: `GET /feed.xml` and `GET /badge.svg`.
struct PublicationRoutes: Sendable {
    let reader: any MarketReader
    let incidents: any IncidentReader
    let deadline: Duration
    let now: @Sendable () -> Timestamp
    private let work = SharedWork<Key, PreparedResponse>(limit: 2, queue: 60)

    private enum Key: Hashable {
        case feed(Language), badge(Language)
    }

    init(
        reader: any MarketReader, incidents: any IncidentReader, deadline: Duration,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.reader = reader
        self.incidents = incidents
        self.deadline = deadline
        self.now = now
    }

    func add(to router: Router<APIRequestContext>) {
        router.get("/feed.xml") { request, _ in
            let language = PageRequest(request).language
            return try await work.value(for: .feed(language)) { await feed(language) }.response(to: request)
        }
        router.get("/badge.svg") { request, _ in
            let language = PageRequest(request).language
            var response = try await work.value(for: .badge(language)) { await badge(language) }.response(to: request)
            response.headers[.cacheControl] = "max-age=60"
            return response
        }
    }

    private func feed(_ language: Language) async -> PreparedResponse {
        let (reader, incidents) = (reader, incidents)
        async let analysis = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await reader.analysis(in: language)
        }
        async let page = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await incidents.incidents(
                matching: IncidentQuery(withEvidence: false), limit: FeedDocument.incidentLimit, in: language)
        }
        let document = FeedDocument(
            try? await analysis.get(), (try? await page.get().incidents) ?? [],
            in: LocalizedFormatter(language, at: now()))
        return PreparedResponse(
            contentType: "application/atom+xml; charset=utf-8", body: ByteBuffer(string: document.xml),
            extraHeaders: Self.headers(language))
    }

    private func badge(_ language: Language) async -> PreparedResponse {
        let formatter = LocalizedFormatter(language, at: now())
        let health = HealthReader(reader: reader, incidents: incidents, deadline: deadline)
        let badge = StatusBadge(await health.chip(in: formatter), in: formatter)
        return PreparedResponse(
            contentType: "image/svg+xml", body: ByteBuffer(string: badge.svg), extraHeaders: Self.headers(language))
    }

    private static func headers(_ language: Language) -> HTTPFields {
        [.xContentTypeOptions: "nosniff", .contentLanguage: language.rawValue, .vary: "Accept-Language, Cookie"]
    }
}
