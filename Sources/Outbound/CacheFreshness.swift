package import Domain

/// For how long a response may be used before it is asked for again (RFC 9111, 4.2), by a cache of one user's own.
/// Pure.
package enum CacheFreshness {
    /// `max-age` of `Cache-Control`, else `Expires` after `Date`, less the time for which a cache on the way has had
    /// the response (`Age`). `nil` where the server says nothing, or that it must be asked each time.
    ///
    /// An invalid `Expires`, such as `0`, is in the past (5.3). `s-maxage` is for caches that several users share.
    package static func lifetime(of response: OutboundResponse, now: Timestamp) -> Duration? {
        let directives = response.headers["cache-control"].map(directives) ?? [:]
        guard directives["no-cache"] == nil, directives["no-store"] == nil else { return nil }
        let stated: Duration?
        if let text = directives["max-age"] {
            // A value that is no number is stale (4.2.1).
            stated = seconds(text) ?? .zero
        } else if let expires = response.headers["expires"] {
            let date = response.serverTime ?? now
            stated = Timestamp(httpDate: expires, now: date).map { $0 - date } ?? .zero
        } else {
            stated = nil
        }
        return stated.flatMap { lifetime in
            let left = lifetime - (response.age ?? .zero)
            return left > .zero ? left : nil
        }
    }

    /// By name in lower case; of a repeated one the first (4.2.1). A comma in quotes does not separate.
    private static func directives(_ header: String) -> [String: String] {
        var found: [String: String] = [:]
        var isQuoted = false
        let parts = header.split { character in
            if character == "\"" { isQuoted.toggle() }
            return character == "," && !isQuoted
        }
        for part in parts {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = sides[0].trimmed.lowercased()
            let value = sides.count == 2 ? sides[1].trimmed.filter { $0 != "\"" } : ""
            if found[name] == nil { found[name] = value }
        }
        return found
    }

    /// A number too large to hold is 2³¹ (1.2.2).
    private static func seconds(_ text: String) -> Duration? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return .seconds(min(Int64(text) ?? .max, 1 << 31))
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
