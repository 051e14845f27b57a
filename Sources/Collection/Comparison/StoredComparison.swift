import Domain

/// Stored candles of one source beside what other sources have for the same time. Pure.
struct StoredComparison {
    /// Closed ones of one source, oldest first.
    private(set) var stored: [ArchivedCandle]
    /// What the source gives now, of times of which nothing of it is stored.
    private var own: [Timestamp: Candle] = [:]
    private var given: [SourceName: [Timestamp: Candle]] = [:]
    private var others: [SourceName] = []
    /// What is known to be wrong with all candles of the source, and which others are right.
    var known: (fault: SourceFaults.Kind, trusted: Set<SourceName>)?

    init(_ stored: [ArchivedCandle]) { self.stored = stored }

    /// Sums of the volume of venues in the same hours, even of the largest and the smallest, are not further apart than
    /// this factor: beyond it, one is in another unit.
    static let largestVolumeRatio = 1000.0
    /// The medians of the ranges of two venues in 24 hours differed by a factor of 2.1 at most.
    static let largestRangeRatio = 3.0
    /// How far apart the medians of two sources that outvote a third may be, as a share.
    private static let agreementOfBias = 0.0025
    /// The candles that are judged together: two days of hours, five hours of minutes.
    private static func stretch(of interval: Interval) -> Int { interval.seconds >= 3600 ? 48 : 300 }

    mutating func add(_ candles: some Sequence<Candle>, of source: SourceName) {
        if !others.contains(source) { others.append(source) }
        for candle in candles { given[source, default: [:]][candle.openTime] = candle }
    }

    /// Adds what the source itself gives now: evidence of a fault that it has in all its candles.
    mutating func addOwn(_ candles: some Sequence<Candle>) {
        for candle in candles { own[candle.openTime] = candle }
    }

    /// The same opinions on other candles of these open times.
    func replacing(_ stored: [ArchivedCandle]) -> StoredComparison {
        var copy = self
        copy.stored = stored
        copy.own = [:]
        return copy
    }

    enum Verdict: Equatable {
        /// Nothing to compare with.
        case unknown
        /// Right, as far as is known.
        case confirmed
        /// Most others have another price. `better` is what they have.
        case odd(better: Candle, from: SourceName, spread: Double)
        /// No majority.
        case undecided(spread: Double)
    }

    struct Result {
        /// On each stored candle, in their order.
        var verdicts: [Verdict]
        /// The open times on which another source may decide.
        var open: [Timestamp]
        /// What is wrong with the source in a whole stretch, where that is known.
        var fault: SourceFaults.Kind?
        /// The sources that had an opinion.
        var others: Set<SourceName>
        /// Whether a whole stretch differs, and another source is needed to decide.
        var isSuspicious = false
    }

    func result() -> Result {
        var result = Result(verdicts: [], open: [], fault: nil, others: Set(given.keys))
        guard let source = stored.first?.source, let interval = stored.first?.candle.interval else { return result }
        let evidence = own.merging(stored.map { ($0.candle.openTime, $0.candle) }) { _, stored in stored }
        let times = evidence.keys.sorted()
        let size = Self.stretch(of: interval)
        var rest = stored[...]
        for start in stride(from: 0, to: times.count, by: size) {
            // A short rest is judged with the stretch before it.
            let from = times.count - start < PageDifference.fewest ? max(0, times.count - size) : start
            let stretch = times[from..<min(times.count, start + size)]
            let end = times[min(times.count, start + size) - 1]
            let part = rest.prefix { $0.candle.openTime <= end }
            rest = rest.dropFirst(part.count)
            let difference = difference(stretch, evidence, source, part.first?.candle.quote ?? stored[0].candle.quote)
            let verdicts = part.map { verdict(on: $0, difference) }
            result.verdicts += verdicts
            if difference?.needsAnother == true {
                result.open += stretch
                result.isSuspicious = true
            } else {
                result.open += zip(part, verdicts).filter(\.1.isOpen).map(\.0.candle.openTime)
            }
            result.fault = result.fault ?? difference?.fault
        }
        result.open = Set(result.open).sorted()
        return result
    }

