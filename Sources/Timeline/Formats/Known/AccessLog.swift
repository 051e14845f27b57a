import Logging

extension LineFormat {
    /// Access logs of nginx and Apache: common and combined format, with or without a virtual host in front (Apache's
    /// `vhost_combined` of `other_vhosts_access.log`), and with our nginx site's last field, the `traceparent`
    /// (https://httpd.apache.org/docs/2.4/logs.html#accesslog,
    /// https://nginx.org/en/docs/http/ngx_http_log_module.html).
    static let accessLog = LineFormat(
        "access", heads: [.bytes(AccessLog.beginnings)], time: AccessLog.time, read: AccessLog.read,
        examples: [
            LineExample(
                #"83.149.9.216 - - [17/May/2015:10:05:03 +0200] "GET /a b HTTP/1.1" 200 203 "-" "curl/8""#,
                "2015-05-17T08:05:03Z", "info", #"83.149.9.216 "GET /a b HTTP/1.1" 200 203 "-" "curl/8""#),
            LineExample(
                #"::1 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 404 -"#, "2015-05-17T10:05:03Z", "notice",
                #"::1 "GET / HTTP/1.1" 404 -"#),
            LineExample(
                #"127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326"#,
                "2000-10-10T20:55:36Z", "info", #"127.0.0.1 frank "GET /apache_pb.gif HTTP/1.0" 200 2326"#),
            LineExample(
                #"vh.org:443 203.0.113.9 - bob [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 9 "-" "curl/8""#,
                "2015-05-17T10:05:03Z", "info", #"vh.org:443 203.0.113.9 bob "GET / HTTP/1.1" 200 9 "-" "curl/8""#),
            LineExample(
                #"vh.org:80 2001:db8::1 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 301 9 "-" "-""#,
                "2015-05-17T10:05:03Z", "info", #"vh.org:80 2001:db8::1 "GET / HTTP/1.1" 301 9 "-" "-""#),
            LineExample(
                #"h:80 10.0.0.1 - j[d]oe [29/Feb/2024:23:59:59 -0530] "GET /\"x\" HTTP/1.1" 502 1 "-" "a \" 200 b" "00"#
                    + #"-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01""#,
                "2024-03-01T05:29:59Z", "error", trace: "0af7651916cd43dd8448eb211c80319c",
                #"h:80 10.0.0.1 j[d]oe "GET /\"x\" HTTP/1.1" 502 1 "-" "a \" 200 b" "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01""#
            ),
            LineExample(
                #"1.2.3.4 - - [17/May/2015:10:05:03 +0000] "-" 400 0 "-" "-" "0af7651916cd43dd8448eb211c80319c""#,
                "2015-05-17T10:05:03Z", "notice", trace: "0af7651916cd43dd8448eb211c80319c",
                #"1.2.3.4 "-" 400 0 "-" "-" "0af7651916cd43dd8448eb211c80319c""#),
        ])
}

private enum AccessLog {
    static let beginnings = String(
        (33...126).compactMap { $0 == 60 || $0 == 123 ? nil : Character(Unicode.Scalar($0)) })

    /// The length of `[17/May/2015:10:05:03 +0200]`.
    private static let timeLength = 28

    static func time(of line: Line, _ clock: inout LogClock) -> LineTime? {
        var from = 1
        // A user name may contain brackets; 512 bytes are enough for any.
        while let open = line.first(UInt8(ascii: "["), from: from, before: 512), open + timeLength <= line.count {
            if line[open + 27] == UInt8(ascii: "]"), let time = clock.common(line, at: open + 1) {
                // Behind a service's name and a bar: docker compose.
                if line.first(UInt8(ascii: "|"), before: open) != nil, Compose.text(of: line) != nil { return nil }
                return LineTime(time: time, end: open + timeLength)
            }
            from = open + 1
        }
        return nil
    }

    static func read(_ line: Line, _ timeEnd: Int, into facts: inout LineFacts) {
        let client = readClient(line, before: max(0, timeEnd - timeLength), &facts)
        let rest = line.skippingSpaces(from: timeEnd)
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

    /// Reads `[host] client identity user ` before the time: the host, the client and a user are parts of the message.
    /// - Returns: the client's address.
    private static func readClient(_ line: Line, before end: Int, _ facts: inout LineFacts) -> LineFacts.Value {
        let blank = line.first(UInt8(ascii: " "), before: end) ?? end
        var client = LineFacts.Value.plain(0, blank)
        facts.message.append(client)
        // Nearly always: no virtual host, no identity, no user.
        guard blank + 5 != end || !line.has(" - - ", at: blank) else { return client }
        var next = min(blank + 1, end)
        var word = line.first(UInt8(ascii: " "), from: next, before: end) ?? end
        if isAddress(line, next, word) || isHostWithPort(line, blank) && !line.part(next, word).elementsEqual("-".utf8)
        {
            client = .plain(next, word)
            facts.message.append(client)
            next = min(word + 1, end)
            word = line.first(UInt8(ascii: " "), from: next, before: end) ?? end
        }
        // The identity is `-` but for RFC 1413; the user may contain blanks.
        let user = min(word + 1, end)
        if end - 1 > user, !line.part(user, end - 1).elementsEqual("-".utf8) {
            facts.message.append(.plain(user, end - 1))
        }
        return client
    }

    private static func isAddress(_ line: Line, _ start: Int, _ end: Int) -> Bool {
        var marks = 0
        for byte in line.part(start, max(start, end)) {
            if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") {
                marks += 1
            } else if !byte.isDigit, (byte | 0x20) &- 97 >= 6 {
                return false
            }
        }
        return marks > 1
    }

    /// Whether the first word ends with a colon and digits.
    private static func isHostWithPort(_ line: Line, _ end: Int) -> Bool {
        var index = end
        while index > 0, line[index - 1].isDigit { index -= 1 }
        return index < end && index > 1 && line[index - 1] == UInt8(ascii: ":") && line[index - 2] != UInt8(ascii: ":")
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
