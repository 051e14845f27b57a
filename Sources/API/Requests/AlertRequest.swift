package import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// The body of `POST /v1/alerts`.
package struct AlertRequest: Sendable {
    package let condition: PriceAlert.Condition
    package let note: String

    private static let maxBodySize = 4096
    private static let keys = ["kind", "price", "percent", "hours", "note"]

    /// - Throws: ``Problem``: 422
    package init(_ condition: PriceAlert.Condition, note: String) throws(Problem) {
        self.condition = condition
        do throws(InvalidPriceAlert) { self.note = try PriceAlert.note(note) } catch {
            throw .invalidAlert(error.reason.english)
        }
    }

    /// - Throws: ``Problem``: 400, 413, 415 or 422.
    init(_ request: Request) async throws {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased() ?? ""
        guard type == "application/json" else {
            throw Problem(
                .unsupportedMediaType, code: "unsupported-media-type", title: "Unsupported media type",
                detail: "send JSON with the header Content-Type: application/json")
        }
        try request.requireUnencodedBody()
        let bytes: ByteBuffer
        do { bytes = try await request.body.collect(upTo: Self.maxBodySize) } catch is NIOTooManyBytesError {
            throw Problem(
                .contentTooLarge, code: "too-large", title: "Content too large",
                detail: "the body may have at most \(Self.maxBodySize) bytes")
        }
        try self.init(json: Data(bytes.readableBytesView))
    }

    init(json: Data) throws(Problem) {
        guard let members = try? JSONDecoder().decode([String: Member].self, from: json) else {
            throw Problem(
                .badRequest, code: "invalid-body", title: "Invalid request body",
                detail: #"the body must be a JSON object: {"kind": "above", "price": 100000}"#)
        }
        if let name = RepeatedMember.first(in: json) { throw .repeatedMember(name) }
        let unknown = members.keys.filter { !Self.keys.contains($0) }.sorted()
        guard unknown.isEmpty else {
            let names = unknown.prefix(5).map { "'\($0.printableLine(limit: 40))'" }.joined(separator: ", ")
            throw .invalidAlert("an alert has no \(names); its fields are \(Self.keys.joined(separator: ", "))")
        }
        guard case .text(let kind)? = members["kind"] else {
            throw .invalidAlert("kind must be \"above\", \"below\" or \"moved\"")
        }
        let note: String
        switch members["note"] {
        case nil: note = ""
        case .text(let text): note = text
        default: throw .invalidAlert("note must be a string")
        }
        let (price, percent) = (try Self.number("price", members), try Self.number("percent", members))
        let hours = try Self.number("hours", members)
        let condition: PriceAlert.Condition
        do throws(InvalidPriceAlert) {
            condition = try PriceAlert.Condition(
                PriceAlertKind(rawValue: kind), price: price, percent: percent, hours: Self.whole(hours))
        } catch {
            throw .invalidAlert(error.reason.english)
        }
        try self.init(condition, note: note)
    }

    /// -1, which no range has, for what is no whole number.
    private static func whole(_ number: Double?) -> Int? { number.map { Int(exactly: $0) ?? -1 } }

    private static func number(_ name: String, _ members: [String: Member]) throws(Problem) -> Double? {
        switch members[name] {
        case nil: nil
        case .number(let number): number
        default: throw .invalidAlert("\(name) must be a number")
        }
    }

    private enum Member: Decodable {
        case number(Double), text(String), other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if (try? container.decode(Bool.self)) == nil, let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .other
            }
        }
    }
}

extension Problem {
    /// 422.
    package static func invalidAlert(_ detail: String) -> Problem {
        Problem(.unprocessableContent, code: "invalid-alert", title: "Invalid price alert", detail: detail)
    }
}
