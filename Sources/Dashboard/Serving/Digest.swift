import Crypto

/// A short name for content: the first 16 hexadecimal digits of its SHA-256.
enum Digest {
    static func hexadecimal(of bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        return SHA256.hash(data: Array(bytes)).prefix(8).reduce(into: "") { text, byte in
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
    }
}
