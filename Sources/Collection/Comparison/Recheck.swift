import Domain

/// The comparison of stored candles with other sources, in old stretches too: nothing else finds a source that was
/// wrong for weeks when its hours were first taken.
extension PriceCollection {
    /// How far back the stored candles of a source that is odd now are compared.
    static let recheckedPeriod: Duration = .days(31)
    /// The pages that a recheck asks one source for, at most.
    private static let pagesOfRecheck = 20
    /// The other sources that give an opinion, at most.
    private static let mostOpinions = 3

    /// What another source has for one page, to compare the pages of a first run or a backfill with.
    struct Sample: Sendable {
        let source: SourceName
        let range: TimeRange
        let candles: [Candle]
    }

    /// What a comparison of stored candles came to.
    struct RecheckResult: Sendable {
        var compared = 0
        var odd: [Timestamp] = []
        var undecided: [Timestamp] = []
        /// Whether something is wrong with all candles of a stretch.
        var hasFault = false
        /// Whether the source is wrong as a rule, not in some hours.
        var isSourceOdd: Bool { !odd.isEmpty && (hasFault || odd.count * 2 > compared) }
        /// Whether most candles are contradicted, by whomever: then those that nobody else has are no better.
        var isContradicted: Bool { (odd.count + undecided.count) * 2 > compared }
    }

    /// Compares a sample of a page that was just stored from `source`, and the whole of it where they differ.
    /// - Returns: whether the source is wrong as a rule.
    mutating func compareSample(of page: TimeRange, from source: any PriceSource) async throws -> Bool {
        let stored = try await storedCandles(of: source.name, in: page)
        guard let newest = stored.last?.candle.closeTime, let sample = try await sample(page, until: newest, source)
        else { return false }
        var comparison = StoredComparison(stored)
        comparison.add(sample.candles, of: sample.source)
        let isRight = comparison.isRight
        return isRight ? false : try await recheck(page, of: source.name, known: sample).isSourceOdd
    }

    /// Compares the newest candles of a source with those of another one, which is asked for them where none was.
    /// Minutes have no sightings that would be compared by every run.
    mutating func compareNewest(of served: SourceName) async throws {
        guard let source = sources.first(where: { $0.name == served }) else { return }
        let moment = now()
        let range = OwedHours.newest(interval, of: source.facts, now: moment)
        for other in others(than: served, for: range).prefix(Self.mostOpinions) {
            let asked = OwedHours.newest(interval, of: other.facts, now: moment)
            if try await keep(asked, from: other, .comparison, insisting: false).candles != nil { break }
        }
        try await forgetReplacedDoubts(in: range)
        try await recheckNewest(TimeRange(range.start, until: interval.openTime(containing: moment)))
    }

    /// An open candle of an odd source that no other one had is no longer doubtful once another one has it.
    private func forgetReplacedDoubts(in range: TimeRange) async throws {
        let doubtful = try await sightings.doubtful(of: interval, in: range)
        guard doubtful.contains(where: { $0.odd != nil }) else { return }
        let stored = Dictionary(
            try await archive.candles(of: interval, in: range, limit: .max).map { ($0.candle.openTime, $0.source) },
            uniquingKeysWith: { first, _ in first })
        let left = doubtful.filter { $0.odd == nil || stored[$0.openTime] == $0.odd }
        if left.count < doubtful.count { try await sightings.setDoubtful(left, of: interval, in: range) }
    }

    /// Compares the newest candles of each source as a whole, by what was given in this run.
    mutating func recheckNewest(_ window: TimeRange) async throws {
        for source in try await archive.supply(of: interval, in: window).keys.sorted(by: { $0.rawValue < $1.rawValue })
        {
            let stored = try await storedCandles(of: source, in: window)
            guard !stored.isEmpty, !comparison(stored, in: window).isRight else { continue }
            if try await recheck(window, of: source).isSourceOdd { try await replaceOpen(of: [source]) }
        }
    }

    /// Compares all candles of a source in the period that a first run fills: what is wrong with it in one interval or
    /// page is likely to be in others.
    mutating func recheckAll(of source: SourceName) async throws {
        let current = interval.openTime(containing: now())
        let period = interval.seconds < Interval.oneHour.seconds ? Duration.days(1) : Self.recheckedPeriod
        let found = faults.found[source]
        // Too few minutes are stored of one source for that to show in them.
        let fault = interval.seconds < Interval.oneHour.seconds && found?.kind != .prices ? found?.kind : nil
        let range = TimeRange(current - period, until: current)
        let result = try await recheck(range, of: source, agreeing: found?.others ?? [], fault: fault)
        if result.isSourceOdd || fault != nil { try await replaceOpen(of: [source]) }
    }

    /// Stored candles beside what was given in this run.
    private func comparison(_ stored: [ArchivedCandle], in range: TimeRange) -> StoredComparison {
        var comparison = StoredComparison(stored)
        guard let suspect = stored.first?.source else { return comparison }
        var given: [SourceName: [Candle]] = [:]
        for (open, candles) in seen where range.contains(open) {
            for (source, candle) in candles { given[source, default: []].append(candle) }
        }
        comparison.addOwn(given[suspect] ?? [])
        for source in sources where source.name != suspect {
            if let candles = given[source.name] { comparison.add(candles, of: source.name) }
        }
        return comparison
    }

