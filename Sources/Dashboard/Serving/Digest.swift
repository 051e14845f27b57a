import Crypto
import Domain

/// A short name for content: the first 16 hexadecimal digits of its SHA-256.
enum Digest {
    static func hexadecimal(of bytes: some Sequence<UInt8>) -> String {
        SHA256.hash(data: Array(bytes)).prefix(8).hexadecimal
    }
}
