import Crypto
import Domain
import FoundationEssentials
import HTTPTypes
import Synchronization

/// A push service (RFC 8030) and the browsers that it serves: it refuses what those of browser vendors refuse, and
/// keeps what the browsers read.
package final class PushService: Sendable {
    /// What a browser read.
    package struct Message: Hashable, Sendable {
        /// ``SimulatedBrowser/id``
        package let browser: String
        /// The decrypted text.
        package let text: String
        /// `TTL`, in seconds.
        package let lifetime: Int
        package let urgency: String
        package let topic: String
    }

    private struct State {
        var browsers: [String: SimulatedBrowser] = [:]
        var messages: [Message] = []
    }

    private let state = Mutex(State())
    /// Push services run in real time: their tokens end.
    private static var now: Timestamp { Timestamp(Date()) }

    /// Without browsers.
    package init() {}

    /// Oldest first.
    package var messages: [Message] { state.withLock { $0.messages } }

    /// Registers a browser.
    /// - Parameter key: the `applicationServerKey`, in base64url; `nil` for any.
    package func register(for key: String? = nil) -> SimulatedBrowser {
        state.withLock { state in
            let browser = SimulatedBrowser(id: "browser-\(state.browsers.count + 1)", applicationServerKey: key)
            state.browsers[browser.id] = browser
            return browser
        }
    }

    /// Ends the registration of a browser.
    package func remove(_ browser: SimulatedBrowser) {
        state.withLock { _ = $0.browsers.removeValue(forKey: browser.id) }
    }

    func response(to request: WorldRequest) -> WorldResponse {
        guard let browser = state.withLock({ $0.browsers[String(request.path.dropFirst())] }) else {
            return .text("the subscription has ended", status: .gone)
        }
        guard let lifetime = request.header("TTL").flatMap(Int.init), lifetime >= 0 else {
            return .text("TTL is missing", status: .badRequest)
        }
        guard request.body.count <= 4096 else { return .text("too large", status: .contentTooLarge) }
        guard let sender = VAPIDToken(request.headers[.authorization] ?? "") else {
            return .text("no token", status: .unauthorized)
        }
        guard sender.isValid(for: request.origin, at: Self.now),
            browser.applicationServerKey == nil || browser.applicationServerKey == sender.key
        else { return .text("the token is not valid", status: .forbidden) }
        let topic = request.header("Topic") ?? ""
        guard request.header("Content-Encoding") == "aes128gcm", topic.utf8.count <= 32,
            let text = try? browser.decrypted(request.body)
        else { return .text("the message cannot be read", status: .badRequest) }
        state.withLock {
            $0.messages.append(
                Message(
                    browser: browser.id, text: text, lifetime: lifetime, urgency: request.header("Urgency") ?? "",
                    topic: topic))
        }
        return WorldResponse(.created, "text/plain", [])
    }
}

extension WorldRequest {
    fileprivate func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

/// The sender of a message, as it says (RFC 8292).
private struct VAPIDToken {
    private struct Claims: Decodable {
        let aud: String
        let exp: Int64
        let sub: String
    }

    /// In base64url.
    let key: String
    private let token: String

    init?(_ authorization: String) {
        guard authorization.hasPrefix("vapid ") else { return nil }
        let parts = authorization.dropFirst("vapid ".count).split(separator: ",").map { $0.filter { $0 != " " } }
        guard let token = parts.first(where: { $0.hasPrefix("t=") }),
            let key = parts.first(where: { $0.hasPrefix("k=") })
        else { return nil }
        (self.token, self.key) = (String(token.dropFirst(2)), String(key.dropFirst(2)))
    }

    func isValid(for origin: String, at now: Timestamp) -> Bool {
        let parts = token.split(separator: ".").map(String.init)
        guard parts.count == 3, let claims = [UInt8](base64URL: parts[1]), let signature = [UInt8](base64URL: parts[2]),
            let point = [UInt8](base64URL: key),
            let publicKey = try? P256.Signing.PublicKey(x963Representation: point),
            let signed = try? P256.Signing.ECDSASignature(rawRepresentation: signature),
            publicKey.isValidSignature(signed, for: Data("\(parts[0]).\(parts[1])".utf8)),
            let said = try? JSONDecoder().decode(Claims.self, from: Data(claims))
        else { return false }
        return said.aud == origin && (now.seconds...now.seconds + 86_400).contains(said.exp)
            && (said.sub.hasPrefix("mailto:") || said.sub.hasPrefix("https:"))
    }
}
