import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird

/// The body of `PATCH /v1/incidents/{id}`; absent fields stay unchanged (RFC 7396).
package struct IncidentPatch: Sendable {
    private var resolution: Phrase?
    private var lesson: Phrase?
    private var state: Incident.State?

    private static let keys = ["lesson", "resolution", "state"]
    private static let fieldList = "lesson, resolution and state"
    /// In bytes.
    private static let maxBodySize = 64 << 10
    /// In characters.
    static let maxTextLength = 10_000
    private static let mediaTypes = ["application/json", "application/merge-patch+json"]

    /// The changed fields, for the log.
    var changedFields: [String] {
        [("lesson", lesson != nil), ("resolution", resolution != nil), ("state", state != nil)].filter(\.1).map(\.0)
    }

    /// Whether it reopens an incident that is not open.
    func reopens(_ incident: Incident) -> Bool { state == .open && incident.state != .open }

    /// - Throws: ``Problem``: 400, 413, 415 or 422.
    init(_ request: Request) async throws {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased() ?? ""
        guard Self.mediaTypes.contains(type) else {
            throw Problem(
                .unsupportedMediaType, code: "unsupported-media-type", title: "Unsupported media type",
                detail: "send JSON with the header Content-Type: application/json",
                headers: [.acceptPatch: Self.mediaTypes.joined(separator: ", ")])
        }
        try request.requireUnencodedBody()
        if let length = request.headers[.contentLength].flatMap(Int.init), length > Self.maxBodySize {
            throw Problem.tooLarge(Self.maxBodySize)
        }
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            bytes += buffer.readableBytesView
            guard bytes.count <= Self.maxBodySize else { throw Problem.tooLarge(Self.maxBodySize) }
        }
        try self.init(json: bytes)
    }

    package init(json: [UInt8]) throws(Problem) {
        guard let values = try? JSONDecoder().decode([String: Value].self, from: Data(json)) else {
            throw .invalidBody(
                "the body must be a JSON object, such as {\"resolution\": \"…\", \"state\": \"resolved\"}")
        }
        if let name = RepeatedMember.first(in: json) { throw .repeatedMember(name) }
        let unknown = values.keys.filter { !Self.keys.contains($0) }.sorted()
        guard unknown.isEmpty else {
            let names = unknown.prefix(5).map { "'\($0.printableLine(limit: 40))'" }.joined(separator: ", ")
            throw .invalidChange("cannot change \(names); the fields that can be changed are \(Self.fieldList)")
        }
        guard !values.isEmpty else {
            throw .invalidChange("the body changes nothing; send at least one of \(Self.fieldList)")
        }
        resolution = try Self.text("resolution", in: values)
        lesson = try Self.text("lesson", in: values)
        if let value = values["state"] {
            guard case .text(let text) = value, let state = Incident.State(known: text) else {
                throw .invalidChange("state must be \"open\" or \"resolved\"")
            }
            self.state = state
        }
    }

    /// - Parameter now: the time of the resolution, where it resolves the incident.
    func apply(to incident: inout Incident, now: Timestamp) {
        if let resolution { incident.resolution = resolution }
        if let lesson { incident.lesson = lesson }
        switch state {
        case .resolved:
            incident.state = .resolved
            incident.resolved = incident.resolved ?? now
        case .open:
            incident.state = .open
            incident.resolved = nil
        default: break
        }
    }

    /// A text written by an operator is shown in both languages.
    private static func text(_ name: String, in values: [String: Value]) throws(Problem) -> Phrase? {
        guard let value = values[name] else { return nil }
        guard case .text(let text) = value else { throw .invalidChange("\(name) must be a string") }
        guard text.count <= maxTextLength else {
            throw .invalidChange("\(name) must have at most \(maxTextLength) characters (got \(text.count))")
        }
        guard
            text.unicodeScalars.allSatisfy({
                $0.properties.generalCategory != .control || ["\n", "\r", "\t"].contains($0)
            })
        else {
            throw .invalidChange("\(name) must not contain control characters")
        }
        return Phrase(verbatim: text)
    }

    private enum Value: Decodable {
        case text(String), other

        init(from decoder: any Decoder) throws {
            self = (try? decoder.singleValueContainer().decode(String.self)).map(Value.text) ?? .other
        }
    }
}

extension Problem {
    fileprivate static func invalidChange(_ detail: String) -> Problem {
        Problem(.unprocessableContent, code: "invalid-body", title: "Invalid change", detail: detail)
    }

    fileprivate static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            .contentTooLarge, code: "too-large", title: "Request body too large",
            detail: "the body must have at most \(limit) bytes")
    }
}
