import API
import Domain
import FoundationEssentials
import Storage

extension FuzzTarget {
    /// Cursors of lists, and other parameters that are read before a route is known.
    static let cursors = FuzzTarget(
        "cursors", maxLength: 600, words: ["c/", "n/", "t/", "r/", "i/", "1h", "/"]
    ) { (bytes) throws(Broken) in
        let text = String(decoding: bytes, as: UTF8.self)
        // As sent, and as its plain text would be sent: mutations of base64 seldom are base64.
        for sent in [text, Data(bytes).base64EncodedString()] {
            guard let cursor = Cursor(text: sent) else { continue }
            try require(Cursor(text: cursor.text) == cursor, "a cursor changes when it is written and read again")
        }
        _ = LanguageNegotiation.language(text)
        let trace = TraceContext(continuing: text)
        try require(
            trace.traceID.utf8.count == 32 && trace.traceparent.utf8.count == 55,
            "a traceparent of another form was continued")
    }

    static let databaseURL = FuzzTarget(
        "database-url", maxLength: 512,
        words: [
            "sqlite://", "postgres://", "postgresql://", "host=", "port=", "sslmode=", "verify-full", "user=",
            "password=", "dbname=", "[::1]", ":5432", ",", "&",
        ]
    ) { (bytes) throws(Broken) in
        let text = String(decoding: bytes, as: UTF8.self)
        func check(_ text: String, secret: String?) throws(Broken) {
            do {
                let url = try DatabaseURL(text)
                try require(url.fingerprint.utf8.count == 16, "a fingerprint is not 16 digits")
                let shown = [url.description, "\(url)", String(reflecting: url), url.hosts ?? "", url.name]
                if let secret { try require(!shown.contains { $0.contains(secret) }, "a password is shown") }
            } catch let failure as DatabaseURL.Malformed {
                if let secret { try require(!"\(failure)".contains(secret), "a refusal shows a password") }
            } catch {
                throw Broken("\(error)")
            }
        }
        try check(text, secret: nil)
        let secret = "hunter2-" + Data(bytes.prefix(8)).base64EncodedString().percentEncoded
        try check("postgres://u:\(secret)@" + text, secret: secret)
        try check("postgres://u:\(secret)@h/d?" + text, secret: secret)
    }

    static let dates = FuzzTarget(
        "dates", maxLength: 100,
        words: [
            "T", "Z", "+00:00", "-23:59", " GMT", "Mon, ", " Feb ", "2000", "9999", "0001", "60", "29", "-", ":", ".",
        ]
    ) { (bytes) throws(Broken) in
        let text = String(decoding: bytes, as: UTF8.self)
        if let time = Timestamp(rfc3339: text) {
            try require(Timestamp(rfc3339: time.rfc3339) == time, "\(time) is not what its text says")
        }
        if let time = Timestamp(httpDate: text) {
            try require(Timestamp(httpDate: time.httpDate) == time, "\(time.httpDate) is not what its text says")
        }
        for number in [Double(text) ?? 0, -(Double(text) ?? 0)] {
            _ = Duration(clampedSeconds: number)
            let time = Timestamp(milliseconds: Int64(clamped: number))
            try require(Timestamp(rfc3339: time.rfc3339) == time, "\(time) is not what its text says")
            for interval in Interval.allCases {
                let open = interval.openTime(containing: time)
                try require(open <= time && open + interval.duration >= time, "\(time) is not within its \(interval)")
            }
        }
    }

    /// What makes text from outside safe to print.
    static let text = FuzzTarget("text", maxLength: 1024) { (bytes) throws(Broken) in
        let text = String(decoding: bytes, as: UTF8.self)
        for line in [
            text.printableLine(), text.printableLine(limit: 40), text.condensedLine(), text.condensedLine(limit: 0),
            Evidence(source: "journal", line: text).printableLine,
        ] {
            try require(line.unicodeScalars.allSatisfy(\.isPrintable), "a line is not printable")
        }
        try require(text.printableLine(limit: 40).count <= 40, "a line is longer than its limit")
        try require(text.percentEncoded.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "not only ASCII is left")
    }
}
