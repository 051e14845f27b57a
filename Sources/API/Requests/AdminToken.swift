import Crypto
import HTTPTypes
import Hummingbird

/// What whoever changes something over HTTP has to show (RFC 6750). Only its digest is kept: it cannot be told by mistake.
package struct AdminToken: Sendable, CustomStringConvertible {
    private let digest: [UInt8]

    /// Characters of the shortest one: a shorter one can be guessed.
    package static let shortest = 16

    /// `nil` for what is too short, or could not stand in a header: it has to be of visible ASCII characters.
    package init?(_ text: String) {
        guard text.utf8.count >= Self.shortest, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        digest = Self.digest(of: text)
    }

    package var description: String { "(an admin token, not shown)" }

    /// Takes as long for a wrong one as for the right one, wherever they differ.
    func matches(_ given: String) -> Bool {
        zip(digest, Self.digest(of: given)).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func digest(of text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}

/// Lets through who may change something.
struct AdminGate: Sendable {
    private let token: AdminToken?

    /// - Parameter token: `nil` where nobody may.
    init(_ token: AdminToken?) { self.token = token }

    func admit(_ request: Request) throws(Problem) {
        guard let token else {
            throw Problem(
                .forbidden, code: "forbidden", title: "Nothing can be changed here",
                detail:
                    "ADMIN_TOKEN is not set, so that nobody can change anything over HTTP: set it and start the service again, or use the command on the host"
            )
        }
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        guard words.first?.lowercased() == "bearer", words.count == 2 else {
            throw .unauthorized("send the token in the header: Authorization: Bearer ADMIN_TOKEN", error: nil)
        }
        guard token.matches(words[1]) else {
            throw .unauthorized("this is not the token that ADMIN_TOKEN holds", error: "invalid_token")
        }
    }
}

extension Problem {
    fileprivate static func unauthorized(_ detail: String, error: String?) -> Problem {
        let challenge = "Bearer realm=\"bitcoin-analyzer\"" + (error.map { ", error=\"\($0)\"" } ?? "")
        return Problem(
            .unauthorized, code: "unauthorized", title: "Who are you?", detail: detail,
            headers: [.wwwAuthenticate: challenge])
    }
}
