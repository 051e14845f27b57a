import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import API

@Suite("/v1/push-subscriptions") struct PushSubscriptionRouteTests {
    private static let token = "a-token-that-nobody-guesses"
    private static let endpoint = "https://fcm.googleapis.com/fcm/send/s3cret"
    private let operations = OperationsAuthorization(.token, token: AdminToken(token))

    private static func body(
        _ endpoint: String = endpoint, p256dh: String = PushSubscription.sampleKey,
        auth: String = PushSubscription.sampleSecret, more: String = ""
    ) -> String {
        #"{"endpoint":"\#(endpoint)","expirationTime":null,"keys":{"p256dh":"\#(p256dh)","auth":"\#(auth)"}\#(more)}"#
    }

    private struct Sent {
        var body = PushSubscriptionRouteTests.body()
        var type: String? = "application/json"
        var token: String? = PushSubscriptionRouteTests.token
        let status: Int
    }

    private func statuses(_ fixture: Fixture, _ requests: [Sent]) async throws -> [String] {
        let router = fixture.router(simulated: false, database: nil, operations: operations)
        return try await Application(router: router).test(.router) { client in
            var texts: [String] = []
            for request in requests {
                var headers: HTTPFields = [:]
                headers[.contentType] = request.type
                headers[.authorization] = request.token.map { "Bearer \($0)" }
                let response = try await client.executeRequest(
                    uri: "/v1/push-subscriptions", method: .post, headers: headers,
                    body: ByteBuffer(string: request.body))
                let text = String(buffer: response.body)
                #expect(response.status.code == request.status, "\(request.body): \(text)")
                #expect(!text.contains("s3cret"), "an endpoint is a secret")
                texts.append(text)
            }
            return texts
        }
    }

    @Test("a browser is registered with the token, once, in its language")
    func add() async throws {
        let fixture = try Fixture()
        let texts = try await statuses(
            fixture,
            [
                Sent(token: nil, status: 401), Sent(token: "another-token-of-16", status: 401), Sent(status: 200),
                Sent(body: Self.body(more: #","language":"fr""#), status: 200),
            ])
        #expect(texts[2].contains(#""service":"fcm.googleapis.com""#) && texts[2].contains(#""last_delivered":null"#))
        #expect(!texts[3].contains(PushSubscription.sampleKey) && !texts[3].contains(PushSubscription.sampleSecret))
        let kept = try await fixture.browsers.subscriptions()
        #expect(kept.map(\.endpoint) == [Self.endpoint] && kept.map(\.language) == [.french])
        #expect(kept[0].key.count == 65 && kept[0].secret.count == 16 && kept[0].created == fixture.now)
        // sha256sum
        #expect(kept[0].id == "d9a6db7659b05859")
    }

    @Test("a hostile endpoint, keys that are none and bodies of another form are refused with what is valid")
    func refused() async throws {
        let fixture = try Fixture()
        let other = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
        let texts = try await statuses(
            fixture,
            [
                Sent(body: Self.body("http://fcm.googleapis.com/s3cret"), status: 422),
                Sent(body: Self.body("https://evil.example/s3cret"), status: 422),
                Sent(body: Self.body("https://fcm.googleapis.com@evil.example/s3cret"), status: 422),
                Sent(body: Self.body("https://127.0.0.1/s3cret"), status: 422),
                Sent(body: Self.body("https://169.254.169.254/s3cret"), status: 422),
                Sent(body: Self.body("file:///s3cret"), status: 422), Sent(body: Self.body(""), status: 422),
                Sent(
                    body: Self.body("https://fcm.googleapis.com/s3cret" + String(repeating: "x", count: 1024)),
                    status: 422),
                Sent(body: Self.body(p256dh: "BCVx"), status: 422), Sent(body: Self.body(p256dh: other), status: 422),
                Sent(body: Self.body(auth: "BTBZ"), status: 422),
                Sent(body: Self.body(auth: PushSubscription.sampleSecret + "AAAA"), status: 422),
                Sent(body: Self.body(more: #","language":"de""#), status: 422),
                Sent(body: #"{"endpoint":"https://fcm.googleapis.com/s3cret"}"#, status: 422),
                Sent(body: #"{"endpoint":1,"keys":[]}"#, status: 422),
                Sent(body: Self.body(more: #","endpoint":"x""#), status: 400), Sent(body: "[]", status: 400),
                Sent(body: "", status: 400), Sent(type: "text/plain", status: 415),
                Sent(body: String(repeating: " ", count: 5000), status: 413),
            ])
        #expect(texts[1].contains("'evil.example' is no push service of PUSH_SERVICES"))
        #expect(texts[9].contains("p256dh must be") && texts[11].contains("auth must be 16 bytes"))
        #expect(try await fixture.browsers.subscriptions().isEmpty)
    }

    @Test("there are no more than the limit; who registers again is replaced")
    func limit() async throws {
        let fixture = try Fixture()
        let requests = (0...PushSubscription.limit).map {
            Sent(body: Self.body(Self.endpoint + "\($0)"), status: $0 < PushSubscription.limit ? 200 : 409)
        }
        let texts = try await statuses(fixture, requests + [Sent(body: Self.body(Self.endpoint + "0"), status: 200)])
        #expect(texts[PushSubscription.limit].contains("too-many-push-subscriptions"))
    }

    @Test(
        "browsers are listed for those who may read the operations, without their secrets, and removed with the token")
    func list() async throws {
        let fixture = try Fixture()
        _ = try await fixture.browsers.keep(.sample(), limit: 1)
        try await fixture.browsers.recordDelivery(to: "0123456789abcdef", at: .hour(2))
        #expect(try await fixture.get("/v1/push-subscriptions", operations: operations)[0].status == 401)
        let headers: HTTPFields = [.authorization: "Bearer \(Self.token)"]
        let response = try await fixture.get("/v1/push-subscriptions", headers: headers, operations: operations)[0]
        #expect(response.status == 200 && response.text.contains(#""key":"BPublic""#))
        #expect(response.text.contains(#""id":"0123456789abcdef""#) && response.text.contains(#""limit":20"#))
        for secret in ["s3cret", PushSubscription.sampleKey, PushSubscription.sampleSecret] {
            #expect(!response.text.contains(secret))
        }
        let path = "/v1/push-subscriptions/0123456789abcdef"
        #expect(try await fixture.send(.delete, [path], operations: operations)[0].status == 401)
        let removed = try await fixture.send(.delete, [path, path], headers: headers, operations: operations)
        #expect(removed.map(\.status) == [200, 404] && !removed[0].text.contains("s3cret"))
        #expect(try await fixture.browsers.subscriptions().isEmpty)
    }

    @Test("without a key in the settings nothing is registered, and the list says so")
    func off() async throws {
        var fixture = try Fixture()
        fixture.pushKey = nil
        let texts = try await statuses(fixture, [Sent(status: 409)])
        #expect(texts[0].contains("push-off") && texts[0].contains("vapid-keys"))
        #expect(try await fixture.get("/v1/push-subscriptions")[0].text.contains(#""key":null"#))
        #expect(try await fixture.send(.post, ["/v1/push-subscriptions"])[0].status == 403, "without a token")
    }
}
