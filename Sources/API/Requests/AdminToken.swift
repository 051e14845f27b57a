import Crypto
import HTTPTypes
import Hummingbird

/// The bearer token that changes over HTTP require (RFC 6750). Only its SHA-256 digest is kept, so that it cannot be
/// logged.
package struct AdminToken: Sendable, CustomStringConvertible {
    private let digest: [UInt8]

    /// The minimum length in characters: shorter tokens can be guessed.
    package static let minLength = 16

    /// `nil` for a text that is too short or contains anything but visible ASCII characters, which a header cannot
    /// carry.
    package init?(_ text: String) {
        guard text.utf8.count >= Self.minLength, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        digest = Self.digest(of: text)
    }

    package var description: String { "(an admin token, not shown)" }

    /// Compares in constant time.
    func matches(_ given: String) -> Bool {
        zip(digest, Self.digest(of: given)).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func digest(of text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}

/// Authorizes requests that change something.
struct AdminAuthorization: Sendable {
    private let token: AdminToken?

    /// - Parameter token: `nil` disables changes.
    init(_ token: AdminToken?) { self.token = token }

    /// - Throws: 401 without the right token, 403 where changes are disabled.
    func require(_ request: Request) throws(Problem) {
        guard let token else {
            throw Problem(
                .forbidden, code: "forbidden", title: "Changes over HTTP are disabled",
                detail: "ADMIN_TOKEN is not set; set it and restart the service, or use the command line on the host")
        }
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        guard words.first?.lowercased() == "bearer", words.count == 2 else {
            throw .unauthorized(
                "send the header Authorization: Bearer TOKEN, with the value of ADMIN_TOKEN as TOKEN", error: nil)
        }
        guard token.matches(words[1]) else {
            throw .unauthorized("the token does not match ADMIN_TOKEN", error: "invalid_token")
        }
    }
}

extension Problem {
    fileprivate static func unauthorized(_ detail: String, error: String?) -> Problem {
        let challenge = "Bearer realm=\"bitcoin-analyzer\"" + (error.map { ", error=\"\($0)\"" } ?? "")
        return Problem(
            .unauthorized, code: "unauthorized", title: "Authentication required", detail: detail,
            headers: [.wwwAuthenticate: challenge])
    }
}