    /// The verdict on each stored candle, in their order.
    func verdicts() -> [Verdict] { result().verdicts }

    /// Whether nothing speaks against the source.
    var isRight: Bool {
        let result = result()
        let isContradicted = result.verdicts.contains { $0 != .confirmed && $0 != .unknown }
        return !isContradicted && !result.isSuspicious
    }

    private func verdict(on archived: ArchivedCandle, _ difference: Difference?) -> Verdict {
        let open = archived.candle.openTime
        let candles = others.compactMap { other in given[other]?[open].map { (source: other, candle: $0) } }
        guard !candles.isEmpty else {
            return difference?.fault == nil ? .unknown : .undecided(spread: 0)
        }
        func spread(_ other: Candle) -> Double { abs(archived.candle.close / other.close - 1) }
        if let difference, difference.fault != nil {
            guard let better = candles.first(where: { difference.trusted.contains($0.source) }) else {
                return .undecided(spread: candles.map { spread($0.candle) }.max() ?? 0)
            }
            return .odd(better: better.candle, from: better.source, spread: spread(better.candle))
        }
        let agreement = Agreement(
            ([(source: archived.source, candle: archived.candle)] + candles.filter { $0.source != archived.source })
                .map {
                    Sighting(
                        of: ArchivedCandle($0.candle, source: $0.source, run: archived.run, seenAt: archived.seenAt))
                })
        switch agreement.verdict {
        case .odd(let odd, let distance) where odd.contains(archived.source):
            let oddVolumes = difference?.otherVolumes ?? []
            let better = candles.first { agreement.includes($0.candle) && !oddVolumes.contains($0.source) }
            return better.map { .odd(better: $0.candle, from: $0.source, spread: distance) }
                ?? .undecided(spread: distance)
        case .undecided(let distance): return .undecided(spread: distance)
        default: return difference?.isUndecided == true ? .undecided(spread: 0) : .confirmed
        }
    }

    // MARK: Whole stretches

    /// What is wrong with the source in a whole stretch.
    private struct Difference {
        /// Where most others show it.
        var fault: SourceFaults.Kind?
        /// The others that agree with each other and not with the source.
        var trusted: Set<SourceName> = []
        /// The others whose volumes are in another unit.
        var otherVolumes: Set<SourceName> = []
        /// Whether the source or the only other one has times or volumes that cannot be right.
        var isUndecided = false
        /// Whether another source may decide.
        var needsAnother = false
    }

