package import Domain

/// One source of log lines.
package struct LogSource: Sendable {
    package enum Origin: Sendable {
        case file(String)
        /// A FIFO or a device, read once.
        case stream(String)
        /// A pipe or a terminal, read once and closed.
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
    /// How many bytes of a file are read; `nil` for all.
    package var length: Int?

    package init(_ origin: Origin, label: String, skew: Duration = .zero, newest: Timestamp, length: Int? = nil) {
        self.origin = origin
        self.label = label
        self.skew = skew
        self.newest = newest
        self.length = length
    }

    /// Whether it can be read once only.
    package var isStream: Bool {
        switch origin {
        case .descriptor, .stream: true
        case .file, .bytes: false
        }
    }
}

/// A problem found while reading a source.
package enum LogSourceWarning: Hashable, Sendable {
    case unreadable(LogReadError)
    /// The data, compressed or an export of the journal, is truncated or damaged; everything before that was read.
    case truncated
    /// The file was truncated while it was read.
    case shrunk
    /// No line has a time; all entries get the file's modification time.
    case withoutTimes
    /// This many entries were out of order by more than the window.
    case outOfOrder(Int)
    /// This many NUL bytes, a hole, were skipped.
    case holes(Int)
    /// Times without a year in a stream go over the end of a year: the years are uncertain.
    case uncertainYears

    /// Whether the source was read in part only.
    package var isPartial: Bool {
        switch self {
        case .unreadable, .truncated, .shrunk: true
        case .withoutTimes, .outOfOrder, .holes, .uncertainYears: false
        }
    }
}

/// A file that cannot be read.
package struct LogReadError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case absent, forbidden, other(Phrase) }
    package let path: String
    package let kind: Kind
}
