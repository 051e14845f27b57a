package import Domain

/// One place that log lines come from.
package struct LogSource: Sendable {
    package enum Origin: Sendable {
        case file(String)
        /// A pipe or a terminal. Closed once it has been read.
        case descriptor(Int32)
        /// Lines that are in memory: the records.
        case bytes([UInt8])
    }

    package let origin: Origin
    /// What it is called beside its lines.
    package var label: String
    /// Added to its times, for a host whose clock was off.
    package var skew: Duration
    /// Times without a year are not later than this; a file's own time of writing, where it is a file.
    package let newest: Timestamp

    package init(_ origin: Origin, label: String, skew: Duration = .zero, newest: Timestamp) {
        self.origin = origin
        self.label = label
        self.skew = skew
        self.newest = newest
    }
}

/// What is to be known about a source beside its lines.
package enum LogNote: Hashable, Sendable {
    case unreadable(LogReadError)
    /// Its gzip ends before its end, or is damaged; what could be read before it is there.
    case truncated
    /// No line has a time; all stand at the file's own.
    case timeless
    /// So many entries stand further from their place than the window reaches, and come late.
    case late(Int)
}

/// A file that cannot be read.
package struct LogReadError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case absent, forbidden, other(String) }
    package let path: String
    package let kind: Kind
}
