import API
import Dashboard
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging

/// Asks for the page through the in-process router.
struct PageClient {
    struct Answer {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: String
    }

    let client: any TestClientProtocol

    func get(_ path: String = "/", _ headers: HTTPFields = [:]) async throws -> Answer {
        try await client.execute(uri: path, method: .get, headers: headers) { response in
            Answer(status: response.status, headers: response.headers, body: String(buffer: response.body))
        }
    }

    /// Runs `body` with a client of a dashboard that shows `reader`, without any caching of its own unless a version is given.
    static func run(
        _ reader: any MarketReader, incidents: any IncidentReader = StubIncidents(),
        version: @escaping @Sendable () -> UInt64? = { nil },
        now: @escaping @Sendable () -> Timestamp = { SampleMarket.now }, deadline: Duration = .seconds(5),
        patience: Duration = .zero,
        _ body: @escaping @Sendable (PageClient) async throws -> Void
    ) async throws {
        let routes = try DashboardRoutes(
            reader: reader, incidents: incidents, version: version, now: now, deadline: deadline, patience: patience,
            logger: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() }))
        let router = Router(context: AnalyzerContext.self)
        routes.add(to: router)
        try await Application(router: router).test(.router) { client in try await body(PageClient(client: client)) }
    }

    /// The page that `reader` gives.
    static func page(
        _ reader: any MarketReader, _ path: String = "/", _ headers: HTTPFields = [:],
        incidents: any IncidentReader = StubIncidents()
    ) async throws -> Answer {
        let kept = WriteResult()
        try await run(reader, incidents: incidents) { client in await kept.keep(try await client.get(path, headers)) }
        guard let answer = await kept.answer else { throw HTTPError(.internalServerError) }
        return answer
    }

    private actor WriteResult {
        var answer: Answer?
        func keep(_ answer: Answer) { self.answer = answer }
    }
}

extension PageClient.Answer: Sendable {}

extension String {
    /// The section of the page with this id.
    func section(_ id: String) -> String {
        guard let start = firstRange(of: "<section id=\"\(id)\"")?.lowerBound,
            let end = self[start...].firstRange(of: "</section>")?.upperBound
        else { return "" }
        return String(self[start..<end])
    }
}
