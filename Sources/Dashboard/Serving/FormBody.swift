import API
import Domain
import HTTPTypes
import Hummingbird

/// The fields of a form (application/x-www-form-urlencoded, https://url.spec.whatwg.org/#urlencoded-parsing).
struct FormBody {
    private let fields: [String: String]

    /// In bytes.
    private static let maxSize = 64 << 10

    subscript(name: String) -> String? { fields[name] }

    /// - Throws: 413 or 415.
    init(_ request: Request) async throws {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        guard type == "application/x-www-form-urlencoded" else { throw Problem.notAForm }
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            bytes += buffer.readableBytesView
            guard bytes.count <= Self.maxSize else { throw Problem.largeForm }
        }
        self.init(text: String(decoding: bytes, as: UTF8.self))
    }

    init(text: String) {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                String($0).replacing("+", with: " ").percentDecoded
            }
            guard let name = parts.first, fields[name] == nil else { continue }
            fields[name] = parts.count > 1 ? parts[1] : ""
        }
        self.fields = fields
    }
}

extension String {
    /// What is no escape stays as it is.
    fileprivate var percentDecoded: String {
        var bytes: [UInt8] = []
        var rest = self.utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16),
                digits.first != UInt8(ascii: "+")
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Problem {
    fileprivate static let notAForm = Problem(
        .unsupportedMediaType, code: "unsupported-media-type", title: "Unsupported media type",
        detail: "send a form: application/x-www-form-urlencoded")
    fileprivate static let largeForm = Problem(
        .contentTooLarge, code: "too-large", title: "Request body too large",
        detail: "the form must have at most 65536 bytes")
}
