import Crypto

enum HexDigest {
    /// SHA-256 of the text's UTF-8, as 64 lower-case hexadecimal digits.
    static func sha256(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = SHA256.hash(data: Array(text.utf8)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
