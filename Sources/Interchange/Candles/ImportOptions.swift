package import Domain

/// What a person says about a file; what is `nil` is detected.
package struct ImportOptions: Sendable {
    package var interval: Interval?
    package var source: SourceName?
    package var quote: Quote?
    /// Whether rows that cannot be candles are counted and left out, instead of refusing the file.
    package var skipsBadRows: Bool
    /// The time that is covered by hours, from which coarser candles are made: rows of it are left out.
    package var covered: TimeRange?
    /// Which rows are returned, of a file with several sources.
    var provenance: CandleProvenance?

    package init(
        interval: Interval? = nil, source: SourceName? = nil, quote: Quote? = nil, skipsBadRows: Bool = false
    ) {
        self.interval = interval
        self.source = source
        self.quote = quote
        self.skipsBadRows = skipsBadRows
    }
}
