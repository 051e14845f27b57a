import Domain
import NIOCore

/// Writes the status line and headers of a prepared response, with those that differ for each request.
struct PreparedResponseHead {
    private let simulated: Bool
    private let now: @Sendable () -> Timestamp
    private var dateSecond: Int64 = .min
    private var date = ""
    private var generator = TraceGenerator()

    init(simulated: Bool, now: @escaping @Sendable () -> Timestamp) {
        self.simulated = simulated
        self.now = now
    }

    /// The places in a written head that differ for each request.
    struct Places {
        /// The index of the trace id, and of the date.
        let trace, date: Int
    }

    /// - Parameter isKnown: whether the client already has this body, so that the status is 304.
    /// - Returns: the trace of the request.
    @discardableResult
    mutating func write(
        _ response: PreparedResponse, isKnown: Bool, traceparent: String?, into buffer: inout ByteBuffer
    ) -> TraceContext {
        let trace = TraceContext(continuing: traceparent, using: &generator)
        buffer.writeImmutableBuffer(isKnown ? response.notModifiedHead : response.okHead)
        buffer.writeStaticString("Traceparent: ")
        buffer.writeString(trace.traceparent)
        buffer.writeStaticString("\r\nDate: ")
        buffer.writeString(currentDate())
        if simulated { buffer.writeStaticString("\r\nBitcoin-Analyzer-Simulated: true") }
        // Not of a 304, which is as short as it can be, for clients that ask often.
        if !isKnown { buffer.writeStaticString("\r\nServer: bitcoin-analyzer\r\nX-Content-Type-Options: nosniff") }
        buffer.writeStaticString("\r\n\r\n")
        return trace
    }

    /// The places in the head that ``write(_:isKnown:traceparent:into:)`` writes at the beginning of a buffer.
    static func places(_ response: PreparedResponse, isKnown: Bool) -> Places {
        let start = (isKnown ? response.notModifiedHead : response.okHead).readableBytes
        // "Traceparent: 00-", a trace, a hyphen, a span, "-01\r\nDate: ".
        let trace = start + 16
        return Places(trace: trace, date: trace + 32 + 1 + 16 + 11)
    }

    private mutating func currentDate() -> String {
        let moment = now()
        let second = moment.seconds
        if second != dateSecond {
            dateSecond = second
            date = moment.httpDate
        }
        return date
    }
}

/// SplitMix64 (Steele, Lea, Flood, 2014) with a random seed: trace ids must be unique, not secret, and the system's
/// generator costs a system call for each number.
struct TraceGenerator: RandomNumberGenerator {
    private var state = UInt64.random(in: .min ... .max)

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
