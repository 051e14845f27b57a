package import Domain

/// What was found in a file of candles.
package struct CandleFileSummary: Hashable, Sendable {
    /// Rows that are candles, without repeated ones.
    package var candles = 0
    /// Rows of a coarse interval whose time is covered by hours, from which such candles are made.
    package var covered = 0
    /// Rows that repeat another one exactly.
    package var repeated = 0
    package var badRows = 0
    /// The first bad rows, at most ``shownRows``.
    package var firstBadRows: [BadRow] = []
    /// Rows whose two volume columns were exchanged, and have been put right.
    package var swappedVolumes = 0
    /// The forms of time in the file, such as `seconds` and `milliseconds`.
    package var timeUnits: [String] = []
    package var first: Timestamp?
    package var last: Timestamp?
    /// The stretches without a candle, oldest first.
    package var gaps: [CandleGap] = []

    package static let shownRows = 20

    package var missing: Int { gaps.reduce(0) { $0 + $1.missing } }
}
