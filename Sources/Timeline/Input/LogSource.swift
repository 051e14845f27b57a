package import Domain

/// One source of log lines.
package struct LogSource: Sendable {
    package enum Origin: Sendable {
        case file(String)
        /// A pipe or a terminal. Closed once it has been read.
        case descriptor(Int32)
        /// Lines in memory, such as the stored records.
        case bytes([UInt8])
    }

    package let origin: Origin
    /// The name shown beside its entries.
    package var label: String
    /// Added to its times, to correct a host's wrong clock.
    package var skew: Duration
    /// The upper bound of times without a year: a file's modification time, else the present.
    package let newest: Timestamp

    package init(_ origin: Origin, label: String, skew: Duration = .zero, newest: Timestamp) {
        self.origin = origin
        self.label = label
        self.skew = skew
        self.newest = newest
    }
}

/// A problem found while reading a source.
package enum LogSourceWarning: Hashable, Sendable {
    case unreadable(LogReadError)
    /// The gzip data is truncated or damaged; everything before that was read.
    case truncated
    /// No line has a time; all entries get the file's modification time.
    case withoutTimes
    /// This many entries were out of order by more than the window.
    case outOfOrder(Int)
}

/// A file that cannot be read.
package struct LogReadError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case absent, forbidden, other(Phrase) }
    package let path: String
    package let kind: Kind
}
