import Logging

/// Access logs of nginx and Apache, common and combined format, with or without a virtual host in front, and with our
/// nginx site's last field, the `traceparent`
/// (https://httpd.apache.org/docs/2.4/logs.html#accesslog, https://nginx.org/en/docs/http/ngx_http_log_module.html).
enum AccessLogFormat: LineFormat {
    static let name: StaticString = "access"

    static func time(of line: Line, _ clock: inout LogClock) -> Int64? {
        var from = 1
        // A user name may contain brackets; 512 bytes are enough for any.
        while let open = line.first(UInt8(ascii: "["), from: from, before: 512), open + 28 <= line.count {
            if line[open + 27] == UInt8(ascii: "]"), let time = clock.common(line, at: open + 1) { return time }
            from = open + 1
        }
        return nil
    }

    static func read(_ line: Line, into facts: inout LineFacts) {
        var open = 0
        while let next = line.first(UInt8(ascii: "["), from: open + 1), next + 28 <= line.count {
            open = next
            if line[open + 27] == UInt8(ascii: "]"), line[open + 12] == UInt8(ascii: ":") { break }
        }
        let client = LineFacts.Value.plain(0, line.first(UInt8(ascii: " ")) ?? line.count)
        let rest = line.skippingSpaces(from: min(open + 28, line.count))
        facts.message.append(client)
        facts.message.append(.plain(rest, line.count))
        facts.trace = trace(at: line)
        guard rest < line.count, line[rest] == UInt8(ascii: "\"") else { return }
        var quote = rest
        while let next = line.first(UInt8(ascii: "\""), from: quote + 1) {
            quote = next
            // Apache escapes a quote in a request as \", nginx as \x22.
            guard !line.isEscaped(next), next + 5 <= line.count, line[next + 1] == UInt8(ascii: " "),
                let status = line.number(next + 2, next + 5)
            else { continue }
            facts.level = status >= 500 ? .error : status >= 400 ? .notice : .info
            facts.request = (client, .plain(rest + 1, next), .plain(next + 2, next + 5))
            return
        }
    }

    /// The trace id in the last field, within a `traceparent` or alone.
    private static func trace(at line: Line) -> LineFacts.Value? {
        guard line.count > 35, line[line.count - 1] == UInt8(ascii: "\"") else { return nil }
        return trace(at: line, field: 55, skipping: 3) ?? trace(at: line, field: 32, skipping: 0)
    }

    /// The trace id in a last field with this many bytes between its quotes.
    private static func trace(at line: Line, field: Int, skipping: Int) -> LineFacts.Value? {
        let quote = line.count - field - 2
        guard quote > 0, line[quote] == UInt8(ascii: "\"") else { return nil }
        let start = quote + 1 + skipping
        return line.part(start, start + 32).allSatisfy { $0.isLowerHex } ? .plain(start, start + 32) : nil
    }
}
