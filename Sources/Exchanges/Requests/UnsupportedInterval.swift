import Domain

extension [Interval] {
    /// - Throws: `empty` for an unsupported interval: candles are not aggregated from shorter ones.
    func require(_ interval: Interval, at source: SourceName) throws(SourceFailure) {
        guard contains(interval) else {
            throw SourceFailure(source, .unsupportedInterval(interval, supported: self))
        }
    }
}
