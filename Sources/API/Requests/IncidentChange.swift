import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird

/// What `PATCH /v1/incidents/{id}` may change; what is absent stays as it is (RFC 7396).
struct IncidentChange: Sendable {
    private var resolution: Phrase?
    private var lesson: Phrase?
    private var state: Incident.State?

    private static let keys = ["lesson", "resolution", "state"]
    /// Bytes of a body.
    private static let largestBody = 64 << 10
    /// Characters of a text.
    private static let longestText = 10_000
    private static let mediaTypes = ["application/json", "application/merge-patch+json"]

    /// The names of what it changes, for the log.
    var names: [String] {
        [("lesson", lesson != nil), ("resolution", resolution != nil), ("state", state != nil)].filter(\.1).map(\.0)
    }

    /// Whether it would open an incident that is not open.
    func reopens(_ incident: Incident) -> Bool { state == .open && incident.state != .open }

    /// - Throws: ``Problem`` that says what would be right.
    init(_ request: Request) async throws {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased() ?? ""
        guard Self.mediaTypes.contains(type) else {
            throw Problem(
                .unsupportedMediaType, code: "unsupported-media-type", title: "This kind of body cannot be read",
                detail: "send JSON, and say so: Content-Type: application/json",
                headers: [.acceptPatch: Self.mediaTypes.joined(separator: ", ")])
        }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > Self.largestBody {
            throw Problem.tooLarge(Self.largestBody)
        }
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            bytes += buffer.readableBytesView
            guard bytes.count <= Self.largestBody else { throw Problem.tooLarge(Self.largestBody) }
        }
        try self.init(json: bytes)
    }

    init(json: [UInt8]) throws(Problem) {
        guard let values = try? JSONDecoder().decode([String: Value].self, from: Data(json)) else {
            throw Problem(
                .badRequest, code: "invalid-body", title: "The body cannot be read",
                detail: "send one JSON object, as in {\"resolution\": \"…\", \"state\": \"resolved\"}")
        }
        let unknown = values.keys.filter { !Self.keys.contains($0) }.sorted()
        guard unknown.isEmpty else {
            let names = unknown.prefix(5).map { "'\($0.prefix(40))'" }.joined(separator: ", ")
            throw .unusable("\(names) cannot be changed; \(Self.keys.joined(separator: ", ")) can")
        }
        guard !values.isEmpty else {
            throw .unusable("there is nothing to change: give \(Self.keys.joined(separator: ", "))")
        }
        resolution = try Self.text("resolution", in: values)
        lesson = try Self.text("lesson", in: values)
        if let value = values["state"] {
            guard case .text(let text) = value, let state = Incident.State(known: text) else {
                throw .unusable("state must be \"open\" or \"resolved\"")
            }
            self.state = state
        }
    }

    /// - Parameter now: when it is over, where this ends it.
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

    /// What a person wrote is the same in both languages.
    private static func text(_ name: String, in values: [String: Value]) throws(Problem) -> Phrase? {
        guard let value = values[name] else { return nil }
        guard case .text(let text) = value else { throw .unusable("\(name) must be a text") }
        guard text.count <= longestText else {
            throw .unusable("\(name) has \(text.count) characters, and may have \(longestText)")
        }
        guard
            text.unicodeScalars.allSatisfy({
                $0.properties.generalCategory != .control || ["\n", "\r", "\t"].contains($0)
            })
        else {
            throw .unusable("\(name) holds control characters")
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
    fileprivate static func unusable(_ detail: String) -> Problem {
        Problem(.unprocessableContent, code: "invalid-body", title: "The change cannot be made", detail: detail)
    }

    fileprivate static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            .contentTooLarge, code: "too-large", title: "The body is too large", detail: "it may have \(limit) bytes")
    }
}
