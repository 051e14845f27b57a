import Domain

/// The candles of one page, over several responses.
struct GivenCandles {
    private(set) var openTimes: Set<Timestamp> = []
    private(set) var newest: Timestamp?

    var isEmpty: Bool { openTimes.isEmpty }

    mutating func add(_ candles: ObservedCandles) {
        openTimes.formUnion(candles.candles.map(\.candle.openTime))
        newest = [newest, candles.newest].compactMap(\.self).max()
    }

    /// The parts that are missing.
    func lacks(_ parts: [TimeRange], of interval: Interval) -> [TimeRange] {
        parts.flatMap { $0.openTimes(every: interval).filter { !openTimes.contains($0) }.ranges(every: interval) }
    }
}

/// What the sources turn out not to have.
extension PriceCollection {
    /// Remembers which candles of the wanted `parts` a page lacks.
    mutating func noteAbsences(
        _ given: GivenCandles, _ page: TimeRange, _ parts: [TimeRange], from source: any PriceSource
    ) async throws -> Filling {
        let book = KnownAbsences(source: source.name, interval: interval, every: every)
        var reason = SourceAbsence.Reason.outage
        if given.isEmpty { reason = try await has(source, page) ? .noData : .beforeFirst }
        for part in parts {
            // What a response that is hours old does not have yet is not absent.
            let isRecent = part.end > now() - ReplacementRule.correctionPeriod
            guard !isRecent || given.newest.map({ $0 >= part.end - interval.duration }) ?? true else { continue }
            let missing = given.lacks([part], of: interval)
            let known = try await log.absences(of: source.name, interval, in: part)
            guard !missing.isEmpty || !known.isEmpty else { continue }
            try await log.replaceAbsences(
                of: source.name, interval, in: part,
                with: book.updated(known, asked: part, missing: missing, reason: reason, now: now()))
        }
        switch reason {
        case .noData: return .empty
        case .beforeFirst:
            let before = TimeRange(.firstBlockDay, until: page.end)
            let known = try await log.absences(of: source.name, interval, in: before)
            try await log.replaceAbsences(
                of: source.name, interval, in: before,
                with: book.updated(known, asked: before, missing: [before], reason: reason, now: now()))
            // What is older is not asked for in this run.
            return .paused
        default: return .answered
        }
    }

    /// Takes pages that stayed empty, and of which nothing is stored, for outages.
    func noteOutages(_ pages: [(source: SourceName, page: TimeRange)]) async throws {
        for (source, page) in pages where try await archive.supply(of: interval, in: page).isEmpty {
            let absences = try await log.absences(of: source, interval, in: page)
            guard absences.contains(where: { $0.reason == .noData }) else { continue }
            try await log.replaceAbsences(of: source, interval, in: page, with: absences.map(\.asOutage))
        }
    }

    /// Decides on pages that stayed empty, once every source was asked: it is a failure where candles are stored, and
    /// an outage where no source has any.
    mutating func judgeEmpty(_ pages: [(source: SourceName, page: TimeRange)]) async throws {
        try await noteOutages(pages)
        for (source, page) in pages where try await !archive.supply(of: interval, in: page).isEmpty {
            // It was taken for an outage before another source gave the page.
            let absences = try await log.absences(of: source, interval, in: page)
            if absences.contains(where: { $0.reason == .outage }) {
                try await log.replaceAbsences(
                    of: source, interval, in: page, with: absences.flatMap { $0.withoutOutage(in: page) })
            }
            try await fail(SourceFailure(source, .noCandles), .prices)
        }
    }

    /// Whether another source is known not to have any candle of a page.
    func isAbsent(_ page: TimeRange, elsewhereThan source: SourceName) async throws -> Bool {
        for other in sources where other.name != source {
            let absences = try await log.absences(of: other.name, interval, in: page).filter(\.isEstablished)
            if page.subtracting(absences.map(\.range)).isEmpty { return true }
        }
        return false
    }

    /// Whether a source has given candles as old as a page, or is documented to have them.
    private func has(_ source: any PriceSource, _ page: TimeRange) async throws -> Bool {
        if let first = source.facts.firstCandle { return first < page.end - interval.duration }
        // Its pages begin with the oldest candle that it is documented to have.
        guard source.facts.depth == nil else { return true }
        let older = TimeRange(.firstBlockDay, until: page.end)
        return try await archive.supply(of: interval, in: older)[source.name] ?? 0 > 0
    }
}

extension SourceAbsence {
    fileprivate var asOutage: SourceAbsence { reason == .noData ? with(.outage) : self }

    /// The part in a page as data that is not there for now, and the rest as it is.
    fileprivate func withoutOutage(in page: TimeRange) -> [SourceAbsence] {
        guard reason == .outage, let part = range.intersection(page) else { return [self] }
        let rest = range.subtracting([page]).map { limited(to: $0) }
        return (rest + [limited(to: part).with(.noData)]).sorted { $0.range.start < $1.range.start }
    }

    private func with(_ reason: Reason) -> SourceAbsence {
        SourceAbsence(
            source, interval, range, reason: reason, since: since, confirmations: confirmations, nextCheck: nextCheck)
    }
}
