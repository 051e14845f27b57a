import Crypto
import Domain

enum HexDigest {
    /// SHA-256 of the text's UTF-8, as 64 lower-case hexadecimal digits.
    static func sha256(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).withUnsafeBytes { $0.hexadecimal }
    }
}
