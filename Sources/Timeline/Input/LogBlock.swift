/// One entry in a block: a line that has a time, and the lines without one behind it.
struct LogSpan: Sendable {
    /// Microseconds since 1970 in UTC.
    var time: Int64
    let start: Int32
    /// Without the last line's end.
    var count: Int32
    /// Place in ``LineFormats/all``.
    let format: UInt8
}

/// Some of a source's entries, in order, with their bytes. Handed on, and given back to be filled again.
struct LogBlock: Sendable {
    var bytes: [UInt8]
    var entries: [LogSpan] = []

    init(capacity: Int) { bytes = [UInt8](repeating: 0, count: capacity) }
}

extension [LogSpan] {
    /// Puts entries in the order of their times, those of equal time as they came.
    mutating func order() {
        sort { ($0.time, $0.start) < ($1.time, $1.start) }
    }
}
