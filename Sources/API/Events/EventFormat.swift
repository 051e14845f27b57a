/// The format of `text/event-stream` (WHATWG HTML, 9.2.5 and 9.2.6).
enum EventFormat {
    static let contentType = "text/event-stream"
    /// An empty comment. Proxies close connections on which nothing comes; the standard advises one every 15 seconds
    /// (9.2.7).
    static let heartbeat = ":\n\n"

    /// The fields `event` and `data`, without the empty line that ends an event.
    static func fields(event: String, data: String) -> String {
        // Each line is a field of its own. Unicode scalars, as CR LF is one character.
        let lines = data.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }
        return "event: \(event)\n" + lines.map { "data: \(String($0))\n" }.joined()
    }

    /// The field `id`. Without `data` behind it, it only sets what the client sends as `Last-Event-ID`.
    static func id(_ id: EventID) -> String { "id: \(id.text)\n" }

    /// The field `retry`, after which the client connects again.
    static func retry(milliseconds: Int) -> String { "retry: \(milliseconds)\n" }

    /// Tells a client that events may be missing, so that it reads what it shows again.
    static let reset = fields(event: "reset", data: "{}") + "\n"
}