    private func difference(
        _ stretch: ArraySlice<Timestamp>, _ evidence: [Timestamp: Candle], _ source: SourceName, _ quote: Quote
    ) -> Difference? {
        if let known { return Difference(fault: known.fault, trusted: known.trusted) }
        var found: [(source: SourceName, quote: Quote, page: PageDifference)] = []
        for other in others where other != source {
            guard let candles = given[other], let page = PageDifference(stretch, own: evidence, other: candles),
                let quote = candles.values.first?.quote
            else { continue }
            found.append((other, quote, page))
        }
        guard !found.isEmpty else { return nil }
        var result = Difference()
        let volumes = oddShares(found.map { ($0.source, $0.page.volume) }, source, Self.largestVolumeRatio, &result)
        let ranges = oddShares(found.map { ($0.source, $0.page.range) }, source, Self.largestRangeRatio, &result)
        result.otherVolumes = volumes.odd.subtracting([source])
        let oddOthers = result.otherVolumes.union(ranges.odd)
        // Times, then prices: shifted times make both differ.
        let shifted = Dictionary(grouping: found.filter { $0.page.shift.map { $0 != 0 } ?? false }) { $0.page.shift }
        if let (shift, most) = shifted.max(by: { $0.value.count < $1.value.count }), let shift {
            let same = found.count { $0.page.shift == 0 }
            if most.count > same + 1 {
                (result.fault, result.trusted) = (.shift(hours: shift), Set(most.map(\.source)))
                return result
            }
            if most.count == same + 1 { (result.isUndecided, result.needsAnother) = (true, true) }
        }
        if let trusted = unrelated(found.map { ($0.source, $0.page) }, stretch, &result) {
            (result.fault, result.trusted) = (.noise, trusted)
            return result
        }
        let apart = found.filter { abs($0.page.bias) > PageDifference.largestBias && $0.page.isOneSided }
        let near = found.count { abs($0.page.bias) <= PageDifference.largestBias }
        let cluster =
            apart.map { one in apart.filter { abs($0.page.bias - one.page.bias) <= Self.agreementOfBias } }
            .max { $0.count < $1.count } ?? []
        // Two sources in another currency than the source say nothing of its prices.
        if cluster.contains(where: { $0.quote == quote }), cluster.count >= near + 1 {
            if cluster.count >= 2, cluster.count > near + 1 {
                let trusted = Set(cluster.map(\.source)).subtracting(oddOthers)
                if !trusted.isEmpty {
                    (result.fault, result.trusted) = (.prices, trusted)
                    return result
                }
            }
            result.needsAnother = true
        }
        if volumes.odd.contains(source) {
            (result.fault, result.trusted) = (.volume(factor: volumes.factor), volumes.trusted)
        } else if ranges.odd.contains(source) {
            (result.fault, result.trusted) = (.ranges(factor: ranges.factor), ranges.trusted.subtracting(volumes.odd))
        }
        return result
    }

    /// The sources whose sums are another order of magnitude than those of most, over the candles that both have.
    private struct OddShares {
        var odd: Set<SourceName> = []
        var trusted: Set<SourceName> = []
        /// The own one as a multiple of the one in the middle.
        var factor = 1.0
    }

    private func oddShares(
        _ found: [(source: SourceName, share: Double?)], _ source: SourceName, _ limit: Double,
        _ result: inout Difference
    ) -> OddShares {
        let shares =
            [(source: source, share: 1.0)]
            + found.compactMap { other in other.share.map { (source: other.source, share: $0) } }
        guard shares.count > 1 else { return OddShares() }
        let middle = shares.map(\.share).sorted()[(shares.count - 1) / 2]
        let odd = shares.filter { $0.share > middle * limit || middle > $0.share * limit }
        guard !odd.isEmpty else { return OddShares() }
        guard odd.count < shares.count - odd.count else {
            (result.isUndecided, result.needsAnother) = (true, true)
            return OddShares()
        }
        let names = Set(odd.map(\.source))
        return OddShares(odd: names, trusted: Set(shares.map(\.source)).subtracting(names), factor: 1 / middle)
    }

    /// The others whose closes move together, and not with those of the source; `nil` where these are not most.
    private func unrelated(
        _ found: [(source: SourceName, page: PageDifference)], _ stretch: ArraySlice<Timestamp>,
        _ result: inout Difference
    ) -> Set<SourceName>? {
        let known = found.compactMap { other in
            other.page.correlation.map { (source: other.source, isRelated: $0 >= PageDifference.correlationOfNoise) }
        }
        let (apart, related) = (known.filter { !$0.isRelated }.map(\.source), known.count(where: \.isRelated))
        guard apart.count > related else { return nil }
        let together = apart.filter { one in
            apart.contains { other in
                guard one != other, let candles = given[one], let others = given[other] else { return false }
                let page = PageDifference(stretch, own: candles, other: others)
                return page?.correlation.map { $0 >= PageDifference.leastCorrelation } ?? false
            }
        }
        if together.count > related + 1 { return Set(together) }
        (result.isUndecided, result.needsAnother) = (true, true)
        return nil
    }
}

extension StoredComparison.Verdict {
    /// Whether another source may decide.
    var isOpen: Bool { self == .unknown || isUndecided }
    var isUndecided: Bool { if case .undecided = self { true } else { false } }
}
