import Crypto
package import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// The body of `POST /v1/push-subscriptions`: what a browser writes of its subscription (`PushSubscription.toJSON()`,
/// https://www.w3.org/TR/push-api/#dom-pushsubscription-tojson), and the language of its notifications.
package struct PushSubscriptionRequest: Sendable {
    package let endpoint: String
    package let key: [UInt8]
    package let secret: [UInt8]
    package let language: Language

    private static let maxBodySize = 4096

    /// - Parameters:
    ///   - key: `p256dh`, in base64url.
    ///   - secret: `auth`, in base64url.
    /// - Throws: ``Problem``: 422
    package init(endpoint: String, key: String, secret: String, language: Language) throws(Problem) {
        guard let point = [UInt8](base64URL: key), point.count == PushSubscription.keyLength,
            // Only a point of the curve: https://www.rfc-editor.org/rfc/rfc8291#section-7
            (try? P256.KeyAgreement.PublicKey(x963Representation: point)) != nil
        else {
            throw .invalidSubscription("p256dh must be an uncompressed point of P-256 in base64url (65 bytes)")
        }
        guard let secret = [UInt8](base64URL: secret), secret.count == PushSubscription.secretLength else {
            throw .invalidSubscription("auth must be 16 bytes in base64url")
        }
        (self.endpoint, self.key, self.secret, self.language) = (endpoint, point, secret, language)
    }

    /// - Throws: ``Problem``: 400, 413, 415 or 422.
    init(_ request: Request) async throws {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased() ?? ""
        guard type == "application/json" else {
            throw Problem(
                .unsupportedMediaType, code: "unsupported-media-type", title: "Unsupported media type",
                detail: "send JSON with the header Content-Type: application/json")
        }
        try request.requireUnencodedBody()
        let bytes: ByteBuffer
        do { bytes = try await request.body.collect(upTo: Self.maxBodySize) } catch is NIOTooManyBytesError {
            throw Problem(
                .contentTooLarge, code: "too-large", title: "Content too large",
                detail: "the body may have at most \(Self.maxBodySize) bytes")
        }
        try self.init(json: Data(bytes.readableBytesView))
    }

    private struct Body: Decodable {
        struct Keys: Decodable { let p256dh, auth: String }

        let endpoint: String
        let keys: Keys
        let language: String?
    }

    /// Members that are not known are those of a newer browser, and read over.
    init(json: Data) throws(Problem) {
        guard (try? JSONDecoder().decode([String: JSONValue].self, from: json)) != nil else {
            throw .invalidBody("the body must be a JSON object, as PushSubscription.toJSON() gives it")
        }
        if let name = RepeatedMember.first(in: json) { throw .repeatedMember(name) }
        guard let body = try? JSONDecoder().decode(Body.self, from: json) else {
            throw .invalidSubscription(
                #"the body must have endpoint, and keys with p256dh and auth, as strings; language is "en" or "fr""#)
        }
        guard let language = Language(rawValue: body.language ?? Language.english.rawValue) else {
            throw .invalidSubscription("language must be \"en\" or \"fr\"")
        }
        try self.init(endpoint: body.endpoint, key: body.keys.p256dh, secret: body.keys.auth, language: language)
    }

    /// - Throws: ``Problem``: 422 for an endpoint of a push service that is not allowed.
    func subscription(at now: Timestamp, of services: PushServices) throws(Problem) -> PushSubscription {
        do throws(PushServices.Refusal) {
            try services.check(endpoint)
        } catch {
            // Nothing but the host: the rest is a secret.
            let detail =
                switch error {
                case .noAddress: "endpoint must be an https address"
                case .tooLong: "endpoint may have at most \(PushSubscription.longestEndpoint) bytes"
                case .notListed(let service):
                    "'\(service.printableLine(limit: 100))' is no push service of PUSH_SERVICES"
                }
            throw .invalidSubscription(detail)
        }
        return PushSubscription(
            id: Self.id(of: endpoint), endpoint: endpoint, key: key, secret: secret, language: language, created: now)
    }

    private static func id(of endpoint: String) -> String {
        SHA256.hash(data: Data(endpoint.utf8)).prefix(PushSubscription.idLength / 2).hexadecimal
    }
}

extension Problem {
    /// 422.
    package static func invalidSubscription(_ detail: String) -> Problem {
        Problem(
            .unprocessableContent, code: "invalid-push-subscription", title: "Invalid push subscription",
            detail: detail)
    }
}
