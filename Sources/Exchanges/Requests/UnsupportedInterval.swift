import Domain

extension [Interval] {
    /// - Throws: `empty` for an interval that is not one of these: none is made up from shorter ones.
    func require(_ interval: Interval, at source: SourceName) throws(SourceFailure) {
        guard contains(interval) else {
            throw SourceFailure(source, .unsupportedInterval(interval, supported: self))
        }
    }
}
