import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import API

@Suite("/v1/alerts") struct AlertRouteTests {
    private static let token = "a-token-that-nobody-guesses"
    private let operations = OperationsAuthorization(.token, token: AdminToken(token))

    private struct Sent {
        var body = ""
        var type: String? = "application/json"
        var token: String? = AlertRouteTests.token
        var coding: String?
        let status: Int
    }

    private func statuses(_ fixture: Fixture, _ requests: [Sent]) async throws -> [String] {
        let router = fixture.router(simulated: false, database: nil, operations: operations)
        return try await Application(router: router).test(.router) { client in
            var texts: [String] = []
            for request in requests {
                var headers: HTTPFields = [:]
                headers[.contentType] = request.type
                headers[.contentEncoding] = request.coding
                headers[.authorization] = request.token.map { "Bearer \($0)" }
                let response = try await client.executeRequest(
                    uri: "/v1/alerts", method: .post, headers: headers, body: ByteBuffer(string: request.body))
                let text = String(buffer: response.body)
                #expect(response.status.code == request.status, "\(request.body): \(text)")
                texts.append(text)
            }
            return texts
        }
    }

    @Test("an alert is made with the token, and whatever is not valid is refused with what is")
    func add() async throws {
        let fixture = try Fixture()
        let valid = #"{"kind":"above","price":250.5,"note":"sell"}"#
        let texts = try await statuses(
            fixture,
            [
                Sent(body: valid, token: nil, status: 401),
                Sent(body: valid, token: "another-token-of-16", status: 401),
                Sent(body: valid, status: 200),
                Sent(body: #"{"kind":"moved","percent":5,"hours":24}"#, status: 200),
                Sent(body: #"{"kind":"below","price":199}"#, status: 200),
                Sent(body: valid, type: "text/plain", status: 415), Sent(body: "[]", status: 400),
                Sent(body: #"{"kind":"above"}"#, status: 422),
                Sent(body: #"{"kind":"above","price":"1"}"#, status: 422),
                Sent(body: #"{"kind":"above","price":true}"#, status: 422),
                Sent(body: #"{"kind":"above","price":1,"x":1}"#, status: 422),
                Sent(body: #"{"kind":"near","price":1}"#, status: 422), Sent(body: #"{"price":1}"#, status: 422),
                Sent(body: #"{"kind":"moved","percent":5,"hours":1.5}"#, status: 422),
                Sent(body: #"{"kind":"moved","percent":1e9,"hours":1}"#, status: 422),
                Sent(
                    body: #"{"kind":"above","price":1,"note":""# + String(repeating: "x", count: 101) + #""}"#,
                    status: 422),
                Sent(body: String(repeating: " ", count: 5000), status: 413),
            ])
        #expect(texts[2].contains(#""state":"armed""#) && texts[2].contains(#""percent":null"#))
        #expect(texts[7].contains("price must be a number greater than 0") && texts[13].contains("hours must be"))
        let alerts = try await fixture.notifications.alerts()
        let armed = Dictionary(alerts.map { ($0.condition, $0.armed) }) { first, _ in first }
        // The newest price is 48 % above that of a day before.
        #expect(
            armed == [.above(250.5): fixture.now, .moved(percent: 5, hours: 24): nil, .below(199): fixture.now])
    }

    @Test("a body that can be read in two ways, or is encoded, makes no alert")
    func ambiguous() async throws {
        let fixture = try Fixture()
        let texts = try await statuses(
            fixture,
            [
                Sent(body: #"{"kind":"above","price":250.5,"price":300}"#, status: 400),
                Sent(body: #"{"kind":"above","price":250.5,"k\u0069nd":"below"}"#, status: 400),
                Sent(body: #"{"kind":"above","price":250.5}"#, coding: "gzip", status: 415),
            ])
        #expect(texts[0].contains("'price' more than once") && texts[1].contains("'kind' more than once"))
        #expect(texts[2].contains("gzip"))
        #expect(try await fixture.notifications.alerts().isEmpty)
    }

    @Test("an alert whose price is reached already waits")
    func waiting() async throws {
        let fixture = try Fixture()
        // The newest price is 200.
        let texts = try await statuses(fixture, [Sent(body: #"{"kind":"above","price":200}"#, status: 200)])
        #expect(texts[0].contains(#""state":"waiting""#))
    }

    @Test("there are no more than the limit")
    func limit() async throws {
        let fixture = try Fixture()
        let body = #"{"kind":"above","price":1}"#
        let requests = (0...PriceAlert.limit).map { Sent(body: body, status: $0 < PriceAlert.limit ? 200 : 409) }
        _ = try await statuses(fixture, requests)
    }

    @Test("alerts are listed for those who may read the operations, and removed with the token")
    func list() async throws {
        let fixture = try Fixture()
        let alert = PriceAlert(
            id: "a1", .above(5), note: "n", created: .hour(1), armed: nil, firings: 2, fired: .hour(2), firedPrice: 6)
        _ = try await fixture.notifications.add(alert, limit: 1)
        #expect(try await fixture.get("/v1/alerts", operations: operations)[0].status == 401)
        let headers: HTTPFields = [.authorization: "Bearer \(Self.token)"]
        let response = try await fixture.get("/v1/alerts", headers: headers, operations: operations)[0]
        #expect(response.status == 200)
        #expect(
            response.text.contains(
                #""created":"1970-01-01T01:00:00Z""#) || response.text.contains(#""id":"a1""#))
        #expect(response.text.contains(#""sent":2"#) && response.text.contains(#""last_price":6"#))
        #expect(response.text.contains(#""limit":50"#))
        #expect(try await fixture.send(.delete, ["/v1/alerts/a1"], operations: operations)[0].status == 401)
        let removed = try await fixture.send(
            .delete, ["/v1/alerts/a1", "/v1/alerts/a1"], headers: headers, operations: operations)
        #expect(removed.map(\.status) == [200, 404])
        #expect(try await fixture.notifications.alerts().isEmpty)
    }

    @Test("without a token in the settings nothing is changed")
    func closed() async throws {
        let fixture = try Fixture()
        #expect(try await fixture.send(.post, ["/v1/alerts"])[0].status == 403)
        #expect(try await fixture.send(.delete, ["/v1/alerts/a"])[0].status == 403)
    }
}
