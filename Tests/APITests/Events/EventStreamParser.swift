import Foundation

/// What a browser does with `text/event-stream`: WHATWG HTML, 9.2.6, "Interpreting an event stream".
struct EventStreamParser {
    struct Event: Hashable {
        let type: String
        let data: String
        let lastEventID: String
    }

    private(set) var events: [Event] = []
    private(set) var lastEventID = ""
    private(set) var reconnectionTime: Int?
    private(set) var comments = 0
    private var (type, data) = ("", "")

    /// - Parameter text: a complete stream so far. What follows its last empty line is ignored, as at the end of a
    ///   stream.
    init(_ text: String) {
        for line in Self.lines(text) { process(line) }
    }

    private static func lines(_ text: String) -> [String] {
        var (lines, line, previous) = ([String](), String.UnicodeScalarView(), Unicode.Scalar(0))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r":
                lines.append(String(line))
                line = .init()
            default: line.append(scalar)
            }
            previous = scalar
        }
        return lines
    }

    private mutating func process(_ line: String) {
        if line.isEmpty { return dispatch() }
        if line.hasPrefix(":") {
            comments += 1
            return
        }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count == 2 ? String(parts[1]) : ""
        if value.hasPrefix(" ") { value.removeFirst() }
        switch parts[0] {
        case "event": type = value
        case "data": data += value + "\n"
        case "id": if !value.contains("\0") { lastEventID = value }
        case "retry": if !value.isEmpty, value.allSatisfy(\.isWholeNumber) { reconnectionTime = Int(value) }
        default: break
        }
    }

    private mutating func dispatch() {
        defer { (type, data) = ("", "") }
        guard !data.isEmpty else { return }
        data.removeLast()
        events.append(Event(type: type.isEmpty ? "message" : type, data: data, lastEventID: lastEventID))
    }
}

/// The body of a response in chunks (RFC 9112, 7.1), as far as it has come.
func unchunked(_ response: String) -> String {
    guard let end = response.range(of: "\r\n\r\n") else { return "" }
    var (rest, body) = (Array(response[end.upperBound...].utf8)[...], [UInt8]())
    while let line = rest.firstIndex(of: UInt8(ascii: "\n")),
        let size = Int(String(decoding: rest[rest.startIndex..<line].dropLast(), as: UTF8.self), radix: 16),
        rest.endIndex - line > size, size > 0
    {
        body += rest[(line + 1)...].prefix(size)
        rest = rest[(line + 1)...].dropFirst(size + 2)
    }
    return String(decoding: body, as: UTF8.self)
}
