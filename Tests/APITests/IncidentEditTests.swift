import API
import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Support
import Synchronization
import Testing

@Suite("Incidents changed over HTTP") struct IncidentEditTests {
    private static let token = "a-token-that-nobody-guesses"
    private static let bearer: HTTPFields = [.authorization: "Bearer \(token)", .contentType: "application/json"]

    private func log(_ incidents: Incident...) async throws -> MemoryIncidents {
        let log = MemoryIncidents()
        for incident in incidents { try await log.keep(incident) }
        return log
    }

    private static func incident(_ id: String = "i1", state: Incident.State = .open) -> Incident {
        Incident(
            id: IncidentID(rawValue: id), cause: .portInUse, at: Incident.Place(unit: "u"), severity: .critical,
            state: state, opened: .hour(0),
            resolved: state == .resolved ? .hour(1) : nil, context: "c", symptom: Phrase("s", fr: "s’"), diagnosis: "d",
            evidence: [Evidence(source: "journal", line: "the line")])
    }

    /// Runs `body` with a client of the API and records its log.
    private func with(
        _ log: MemoryIncidents, admin: String? = token, written: Written = Written(),
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let version = DataVersion()
        let fixture = try Fixture()
        let router = APIRouter.make(
            reader: LocalMarketReader(
                candles: fixture.candles, sightings: MemorySightings(), news: fixture.news,
                analyst: Fixture.StubAnalyst(), simulated: false,
                freshness: fixture.freshness,
                now: { .hour(9) }),
            runs: fixture.runs, responses: ResponseCache(version: version, now: { .hour(9) }),
            readiness: .of(fixture.candles, at: .hour(9)),
            incidents: log,
            status: StatusRoute { _ in [] }, metrics: MetricsRoute { [] }, requests: RequestMetrics(),
            operations: .init(.everyone, token: admin.flatMap(AdminToken.init)), clock: { .hour(9) },
            simulated: false)
        let logger = Logger(label: "test") { _ in written }
        try await Application(router: router, logger: logger).test(.router) { try await body($0) }
    }

