import Domain

/// The comparison of sources: what each said, who is odd, and which hours are doubtful.
extension PriceCollection {
    /// The hours that are compared by every run.
    static let comparedHours = 48
    /// A source that is odd in one of so many newest hours has failed.
    private static let failingHours = 3
    /// The sources that are asked to compare, at most.
    private static let mostAsked = 3
    /// The time for which sightings are kept.
    static let memory: Duration = .days(7)

    /// Remembers what a source said of closed candles.
    mutating func remember(_ candles: [ArchivedCandle], now: Timestamp) async throws {
        for archived in candles where archived.candle.openTime >= now - .days(32) {
            seen[archived.candle.openTime, default: [:]][archived.source] = archived.candle
        }
        guard interval == .oneHour else { return }
        let oldest = now - Self.memory
        let recent = candles.filter { $0.candle.openTime >= oldest }.map(Sighting.init(of:))
        if !recent.isEmpty { try await sightings.record(recent, forgettingBefore: oldest) }
    }

    /// Without candles that most other sources contradict, and without those that were replaced because of that. Of a
    /// source whose newest closed hour is contradicted, the open one is not taken either.
    func withoutOdd(_ candles: [ArchivedCandle]) async throws -> [ArchivedCandle] {
        guard let first = candles.first, let last = candles.last else { return candles }
        let range = TimeRange(first.candle.openTime, until: last.candle.closeTime)
        let replaced = try await archive.replaced(of: interval, in: range, limit: Self.mostReplaced)
            .filter { $0.reason == .disagreement && $0.candle.source == first.source }.map(\.candle.candle)
        let refused = Dictionary(grouping: replaced, by: \.openTime)
        var odd: Set<Timestamp> = []
        if interval == .oneHour {
            for (open, agreement) in try await verdicts(in: range) {
                if case .odd(let sources, _) = agreement.verdict, sources.contains(first.source) { odd.insert(open) }
            }
        }
        let newestClosed = candles.last { $0.isClosed }?.candle.openTime
        let isOddNow = newestClosed.map(odd.contains) ?? false
        return candles.filter { archived in
            guard archived.isClosed else { return !isOddNow }
            let open = archived.candle.openTime
            return !odd.contains(open) && refused[open]?.contains(archived.candle) != true
        }
    }

    /// The replaced candles that are read for one page.
    private static let mostReplaced = 10_000

    /// Asks another source for the newest closed hours, a third one where they disagree, and judges.
    /// - Parameter served: the source that has the newest hours.
    mutating func compare(with served: SourceName) async throws {
        let current = interval.openTime(containing: now())
        let window = TimeRange(current - interval.duration * Self.comparedHours, until: current)
        var verdicts = try await verdicts(in: window)
        var others = comparable(with: served, suspected: verdicts.odd).prefix(Self.mostAsked)
        while verdicts.needsAnother(newest: current - interval.duration), let next = others.first {
            others.removeFirst()
            let range = OwedHours.newest(interval, of: next.facts, now: now())
            _ = try await keep(range, from: next, .comparison, insisting: false)
            verdicts = try await self.verdicts(in: window)
        }
        if verdicts.needsAnother(newest: current - interval.duration) {
            try await askWitnesses(in: window)
            verdicts = try await self.verdicts(in: window)
        }
        try await judge(window, verdicts, served: served)
    }

    /// The other sources: those that were odd, until they agree, then those with prices in the same currency, each
    /// first in its turn.
    private func comparable(with served: SourceName, suspected: Set<SourceName>) -> [any PriceSource] {
        let quote = sources.first { $0.name == served }?.facts.quote
        let others = sources.filter { source in
            source.name != served && !reports.all.contains { $0.source == source.name && $0.error != nil }
        }
        let same = others.filter { $0.facts.quote == quote }
        let hour = Int(now().seconds / interval.seconds)
        let turn = same.isEmpty ? 0 : hour % same.count
        let inTurn = same[turn...] + same[..<turn] + others.filter { $0.facts.quote != quote }
        return inTurn.filter { suspected.contains($0.name) } + inTurn.filter { !suspected.contains($0.name) }
    }

