import Domain

/// What a run has found of its sources, over all pages and intervals: reported once, at its end.
struct SourceFaults: Sendable {
    /// What is wrong with a source as a whole.
    enum Kind: Hashable, Sendable {
        case prices
        /// Its volumes are so many times those of the others.
        case volume(factor: Double)
        /// Its candles reach so many times as far from low to high.
        case ranges(factor: Double)
        /// Its closes do not move with those of the others.
        case noise
        /// Its times are so many hours late.
        case shift(hours: Int)
    }

    struct Found: Hashable, Sendable {
        var kind = Kind.prices
        /// The hours in which candles are wrong: those of several pages and intervals count once.
        var hours: Set<Timestamp> = []
        var spread = 0.0
        var others: Set<SourceName> = []
    }

    /// Candles of a source that others' have replaced.
    struct Replaced: Hashable, Sendable {
        var count: Int
        var first: Timestamp
        var last: Timestamp
    }

    /// The candles that a source gave before, of which the volumes are compared, at least.
    static let fewestForChange = 12
    /// The factor by which their median may change. In 2018 the share of two venues in the same hours, over 12 hours
    /// beside the week before, changed by a factor of 4.3 at most.
    static let largestVolumeChange = 20.0

    private(set) var found: [SourceName: Found] = [:]
    private(set) var replaced: [SourceName: Replaced] = [:]
    /// The sources that are wrong as a rule, not in some hours.
    private(set) var odd: Set<SourceName> = []
    /// The numbers of the candles at which a source stood still.
    private(set) var standstills: [SourceName: Set<[Double]>] = [:]

    /// - Parameters:
    ///   - opens: of the candles that are wrong.
    ///   - isOdd: whether the source is wrong as a rule.
    mutating func note(
        _ source: SourceName, _ kind: Kind = .prices, at opens: some Sequence<Timestamp>, spread: Double,
        others: Set<SourceName>, isOdd: Bool = false
    ) {
        var known = found[source] ?? Found()
        known.hours.formUnion(opens.map(Interval.oneHour.openTime(containing:)))
        known.spread = max(known.spread, spread)
        known.others.formUnion(others)
        known.others.remove(source)
        if known.kind == .prices { known.kind = kind }
        found[source] = known
        if isOdd { odd.insert(source) }
    }

    mutating func noteReplaced(_ opens: [Timestamp], of source: SourceName) {
        guard let first = opens.min(), let last = opens.max() else { return }
        let known = replaced[source] ?? Replaced(count: 0, first: first, last: last)
        replaced[source] = Replaced(
            count: known.count + opens.count, first: min(known.first, first), last: max(known.last, last))
    }

    mutating func formUnion(_ other: SourceFaults) {
        found.merge(other.found) { known, _ in known }
        replaced.merge(other.replaced) { known, _ in known }
        odd.formUnion(other.odd)
        standstills.merge(other.standstills) { $0.union($1) }
    }

    /// Forgets what was reported.
    mutating func clearReports() { (found, replaced) = ([:], [:]) }

    mutating func noteStandstill(_ numbers: Set<[Double]>, of source: SourceName) {
        standstills[source, default: []].formUnion(numbers)
    }

    /// The failure of a source; `nil` where nothing was found.
    func failure(of source: SourceName) -> SourceFailure? {
        found[source].map { found in
            let others = found.others.sorted { $0.rawValue < $1.rawValue }
            return switch found.kind {
            case .prices:
                SourceFailure(source, .disagreement(hours: found.hours.count, spread: found.spread, others: others))
            case .volume(let factor): SourceFailure(source, .otherVolumes(factor: factor, others: others))
            case .ranges(let factor): SourceFailure(source, .otherRanges(factor: factor, others: others))
            case .noise: SourceFailure(source, .unrelatedPrices(others: others))
            case .shift(let hours): SourceFailure(source, .shiftedTimes(hours: hours, others: others))
            }
        }
    }
}
