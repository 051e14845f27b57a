/// W3C Trace Context (https://www.w3.org/TR/trace-context/): the id shared by a run or request and everything that it
/// causes: requests, written rows, log lines.
package struct TraceContext: Hashable, Sendable {
    /// 32 hexadecimal digits, not all zero.
    package let traceID: String
    /// 16 hexadecimal digits, our span.
    package let spanID: String

    /// The current context, bound for a run or request, and used by outgoing requests and log lines.
    @TaskLocal package static var current: TraceContext?

    /// Continues the trace of a valid `traceparent`, otherwise starts a new one.
    package init(continuing traceparent: String?) {
        var generator = SystemRandomNumberGenerator()
        self.init(continuing: traceparent, using: &generator)
    }

    package init(continuing traceparent: String?, using generator: inout some RandomNumberGenerator) {
        // The lowest bit is set, as W3C forbids zero.
        spanID = (generator.next() | 1).hexadecimal
        traceID =
            traceparent.flatMap(Self.traceID) ?? (generator.next() | 1).hexadecimal
            + generator.next().hexadecimal
    }

    /// A new span of a trace known by its id, such as that of a run.
    package init(traceID: String) {
        var generator = SystemRandomNumberGenerator()
        self.traceID = traceID
        spanID = (generator.next() | 1).hexadecimal
    }

    /// `00-TRACE-SPAN-01`.
    package var traceparent: String { "00-\(traceID)-\(spanID)-01" }

    private static func traceID(in header: String) -> String? {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].utf8.count == 2, parts[0] != "ff", parts[1].utf8.count == 32,
            parts[2].utf8.count == 16,
            parts[1].utf8.allSatisfy(isLowerHex), parts[2].utf8.allSatisfy(isLowerHex),
            parts[1].contains(where: { $0 != "0" })
        else { return nil }
        return String(parts[1])
    }

    private static func isLowerHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