    private func verdicts(in window: TimeRange) async throws -> [Timestamp: Agreement] {
        Dictionary(grouping: try await sightings.sightings(of: interval, in: window), by: \.openTime)
            .mapValues(Agreement.init)
    }

    private mutating func askWitnesses(in window: TimeRange) async throws {
        for witness in witnesses {
            let moment = now()
            let state = try await log.state(of: witness.name)
            guard !state.isPaused(at: moment) else { continue }
            do {
                let closes = try await witness.closes(of: interval, in: window)
                try await requests.recordAnswer(of: witness.name, requestedAt: moment, venueTime: nil)
                try await sightings.record(
                    closes.map {
                        Sighting(
                            source: witness.name, interval: interval, openTime: $0.openTime, close: $0.close,
                            volume: nil, quote: $0.quote, seenAt: moment)
                    }, forgettingBefore: moment - Self.memory)
                return
            } catch let failure as SourceFailure {
                try await requests.record(failure)
            }
        }
    }

    // MARK: Judging

    private mutating func judge(_ window: TimeRange, _ verdicts: [Timestamp: Agreement], served: SourceName)
        async throws
    {
        let newest = window.end - interval.duration * Self.failingHours
        var failing: [SourceName: (opens: [Timestamp], spread: Double, others: Set<SourceName>)] = [:]
        func note(_ source: SourceName, _ open: Timestamp, _ spread: Double, _ others: Set<SourceName>) {
            let known = failing[source] ?? ([], 0, [])
            failing[source] = (known.opens + [open], max(known.spread, spread), known.others.union(others))
        }
        var (odd, undecided): ([SourceName: Set<SourceName>], Set<SourceName>) = ([:], [])
        for (open, agreement) in verdicts where open >= newest {
            switch agreement.verdict {
            case .odd(let sources, let spread):
                for source in sources {
                    note(source, open, spread, agreement.agreeing)
                    odd[source, default: []].formUnion(agreement.agreeing)
                }
            case .undecided(let spread):
                // Who is wrong is not known: each is named, with the others.
                let names = Set(agreement.sightings.map(\.source))
                for source in names {
                    undecided.insert(source)
                    note(source, open, spread, names.subtracting([source]))
                }
            case .agreed, .unknown: break
            }
        }
        let older = TimeRange(window.end - Self.recheckedPeriod, until: window.start)
        for source in undecided.sorted(by: { $0.rawValue < $1.rawValue }) where odd[source] == nil {
            try await recheck(older, of: source)
        }
        let replaced = try await settle(window, verdicts)
        for (source, found) in failing.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            faults.note(
                source, at: found.opens + (replaced[source] ?? []), spread: found.spread, others: found.others,
                isOdd: odd[source] != nil)
            if odd[source] != nil { reportOdd(source) }
        }
        for (source, others) in odd.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try await recheck(older, of: source, agreeing: others)
        }
        if undecided.isEmpty { try await recheckDoubtful(before: window.start) }
        try await replaceOpen(of: Set(odd.keys))
        try await recheckNewest(window)
        try await markOpen(after: window.end - interval.duration)
    }

    /// Marks the open candle as its price is, where the newest closed one of its source is doubtful.
    private func markOpen(after newest: Timestamp) async throws {
        let open = newest + interval.duration
        let range = TimeRange(newest, until: open + interval.duration)
        let stored = try await archive.candles(of: interval, in: range, limit: 2)
        let known = try await sightings.doubtful(of: interval, in: range)
        let doubt = known.first { $0.openTime == newest && $0.reason == .disagreement }
        let hasOpen = stored.first?.candle.openTime == open
        let isSame = hasOpen && stored.count == 2 && stored[0].source == stored[1].source
        let marked =
            doubt.flatMap { doubt in
                isSame
                    ? DoubtfulCandle(
                        interval, at: open, reason: .disagreement, odd: doubt.odd, spread: doubt.spread,
                        since: doubt.since)
                    : nil
            }
            // What no other source had a better one for in this run.
            ?? known.first {
                $0.openTime == open && hasOpen && $0.odd == stored[0].source && doubtfulOpens.contains(open)
            }
        guard marked != nil || known.contains(where: { $0.openTime == open }) else { return }
        try await sightings.setDoubtful(
            [marked].compactMap(\.self), of: interval, in: TimeRange(open, until: range.end))
    }

    /// Takes the open candle, whose close is the current price, and those that are not proven to be closed from a
    /// source that agrees with the others.
    mutating func replaceOpen(of odd: Set<SourceName>) async throws {
        let stored = try await archive.candles(of: interval, in: nil, limit: Self.mostOpen)
        let (sources, opened, run) = (sources, opened, run)
        let better = stored.filter { !$0.isClosed && odd.contains($0.source) }.compactMap { stored in
            sources.lazy.filter { !odd.contains($0.name) }.compactMap { opened[$0.name]?[stored.candle.openTime] }.first
                .map { open in
                    // Later than what it replaces, also where both came within one moment.
                    let seenAt = min(
                        max(open.seenAt, stored.seenAt + .milliseconds(1)), open.candle.closeTime - .milliseconds(1))
                    return ArchivedCandle(open.candle, source: open.source, run: run, seenAt: seenAt)
                }
        }
        if !better.isEmpty { _ = try await archive.keep(better, rule: rule) }
        let known = Set(better.map(\.candle.openTime))
        for open in known where doubtfulOpens.remove(open) != nil {
            try await sightings.setDoubtful([], of: interval, in: TimeRange(open, until: open + interval.duration))
        }
        for open in stored where !open.isClosed && odd.contains(open.source) && !known.contains(open.candle.openTime) {
            let doubt = DoubtfulCandle(
                interval, at: open.candle.openTime, reason: .disagreement, odd: open.source, since: now())
            try await sightings.setDoubtful(
                [doubt], of: interval, in: TimeRange(open.candle.openTime, until: open.candle.closeTime))
            doubtfulOpens.insert(open.candle.openTime)
        }
    }

    /// Minutes are not proven to be closed for ``ObservedCandles/cacheAge``.
    private static let mostOpen = 5

    /// Replaces stored candles that are contradicted, and marks those that stay doubtful.
    /// - Returns: those of each source that were replaced.
    private mutating func settle(_ window: TimeRange, _ verdicts: [Timestamp: Agreement]) async throws
        -> [SourceName: [Timestamp]]
    {
        let range = try await examined(window)
        let stored = try await archive.candles(of: interval, in: range, limit: .max).reversed().filter(\.isClosed)
        let implausible = Plausibility.doubts(in: stored.map(\.candle))
        // What a recheck of old hours found stays until another one finds otherwise.
        let known = Dictionary(
            try await sightings.doubtful(of: interval, in: range).map { ($0.openTime, $0) },
            uniquingKeysWith: { first, _ in first })
        var replaced: [SourceName: [Timestamp]] = [:]
        try await askAbout(implausible.keys.filter { seen[$0].map { $0.count < 2 } ?? true }.sorted())
        var doubts: [DoubtfulCandle] = []
        for (index, archived) in stored.enumerated() {
            let open = archived.candle.openTime
            let neighbours = Plausibility.around(index, in: stored.map(\.candle))
            let verdict = verdicts[open]?.verdict ?? .unknown
            let isKnown = known[open].flatMap { doubt in
                let stays =
                    doubt.reason == .disagreement
                    ? verdict == .unknown : doubt.reason == .stuck && doubt.odd == archived.source
                return stays ? doubt : nil
            }
            guard let doubt = doubt(archived, verdict, verdicts[open], implausible[open]) ?? isKnown else { continue }
            let better = replacement(for: archived, verdicts[open], neighbours, implausible: implausible[open])
            switch better {
            case .confirmed: continue
            case .candle(let candle, let source):
                let rule = ReplacementRule(ranking: [source], corrections: nil, reason: .disagreement)
                let kept = try await archive.keep(
                    [ArchivedCandle(candle, source: source, run: run, seenAt: now())], rule: rule)
                if kept.updated > 0 {
                    replaced[archived.source, default: []].append(open)
                    continue
                }
                doubts.append(doubt)
            case .none: doubts.append(doubt)
            }
        }
        try await sightings.setDoubtful(doubts, of: interval, in: range)
        for (source, opens) in replaced { faults.noteReplaced(opens, of: source) }
        return replaced
    }

    /// The range to examine: what is compared, and once a day a month.
    private func examined(_ window: TimeRange) async throws -> TimeRange {
        let isFirstOfDay = window.end == Interval.oneDay.openTime(containing: window.end)
        let month = TimeRange(window.end - .days(31), until: window.end)
        guard !isFirstOfDay else { return month }
        let oldest = try await sightings.doubtful(of: interval, in: month).first?.openTime
        return TimeRange(min(window.start, oldest ?? window.start), until: window.end)
    }

    private func doubt(
        _ archived: ArchivedCandle, _ verdict: Agreement.Verdict, _ agreement: Agreement?, _ implausible: DoubtReason?
    ) -> DoubtfulCandle? {
        let open = archived.candle.openTime
        switch verdict {
        case .odd(let odd, let spread)
        where odd.contains(archived.source) || agreement?.includes(archived.candle) == false:
            return DoubtfulCandle(
                interval, at: open, reason: .disagreement, odd: archived.source, spread: spread, since: now())
        case .undecided(let spread):
            return DoubtfulCandle(interval, at: open, reason: .disagreement, spread: spread, since: now())
        default:
            return implausible.map {
                DoubtfulCandle(interval, at: open, reason: $0, odd: archived.source, since: now())
            }
        }
    }

    private enum Better {
        case confirmed
        case candle(Candle, SourceName)
        case none
    }

    /// What the other sources of this run have instead of a doubtful candle.
    private func replacement(
        for archived: ArchivedCandle, _ agreement: Agreement?, _ neighbours: [Candle], implausible: DoubtReason?
    ) -> Better {
        let given = seen[archived.candle.openTime] ?? [:]
        let others = sources.compactMap { source in
            given[source.name].map { (source: source.name, candle: $0) }
        }.filter { $0.candle != archived.candle || $0.source != archived.source }
        if let implausible {
            // A crash that another source saw too; the same candle for hours is no such thing.
            if implausible != .stuck,
                others.contains(where: { $0.source != archived.source && Agreement.agree($0.candle, archived.candle) })
            {
                return .confirmed
            }
            // One that is plausible outweighs one that is not.
            return others.first { !Plausibility.isSpike($0.candle, neighbours) }.map { .candle($0.candle, $0.source) }
                ?? .none
        }
        guard case .odd(let odd, _)? = agreement?.verdict else { return .none }
        return others.first { !odd.contains($0.source) && agreement?.includes($0.candle) == true }
            .map { .candle($0.candle, $0.source) } ?? .none
    }

    /// Asks the sources, in their order, for the pages that cover these hours, at most two pages of each.
    private mutating func askAbout(_ opens: [Timestamp]) async throws {
        guard !opens.isEmpty else { return }
        for source in sources {
            let ranges = OwedHours.reachable(
                opens.ranges(every: interval), of: interval, from: source.facts, absences: [], now: now())
            for page in OwedHours.pages(
                for: ranges, of: interval, from: source.facts, within: TimeRange(.earliest, until: .latest), now: now()
            ).prefix(2) {
                guard try await keep(page, from: source, .comparison, insisting: false).candles != nil else { break }
            }
        }
    }
}

extension [Timestamp: Agreement] {
    /// The sources that most others contradict in some hour.
    fileprivate var odd: Set<SourceName> {
        values.reduce(into: []) { odd, agreement in
            if case .odd(let sources, _) = agreement.verdict { odd.formUnion(sources) }
        }
    }

    /// Whether the newest hour has one source only, or no majority is found.
    fileprivate func needsAnother(newest: Timestamp) -> Bool {
        if (self[newest]?.sightings.count ?? 0) < 2 { return true }
        return values.contains { if case .undecided = $0.verdict { true } else { false } }
    }
}
