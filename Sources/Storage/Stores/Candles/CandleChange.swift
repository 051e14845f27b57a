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
        if current.known != nil || new.known != nil {
            guard takesPlace(new) else { return false }
        } else if let reason = rule.replacement(of: current, by: new) {
            replaced.append(ReplacedCandle(current, at: new.seenAt, reason: reason))
        } else if current.isClosed || !ReplacementRule.isLater(new, than: current) {
            return false
        }
        current = new
        isChanged = true
        return true
    }

    /// Whether `new` takes the place of the current candle, where one of them is made from finer ones: these stay, so
    /// nothing is lost. As ``Rollup`` decides, whatever comes first.
    private func takesPlace(_ new: ArchivedCandle) -> Bool {
        let interval = current.candle.interval
        let isMadeOfHours = interval.part == .oneHour
        switch (current.known, new.known) {
        case (let known?, let more?): return more > known
        case (let known?, nil):
            // What a source says of an hour is better than the sum of its minutes, which may be of another source. 4h,
            // 1d and 1w are a source's only as long as hours are missing.
            return isMadeOfHours
                ? new.isClosed && known < interval.partCount : new.isClosed || !current.isClosed
        case (nil, let known?):
            return !current.isClosed && (isMadeOfHours || known >= interval.partCount)
                || isMadeOfHours && known >= interval.partCount
        case (nil, nil): return false
        }
    }
}