    /// The sample that covers the newer part of a page, from the source that gave the last one, or another.
    private mutating func sample(_ page: TimeRange, until end: Timestamp, _ source: any PriceSource) async throws
        -> Sample?
    {
        let wanted = TimeRange(page.start, until: end)
        if let sample, sample.source != source.name, !hasFailed(sample.source),
            let common = sample.range.intersection(wanted), common.duration * 2 > wanted.duration
        {
            return sample
        }
        for other in others(than: source.name, for: wanted).prefix(Self.mostOpinions) {
            let oldest = max(other.facts.oldest(of: interval, at: now()), .firstBlockDay)
            let range = TimeRange(max(end - interval.duration * other.facts.pageSize, oldest), until: end)
            guard !range.isEmpty, let candles = try await opinion(range, of: other), !candles.isEmpty else { continue }
            sample = Sample(source: other.name, range: range, candles: candles)
            return sample
        }
        return nil
    }

    /// Compares the stored candles of one source with others until each has a majority: wrong ones are replaced, those
    /// without a majority become doubtful.
    /// - Parameters:
    ///   - agreeing: the sources to ask first.
    ///   - known: what was already asked.
    ///   - fault: what is known to be wrong with all its candles, while the ones of `agreeing` are right.
    @discardableResult
    mutating func recheck(
        _ range: TimeRange, of suspect: SourceName, agreeing: Set<SourceName> = [], known: Sample? = nil,
        fault: SourceFaults.Kind? = nil
    ) async throws -> RecheckResult {
        let stored = try await storedCandles(of: suspect, in: range)
        guard let first = stored.first?.candle.openTime, let last = stored.last?.candle.closeTime else {
            return RecheckResult()
        }
        var comparison = comparison(stored, in: range)
        if let fault { comparison.known = (fault, agreeing) }
        if let known { comparison.add(known.candles, of: known.source) }
        var answered = 0
        let candidates = others(than: suspect, for: TimeRange(first, until: last))
        var result = comparison.result()
        for other in candidates.filter({ agreeing.contains($0.name) })
            + candidates.filter({ !agreeing.contains($0.name) })
        where answered < Self.mostOpinions {
            guard !result.open.isEmpty else { break }
            let given = try await opinions(on: result.open, from: other)
            guard !given.isEmpty else { continue }
            comparison.add(given, of: other.name)
            answered += 1
            result = comparison.result()
        }
        if result.verdicts.contains(where: \.isUndecided) {
            result.verdicts = try await corrected(stored, result.verdicts, comparison)
        }
        return try await apply(result, to: stored, of: suspect)
    }