    private static func patch(
        _ client: any TestClientProtocol, _ body: String, at path: String = "/v1/incidents/i1",
        _ headers: HTTPFields = bearer
    ) async throws -> Fixture.TestResponse {
        let response = try await client.executeRequest(
            uri: path, method: .patch, headers: headers, body: ByteBuffer(string: body))
        return Fixture.TestResponse(
            status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }

    private static func get(
        _ client: any TestClientProtocol, _ path: String = "/v1/incidents/i1", _ headers: HTTPFields = [:]
    ) async throws -> Fixture.TestResponse {
        let response = try await client.executeRequest(uri: path, method: .get, headers: headers, body: nil)
        return Fixture.TestResponse(
            status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }

    @Test("resolution, lesson and state are changed with immediate effect")
    func changed() async throws {
        let log = try await log(Self.incident())
        try await with(log) { client in
            #expect(try await Self.get(client).object()["state"] == .string("open"))
            let listed = try await Self.get(client, "/v1/incidents?state=open").object()["incidents"]?.list.count
            #expect(listed == 1)
            let response = try await Self.patch(
                client, #"{"resolution": "The old copy was ended.", "lesson": "Watch the port.", "state": "resolved"}"#)
            #expect(response.status == 200 && response.headers[.contentType] == "application/json")
            let changed = try response.object()
            #expect(
                changed["resolution"] == .string("The old copy was ended.")
                    && changed["lesson"] == .string("Watch the port."))
            #expect(
                changed["state"] == .string("resolved") && changed["resolved"] == .string(Timestamp.hour(9).rfc3339))
            let shown = try await Self.get(client)
            #expect(shown.text == response.text && shown.headers[.eTag] == response.headers[.eTag])
            #expect(try await Self.get(client, "/v1/incidents?state=open").object()["incidents"] == .array([]))
            #expect(try await Self.get(client, "/v1/incidents/register").object()["open"] == .number(0))
        }
        let kept = try #require(try await log.incident(IncidentID(rawValue: "i1")))
        #expect(kept.resolution == "The old copy was ended." && kept.evidence.count == 1)
    }

    @Test("absent fields stay unchanged, and a resolved incident keeps its time")
    func partial() async throws {
        let log = try await log(Self.incident(state: .resolved))
        try await with(log) { client in
            #expect(
                try await Self.patch(client, #"{"state": "resolved", "lesson": "l"}"#).object()["resolved"]
                    == .string(Timestamp.hour(1).rfc3339))
            let opened = try await Self.patch(client, #"{"state": "open"}"#).object()
            #expect(opened["state"] == .string("open") && opened["resolved"] == nil && opened["lesson"] == .string("l"))
        }
    }

    @Test("without ADMIN_TOKEN every change is a 403", arguments: [Self.bearer, [:]])
    func forbidden(_ headers: HTTPFields) async throws {
        let log = try await log(Self.incident())
        try await with(log, admin: nil) { client in
            for path in ["/v1/incidents/i1", "/v1/incidents/nowhere"] {
                let response = try await Self.patch(client, #"{"state": "resolved"}"#, at: path, headers)
                #expect(response.status == 403 && response.headers[.contentType] == "application/problem+json")
                #expect(response.text.contains("ADMIN_TOKEN"))
            }
        }
        #expect(try await log.incident(IncidentID(rawValue: "i1")) == Self.incident())
    }

    @Test(
        "a missing or wrong token is a 401 before anything else is checked",
        arguments: [
            nil, "", "Bearer", "Bearer ", "Basic \(token)", token, "Bearer wrong", "Bearer \(token)x",
            "Bearer \(token.dropLast())", "Bearer \(token.uppercased())",
        ])
    func unauthorized(_ header: String?) async throws {
        let log = try await log(Self.incident())
        try await with(log) { client in
            var headers: HTTPFields = [:]
            headers[.authorization] = header
            let response = try await Self.patch(client, "not even JSON", headers)
            #expect(response.status == 401)
            #expect(response.headers[.wwwAuthenticate]?.hasPrefix("Bearer ") == true)
            #expect(!response.text.contains(Self.token))
        }
        #expect(try await log.incident(IncidentID(rawValue: "i1")) == Self.incident())
    }

    @Test("the authentication scheme is case-insensitive")
    func scheme() async throws {
        try await with(try await log(Self.incident())) { client in
            let headers: HTTPFields = [
                .authorization: "bearer \(Self.token)", .contentType: "application/merge-patch+json; charset=utf-8",
            ]
            let response = try await Self.patch(client, #"{"lesson": "l"}"#, headers)
            #expect(response.status == 200)
        }
    }

    @Test(
        "an invalid body is rejected with the reason",
        arguments: [
            ("", 400, "JSON object"), ("[]", 400, "JSON object"), ("{", 400, "JSON object"),
            ("{}", 422, "changes nothing"),
            (#"{"symptom": "x", "state": "resolved"}"#, 422, "'symptom'"), (#"{"state": "closed"}"#, 422, "resolved"),
            (#"{"state": null}"#, 422, "resolved"),
            (#"{"lesson": 5}"#, 422, "lesson must be a string"),
            (#"{"resolution": null}"#, 422, "resolution must be a string"),
            (#"{"resolution": "a\u0000b"}"#, 422, "control"),
            (#"{"resolution": ""# + String(repeating: "x", count: 10_001) + "\"}", 422, "10001"),
            (#"{"resolution": ""# + String(repeating: "x", count: 70_000) + "\"}", 413, "65536"),
        ])
    func body(_ body: String, _ status: Int, _ word: String) async throws {
        let log = try await log(Self.incident())
        try await with(log) { client in
            let response = try await Self.patch(client, body)
            #expect(response.status == status && response.text.contains(word), "\(response)")
        }
        #expect(try await log.incident(IncidentID(rawValue: "i1")) == Self.incident())
    }

    @Test("another media type is a 415", arguments: [nil, "text/plain", "application/x-www-form-urlencoded"])
    func mediaType(_ type: String?) async throws {
        try await with(try await log(Self.incident())) { client in
            var headers: HTTPFields = [.authorization: "Bearer \(Self.token)"]
            headers[.contentType] = type
            let response = try await Self.patch(client, #"{"lesson": "l"}"#, headers)
            #expect(response.status == 415)
            #expect(
                response.headers[try #require(HTTPField.Name("Accept-Patch"))]?.contains("application/json") == true)
        }
    }

    @Test("an unknown incident is a 404")
    func absent() async throws {
        try await with(try await log()) { client in
            let response = try await Self.patch(client, #"{"lesson": "l"}"#)
            #expect(response.status == 404)
        }
    }

    @Test("If-Match accepts the current ETag of either language only")
    func ifMatch() async throws {
        try await with(try await log(Self.incident())) { client in
            for language in ["en", "fr"] {
                let etag = try #require(try await Self.get(client, "/v1/incidents/i1?lang=\(language)").headers[.eTag])
                var headers = Self.bearer
                headers[.ifMatch] = "\"other\", \(etag)"
                #expect(try await Self.patch(client, #"{"lesson": "\#(language)"}"#, headers).status == 200)
                let late = try await Self.patch(client, #"{"lesson": "late"}"#, headers)
                #expect(late.status == 412)
                headers[.ifMatch] = "W/" + etag
                #expect(try await Self.patch(client, #"{"lesson": "weak"}"#, headers).status == 412)
                #expect(try await Self.get(client).object()["lesson"] == .string(language))
            }
            var headers = Self.bearer
            headers[.ifMatch] = "*"
            #expect(try await Self.patch(client, #"{"lesson": "any"}"#, headers).status == 200)
        }
    }

    @Test("a second open incident of a cause and place is a conflict")
    func conflict() async throws {
        let log = try await log(Self.incident(state: .resolved), Self.incident("i2"))
        try await with(log) { client in
            let response = try await Self.patch(client, #"{"state": "open"}"#)
            #expect(response.status == 409 && response.text.contains("i2"))
        }
    }

    @Test("the token is neither logged nor sent; the changed fields are logged")
    func tokenIsSecret() async throws {
        let written = Written()
        let wrong = "another-token-that-is-wrong"
        try await with(try await log(Self.incident()), written: written) { client in
            var responses = [
                try await Self.patch(client, #"{"lesson": "l"}"#), try await Self.patch(client, "{"),
                try await Self.patch(client, "{}", at: "/v1/incidents/i9"),
            ]
            responses.append(try await Self.patch(client, "{}", [.authorization: "Bearer \(wrong)"]))
            for response in responses {
                let sent = response.text + response.headers.map { $0.description }.joined()
                #expect(!sent.contains(Self.token) && !sent.contains(wrong))
            }
        }
        #expect(written.text.contains("incident i1 was changed over HTTP: lesson"))
        #expect(!written.text.contains(Self.token) && !written.text.contains(wrong))
        #expect(
            !"\(String(describing: AdminToken(Self.token))) \(String(reflecting: AdminToken(Self.token)))".contains(
                Self.token))
    }

    @Test(
        "a token that is short or cannot be sent in a header is rejected",
        arguments: ["", "short", "fifteen-letters", "blank in the middle", "é-is-not-of-ascii-at-all"])
    func weak(_ text: String) { #expect(AdminToken(text) == nil) }
}

/// A log handler that records all lines.
final class Written: LogHandler, Sendable {
    private let lines = Mutex("")

    var text: String { lines.withLock { $0 } }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) { lines.withLock { $0 += "\(event.message) \(event.metadata ?? [:])\n" } }
}
