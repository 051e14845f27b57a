import Crypto

/// The token of operators (RFC 6750). Only its SHA-256 digest is kept, so that it cannot be
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