    /// Compares the doubtful candles before `end` once more: another source may be there by now, or the source be
    /// right.
    mutating func recheckDoubtful(before end: Timestamp) async throws {
        let period = TimeRange(end - Self.recheckedPeriod, until: end)
        let doubtful = try await sightings.doubtful(of: interval, in: period).filter { $0.reason == .disagreement }
        guard let first = doubtful.first?.openTime, let last = doubtful.last?.openTime else { return }
        let range = TimeRange(first, until: last + interval.duration)
        for source in try await archive.supply(of: interval, in: range).keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            try await recheck(range, of: source)
        }
    }

    /// Asks the source itself once more where it has no majority: what it gives now may agree with the others.
    private mutating func corrected(
        _ stored: [ArchivedCandle], _ verdicts: [StoredComparison.Verdict], _ comparison: StoredComparison
    ) async throws -> [StoredComparison.Verdict] {
        guard let source = sources.first(where: { $0.name == stored.first?.source }) else { return verdicts }
        let open = zip(stored, verdicts).compactMap { $1.isUndecided ? $0.candle.openTime : nil }
        let given = try await opinions(on: open, from: source)
        let current = Dictionary(given.map { ($0.openTime, $0) }, uniquingKeysWith: { $1 })
        let updated = stored.map { archived in
            current[archived.candle.openTime].map {
                ArchivedCandle($0, source: archived.source, run: archived.run, seenAt: archived.seenAt)
            } ?? archived
        }
        return zip(comparison.replacing(updated).verdicts(), zip(updated, zip(stored, verdicts))).map { new, candles in
            let (updated, (stored, old)) = candles
            guard old.isUndecided else { return old }
            guard updated.candle != stored.candle, new == .confirmed else { return new == .confirmed ? old : new }
            return .odd(better: updated.candle, from: updated.source, spread: 0)
        }
    }

    private mutating func apply(
        _ comparison: StoredComparison.Result, to stored: [ArchivedCandle], of suspect: SourceName
    ) async throws -> RecheckResult {
        var result = RecheckResult()
        result.hasFault = comparison.fault != nil
        let verdicts = comparison.verdicts
        var replacements: [SourceName: [ArchivedCandle]] = [:]
        var doubts: [DoubtfulCandle] = []
        var (spread, others): (Double, Set<SourceName>) = (0, [])
        var judged: [Timestamp] = []
        let moment = now()
        for (archived, verdict) in zip(stored, verdicts) {
            switch verdict {
            case .unknown: continue
            case .confirmed: break
            case .odd(let better, let source, let distance):
                replacements[source, default: []].append(
                    ArchivedCandle(better, source: source, run: run, seenAt: moment))
                guard source != suspect else { break }
                result.odd.append(archived.candle.openTime)
                spread = max(spread, distance)
                others.insert(source)
            case .undecided(let distance):
                result.undecided.append(archived.candle.openTime)
                spread = max(spread, distance)
                doubts.append(
                    DoubtfulCandle(
                        interval, at: archived.candle.openTime, reason: .disagreement, spread: distance, since: moment))
            }
            result.compared += 1
            judged.append(archived.candle.openTime)
        }
        // What nobody else has is as doubtful as the rest, and as right.
        if result.compared >= PageDifference.fewest,
            result.isContradicted || result.odd.isEmpty && result.undecided.isEmpty
        {
            let rest = zip(stored, verdicts).filter { $1 == .unknown }.map(\.0.candle.openTime)
            judged = (judged + rest).sorted()
            if result.isContradicted {
                doubts += rest.map { DoubtfulCandle(interval, at: $0, reason: .disagreement, since: moment) }
            }
        }
        for (source, candles) in replacements.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let rule = ReplacementRule(ranking: [source], corrections: nil, reason: .disagreement)
            reports.correct(source, .comparison, try await archive.keep(candles, rule: rule))
            if source != suspect { faults.noteReplaced(candles.map(\.candle.openTime), of: suspect) }
        }
        try await mark(doubts, among: judged)
        let kind = comparison.fault ?? .prices
        if result.isSourceOdd {
            faults.note(
                suspect, kind, at: result.odd, spread: spread, others: others, isOdd: true)
            reportOdd(suspect)
        } else if result.undecided.count * 2 > result.compared {
            // Which of them is wrong is not known: each is named, with the others.
            let names = comparison.others.union([suspect])
            for name in names {
                faults.note(
                    name, kind, at: result.undecided, spread: spread,
                    others: names.subtracting([name]))
            }
        }
        return result
    }

    /// Replaces what is known of the agreement on these open times; other doubts stay.
    private func mark(_ doubts: [DoubtfulCandle], among opens: [Timestamp]) async throws {
        guard let first = opens.first, let last = opens.last else { return }
        let range = TimeRange(first, until: last + interval.duration)
        let judged = Set(opens)
        let marked = Set(doubts.map(\.openTime))
        let known = try await sightings.doubtful(of: interval, in: range)
        let others = known.filter {
            !marked.contains($0.openTime) && ($0.reason != .disagreement || !judged.contains($0.openTime))
        }
        guard !doubts.isEmpty || others.count < known.count else { return }
        try await sightings.setDoubtful(others + doubts, of: interval, in: range)
    }

    // MARK: What the sources have

    func storedCandles(of source: SourceName, in range: TimeRange) async throws -> [ArchivedCandle] {
        try await archive.candles(of: interval, in: range, limit: .max).filter { $0.isClosed && $0.source == source }
            .reversed()
    }

    func hasFailed(_ source: SourceName) -> Bool {
        reports.all.contains { $0.source == source && $0.error != nil }
    }

    /// The other sources that may have `range`: in the same currency first, and those with the largest pages, which
    /// need the fewest requests.
    private func others(than source: SourceName, for range: TimeRange) -> [any PriceSource] {
        let quote = sources.first { $0.name == source }?.facts.quote
        let moment = now()
        return sources.filter {
            $0.name != source && !hasFailed($0.name) && $0.facts.oldest(of: interval, at: moment) < range.end
        }.sorted {
            let (a, b) = ($0.facts, $1.facts)
            return (a.quote == quote ? 0 : 1, -a.pageSize) < (b.quote == quote ? 0 : 1, -b.pageSize)
        }
    }

    /// The closed candles that a source has for one page; `nil` when it fails or must not be asked.
    private mutating func opinion(_ page: TimeRange, of source: any PriceSource) async throws -> [Candle]? {
        // A source that failed before is asked only for its own candles.
        let hadFailed = hasFailed(source.name)
        guard let given = try await keep(page, from: source, .comparison, insisting: hadFailed).candles,
            hasFailed(source.name) == hadFailed
        else { return nil }
        return given.candles.filter(\.isClosed).map(\.candle)
    }

    mutating func opinions(on opens: [Timestamp], from source: any PriceSource) async throws -> [Candle] {
        let ranges = OwedHours.reachable(
            opens.ranges(every: interval), of: interval, from: source.facts, absences: [], now: now())
        guard let first = ranges.first?.start, let last = ranges.last?.end else { return [] }
        var candles: [Candle] = []
        for page in OwedHours.pages(
            for: ranges, of: interval, from: source.facts, within: TimeRange(first, until: last), now: now()
        ).prefix(Self.pagesOfRecheck) {
            guard let given = try await opinion(page, of: source) else { break }
            candles += given
        }
        return candles
    }
}
