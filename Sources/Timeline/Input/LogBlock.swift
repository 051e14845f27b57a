/// The position of one entry in a block: a line with a time, and the lines without one after it.
struct LogSpan: Sendable {
    /// Microseconds since 1970 in UTC.
    var time: Int64
    let start: Int32
    /// In bytes, without the final line end.
    var count: Int32
    /// The index after the time's text; 0 where it stands elsewhere.
    let timeEnd: UInt16
    /// Index in ``LineFormats/all``.
    let format: UInt8
}

/// A batch of a source's entries in order, with their bytes. Reused once consumed.
struct LogBlock: Sendable {
    var bytes: [UInt8] = []
    var entries: [LogSpan] = []
}

extension [LogSpan] {
    /// Sorts entries by time, keeping the original order of equal times.
    mutating func order() {
        sort { ($0.time, $0.start) < ($1.time, $1.start) }
    }
}
