import Crypto
import Domain
import FoundationEssentials

/// The key by which push services know this service (RFC 8292). Browsers are registered with its public half: another
/// key means registering them anew.
package struct VAPIDKey: Sendable, CustomStringConvertible {
    private let key: P256.Signing.PrivateKey

    /// How long a token is good for; at most 24 hours (RFC 8292, 2).
    private static let validity: Duration = .hours(12)

    /// A new key.
    package init() { key = P256.Signing.PrivateKey() }

    /// - Parameter text: the number of P-256 in base64url, 32 bytes: the private key that `web-push
    ///   generate-vapid-keys` prints.
    /// - Returns: `nil` for any other text.
    package init?(_ text: String) {
        guard let bytes = [UInt8](base64URL: text), bytes.count == 32,
            let key = try? P256.Signing.PrivateKey(rawRepresentation: bytes)
        else { return nil }
        self.key = key
    }

    package var description: String { "(a private key, not shown)" }

    /// As ``init(_:)`` takes it. A secret.
    package var privateText: String { key.rawRepresentation.base64URL }
    /// The `applicationServerKey` of the Push API, in base64url: 65 bytes.
    package var publicText: String { key.publicKey.x963Representation.base64URL }

    private struct Header: Encodable {
        let typ = "JWT"
        let alg = "ES256"
    }

    private struct Claims: Encodable {
        let aud: String
        let exp: Int64
        let sub: String
    }

    /// The value of `Authorization`.
    /// - Parameters:
    ///   - origin: of the push service: `https://push.example.org`.
    ///   - subject: how its operator reaches ours.
    func authorization(for origin: String, subject: String, now: Timestamp) throws -> String {
        let expiry = (now + Self.validity).seconds
        let parts = [
            try JSONEncoder.compact.encode(Header()).base64URL,
            try JSONEncoder.compact.encode(Claims(aud: origin, exp: expiry, sub: subject)).base64URL,
        ]
        let text = parts.joined(separator: ".")
        let signature = try key.signature(for: Data(text.utf8)).rawRepresentation.base64URL
        return "vapid t=\(text).\(signature), k=\(publicText)"
    }
}

/// Who sends to browsers, as their push services are told.
package struct PushSender: Sendable {
    package let key: VAPIDKey
    /// `mailto:` or `https:`, where the operator of a push service reaches ours.
    package let subject: String

    package init(key: VAPIDKey, subject: String) { (self.key, self.subject) = (key, subject) }
}
