import Domain

/// Stored candles of one source beside what other sources have for the same time. Pure.
struct StoredComparison {
    /// Closed ones of one source, oldest first.
    private(set) var stored: [ArchivedCandle]
    private var given: [Timestamp: [SourceName: Candle]] = [:]
    private var others: [SourceName] = []

    init(_ stored: [ArchivedCandle]) { self.stored = stored }

    /// Sums of the volume of venues in the same hours, even of the largest and the smallest, are not further apart than
    /// this factor: beyond it, one is in another unit.
    static let largestVolumeRatio = 1000.0
    /// The candles that both have, at least, for their volumes to be compared.
    static let fewestForVolume = 24

    mutating func add(_ candles: some Sequence<Candle>, of source: SourceName) {
        if !others.contains(source) { others.append(source) }
        for candle in candles { given[candle.openTime, default: [:]][source] = candle }
    }

    /// The same opinions on other candles of these open times.
    func replacing(_ stored: [ArchivedCandle]) -> StoredComparison {
        var copy = self
        copy.stored = stored
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

    /// The verdict on each stored candle, in their order.
    func verdicts() -> [Verdict] {
        guard let source = stored.first?.source else { return [] }
        let volumes = volumeVerdict(of: source)
        return stored.map { verdict(on: $0, volumes) }
    }

    private func verdict(on archived: ArchivedCandle, _ volumes: Agreement.Verdict) -> Verdict {
        let candles = given[archived.candle.openTime] ?? [:]
        guard !candles.isEmpty else { return .unknown }
        var oddVolumes: Set<SourceName> = []
        if case .odd(let sources, _) = volumes { oddVolumes = sources }
        let agreement = Agreement(
            ([archived.source: archived.candle].merging(candles) { stored, _ in stored })
                .map { Sighting(of: ArchivedCandle($1, source: $0, run: archived.run, seenAt: archived.seenAt)) })
        let spread: Double
        switch agreement.verdict {
        case .odd(let odd, let distance) where odd.contains(archived.source): spread = distance
        case .undecided(let distance): return .undecided(spread: distance)
        default:
            if case .undecided = volumes { return .undecided(spread: 0) }
            guard oddVolumes.contains(archived.source) else { return .confirmed }
            spread = 0
        }
        let better = others.first { other in
            candles[other].map { agreement.includes($0) && !oddVolumes.contains(other) } ?? false
        }
        guard let better, let candle = candles[better] else { return .undecided(spread: spread) }
        return .odd(better: candle, from: better, spread: spread)
    }

    /// Which sources have volumes in another unit, by their sums over the candles that both have.
    private func volumeVerdict(of source: SourceName) -> Agreement.Verdict {
        var shares: [(source: SourceName, share: Double)] = [(source, 1)]
        for other in others {
            let common = stored.compactMap { archived in
                given[archived.candle.openTime]?[other].map { (own: archived.candle.volume, other: $0.volume) }
            }
            let own = common.reduce(0) { $0 + $1.own }
            guard common.count >= Self.fewestForVolume, own > 0 else { continue }
            shares.append((other, common.reduce(0) { $0 + $1.other } / own))
        }
        guard shares.count > 1 else { return .unknown }
        let middle = shares.map(\.share).sorted()[(shares.count - 1) / 2]
        let odd = shares.filter {
            $0.share > middle * Self.largestVolumeRatio || middle > $0.share * Self.largestVolumeRatio
        }
        guard !odd.isEmpty else { return .agreed }
        return odd.count < shares.count - odd.count
            ? .odd(Set(odd.map(\.source)), spread: 0) : .undecided(spread: 0)
    }
}
