package import Domain

/// Which sources respond and which fail: according to the last runs, or to requests made now.
package enum SourcesCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        let network = facts.network
        if let live = facts.live { return findings(of: live, network) }
        guard let contents = facts.database.contents else { return [.notChecked(.sources, because: .database)] }
        let configured = facts.settings.resolved?.sources
        return findings(in: contents.runs, of: configured, network)
            + silent(contents.feeds, of: configured, contents.runs, at: facts.now)
    }

    /// Feeds that respond, and have had nothing new for longer than ever before.
    static func silent(
        _ feeds: [FeedState], of configured: Set<SourceName>?, _ runs: [Run], at now: Timestamp
    ) -> [Finding] {
        let isConfigured = { (name: SourceName) in configured.map { $0.isEmpty || $0.contains(name) } ?? true }
        let silent = feeds.filter { feed in
            feed.source.failures == 0 && isConfigured(feed.source.source)
                && feed.history?.isSilent(at: now) ?? false
        }
        guard !silent.isEmpty else { return [] }
        let others = feeds.map(\.source.source).filter { name in
            isConfigured(name) && !silent.contains { $0.source.source == name }
        }
        return silent.map { feed in
            let history = feed.history ?? FeedHistory(first: now, newest: now, longestSilence: .zero)
            let (silence, longest) = (history.silence(at: now).phrase, history.longestSilence.phrase)
            let name = feed.source.source
            return Finding(
                .sources, name.rawValue, .warning,
                Phrase(
                    "\(name): no new article for \(silence.english), longer than ever before (\(longest.english))",
                    fr: "\(name)\u{A0}: aucun nouvel article depuis \(silence.french), plus longtemps que jamais "
                        + "(\(longest.french))"),
                problem: .source(SourceProblem(kind: .stale, isRepeated: true, usedInstead: others)),
                since: history.newest,
                evidence: [
                    Evidence(
                        time: history.newest, source: name.rawValue,
                        line: "newest article \(history.newest); longest silence before \(longest.english)")
                ], remedy: "bitcoin-analyzer status")
        }
    }

    /// Sources of one part replace each other: one that fails is a warning, all of them are a failure.
    /// - Parameters:
    ///   - runs: newest first.
    ///   - configured: the sources of the settings; others were removed, and say nothing any more. `nil` for all.
    ///   - network: what this host reaches, where that was asked.
    package static func findings(in runs: [Run], of configured: Set<SourceName>? = nil, _ network: NetworkFacts? = nil)
        -> [Finding]
    {
        let runs = runs.map { $0.keeping(configured) }
        let latest = SourceRecord.latest(in: runs)
        guard !latest.isEmpty else {
            return [
                Finding(
                    .sources, nil, .info,
                    Phrase("no source has been asked yet", fr: "aucune source n’a encore été interrogée"),
                    remedy: "bitcoin-analyzer collect")
            ]
        }
        let history = SourceHistory(runs)
        if let kinds = history.shared { return [everySource(history.failing, kinds, network)] }
        return [SourceReport.Part.prices, .news].flatMap { part in
            let records = latest.filter { $0.part == part }
            let failing = history.failing.filter { $0.part == part }
            guard failing.isEmpty else { return ways(of: failing).map { failed($0.1, $0.0, of: part) } }
            // A source that failed, and was not asked again because the others respond, counts as it was last known.
            let responded = records.count { $0.error == nil }
            return records.isEmpty
                ? []
                : [
                    Finding(
                        .sources, part.rawValue, .ok,
                        Phrase(
                            "\(responded) of \(records.count) responded when last asked",
                            fr: "\(responded) sur \(records.count) \(responded == 1 ? "a" : "ont") répondu la "
                                + "dernière fois"))
                ]
        }
    }

    /// The ways in which sources fail.
    private struct Way: Hashable {
        let kind: ErrorKind
        let certificate: CertificateProblem?

        init(_ failure: SourceReport.Failure) {
            kind = failure.kind
            certificate = CertificateProblem(failure.kind, failure.message)
        }
    }

    /// Grouped by the way of their failure, in the order in which they come.
    private static func ways(of failing: [SourceHistory.Failing]) -> [(Way, [SourceHistory.Failing])] {
        var groups: [(Way, [SourceHistory.Failing])] = []
        for source in failing {
            let way = Way(source.failure)
            if let index = groups.firstIndex(where: { $0.0 == way }) {
                groups[index].1.append(source)
            } else {
                groups.append((way, [source]))
            }
        }
        return groups
    }

    private static func failed(_ failing: [SourceHistory.Failing], _ way: Way, of part: SourceReport.Part) -> Finding {
        let usedInstead = failing[0].usedInstead
        let summary = summary(of: failing, way)
        return Finding(
            // Sources that contradict each other have given prices.
            .sources, part.rawValue, usedInstead.isEmpty && way.kind != .disagrees ? .failed : .warning,
            usedInstead.isEmpty ? summary : summary + Phrase("; ", fr: "\u{A0}; ") + usedInstead.areUsedInstead,
            problem: .source(
                SourceProblem(
                    kind: way.kind, isRepeated: failing.contains { $0.runs.count > 1 || $0.failure.isProven },
                    usedInstead: usedInstead,
                    certificate: way.certificate)),
            since: failing.compactMap { $0.runs.last?.run.started }.min(),
            evidence: failing.flatMap(\.evidence), remedy: "bitcoin-analyzer doctor --online; bitcoin-analyzer runs")
    }

    /// The sources with what has failed. Of those that contradict each other the English names the others of each.
    private static func summary(of failing: [SourceHistory.Failing], _ way: Way) -> Phrase {
        let names = Phrase(list: failing.map(\.source.title))
        let message = failing[0].failure.displayMessage
        let english =
            way.kind == .disagrees
            ? failing.map { "\($0.source.title): \($0.failure.message)" }.joined(separator: "; ")
            : "\(names.english): \(message.english)"
        return Phrase(english, fr: "\(names.french)\u{A0}: \(message.french)")
    }

    private static func everySource(
        _ failing: [SourceHistory.Failing], _ kinds: [ErrorKind], _ network: NetworkFacts?
    ) -> Finding {
        let names = Phrase(list: failing.map(\.source.title))
        let network = deciding(kinds, network)
        return Finding(
            .sources, nil, .failed,
            Phrase(
                "no source could be reached: \(names.english)",
                fr: "aucune source n’a pu être jointe\u{A0}: \(names.french)") + (network?.conclusion ?? .empty),
            problem: network?.isUnreachable == true ? .networkUnreachable : .everySource(kinds),
            // One that failed alone before says nothing of when all began to.
            since: failing.compactMap { $0.runs.last?.run.started }.max(),
            evidence: (network?.evidence ?? []) + failing.flatMap(\.evidence),
            remedy: network?.command ?? "bitcoin-analyzer doctor --online; ip route")
    }

    /// What this host reaches, where that may be the reason: what fails by TLS has got packets back, whatever a
    /// resolver that is asked by other ways than this one says.
    private static func deciding(_ kinds: [ErrorKind], _ network: NetworkFacts?) -> NetworkFacts? {
        kinds.contains(.tls) ? nil : network
    }

    /// Each by itself, unless they all fail in a way that they may share.
    private static func findings(of live: [SourceProbe], _ network: NetworkFacts?) -> [Finding] {
        let shared =
            live.map(\.source) == [SourceProbe.all]
            ? live.compactMap(\.failure?.kind) : SourceHistory.shared(live.map { $0.failure?.kind })
        let network = deciding(shared ?? [], network)
        return live.map { probe in
            let name = probe.source.rawValue
            guard let failure = probe.failure else {
                let milliseconds = probe.took.wholeMilliseconds
                return Finding(
                    .sources, name, .ok,
                    Phrase("responds in \(milliseconds) ms", fr: "répond en \(milliseconds) ms"))
            }
            let own = SourceProblem(
                kind: failure.kind, isRepeated: false, usedInstead: [],
                certificate: CertificateProblem(failure.kind, failure.message.english))
            let together: Problem? = shared.map {
                network?.isUnreachable == true ? .networkUnreachable : .everySource($0)
            }
            return Finding(
                .sources, name, .failed,
                failure.message + Phrase("; ", fr: "\u{A0}; ") + failure.hint, problem: together ?? .source(own),
                evidence: [Evidence(source: name, line: "\(failure.kind.rawValue): \(failure.message.english)")]
                    + (together == nil ? [] : network?.evidence ?? []),
                remedy: (together == nil ? nil : network?.command) ?? "bitcoin-analyzer settings")
        }
    }
}

extension Run {
    /// The same with the results of these sources only.
    fileprivate func keeping(_ configured: Set<SourceName>?) -> Run {
        guard let configured, !configured.isEmpty else { return self }
        var run = self
        run.sources.removeAll { !configured.contains($0.source) }
        return run
    }
}

extension [SourceName] {
    /// `Kraken and Bitstamp are used instead`, « Kraken et Bitstamp prennent le relais ».
    package var areUsedInstead: Phrase {
        let names = Phrase(list: map(\.title))
        return count == 1
            ? Phrase("\(names.english) is used instead", fr: "\(names.french) prend le relais")
            : Phrase("\(names.english) are used instead", fr: "\(names.french) prennent le relais")
    }
}
