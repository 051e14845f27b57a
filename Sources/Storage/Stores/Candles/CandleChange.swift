import Domain

/// What a write does to the row of one open time.
struct CandleChange {
    /// The row as it is stored, with its origin; `nil` for none.
    let stored: (candle: ArchivedCandle, origin: Int64)?
    /// What is to be stored.
    private(set) var current: ArchivedCandle
    /// The final candles of sources that are replaced, oldest first.
    private(set) var replaced: [ReplacedCandle] = []
    private(set) var isChanged: Bool

    init(of stored: (candle: ArchivedCandle, origin: Int64)?, by current: ArchivedCandle) {
        self.stored = stored
        self.current = current
        isChanged = stored == nil
    }

    /// The origin that no row has after the write: that of an open candle of a source.
    var droppedOrigin: Int64? {
        guard let stored, isChanged, stored.candle.known == nil, !stored.candle.isClosed else { return nil }
        return stored.origin
    }

    /// - Returns: whether `new` takes the place of the current candle.
    mutating func replace(by new: ArchivedCandle, _ rule: ReplacementRule) -> Bool {
        if current.known != nil {
            // Made from finer ones, which stay: nothing is lost. What a source says of an hour is better than the sum of
            // its minutes, which may be of another source; coarser ones are always made from the hours.
            guard current.candle.interval.part != .oneHour, new.isClosed || !current.isClosed else { return false }
        } else if let reason = rule.replacement(of: current, by: new) {
            replaced.append(ReplacedCandle(current, at: new.seenAt, reason: reason))
        } else if current.isClosed || !ReplacementRule.isLater(new, than: current) {
            return false
        }
        current = new
        isChanged = true
        return true
    }
}
