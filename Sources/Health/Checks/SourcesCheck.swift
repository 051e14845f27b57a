package import Domain

/// Which sources respond and which fail: according to the last runs, or to requests made now.
package enum SourcesCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        if let live = facts.live { return findings(of: live) }
        guard let contents = facts.database.contents else { return [.notChecked(.sources, because: .database)] }
        return findings(in: contents.runs)
    }

    /// Sources of one part replace each other: one that fails is a warning, all of them are a failure.
    /// - Parameter runs: newest first.
    package static func findings(in runs: [Run]) -> [Finding] {
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
        if let kinds = history.shared { return [everySource(history.failing, kinds)] }
        return [SourceReport.Part.prices, .news].flatMap { part in
            let records = latest.filter { $0.part == part }
            let failing = history.failing.filter { $0.part == part }
            guard failing.isEmpty else { return kinds(of: failing).map { failed($0.1, kind: $0.0, of: part) } }
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

    /// Grouped by the kind of their failure, in the order in which they come.
    private static func kinds(of failing: [SourceHistory.Failing]) -> [(ErrorKind, [SourceHistory.Failing])] {
        var groups: [(ErrorKind, [SourceHistory.Failing])] = []
        for source in failing {
            if let index = groups.firstIndex(where: { $0.0 == source.failure.kind }) {
                groups[index].1.append(source)
            } else {
                groups.append((source.failure.kind, [source]))
            }
        }
        return groups
    }

    private static func failed(_ failing: [SourceHistory.Failing], kind: ErrorKind, of part: SourceReport.Part)
        -> Finding
    {
        let usedInstead = failing[0].usedInstead
        let names = Phrase(list: failing.map(\.source.title))
        let summary = Phrase("\(names.english): ", fr: "\(names.french)\u{A0}: ") + failing[0].failure.displayMessage
        return Finding(
            .sources, part.rawValue, usedInstead.isEmpty ? .failed : .warning,
            usedInstead.isEmpty ? summary : summary + Phrase("; ", fr: "\u{A0}; ") + usedInstead.areUsedInstead,
            problem: .source(
                SourceProblem(
                    kind: kind, isRepeated: failing.contains { $0.runs.count > 1 }, usedInstead: usedInstead)),
            since: failing.compactMap { $0.runs.last?.run.started }.min(),
            evidence: failing.flatMap(\.evidence), remedy: "bitcoin-analyzer doctor --online; bitcoin-analyzer runs")
    }

    private static func everySource(_ failing: [SourceHistory.Failing], _ kinds: [ErrorKind]) -> Finding {
        let names = Phrase(list: failing.map(\.source.title))
        return Finding(
            .sources, nil, .failed,
            Phrase(
                "no source could be reached: \(names.english)",
                fr: "aucune source n’a pu être jointe\u{A0}: \(names.french)"),
            problem: .everySource(kinds),
            evidence: failing.flatMap(\.evidence), remedy: "bitcoin-analyzer doctor --online; ip route")
    }

    /// Each by itself, unless they all fail in a way that they may share.
    private static func findings(of live: [SourceProbe]) -> [Finding] {
        let shared = SourceHistory.shared(live.map { $0.failure?.kind })
        return live.map { probe in
            let name = probe.source.rawValue
            guard let failure = probe.failure else {
                let milliseconds = probe.took.wholeMilliseconds
                return Finding(
                    .sources, name, .ok,
                    Phrase("responds in \(milliseconds) ms", fr: "répond en \(milliseconds) ms"))
            }
            return Finding(
                .sources, name, .failed,
                failure.message + Phrase("; ", fr: "\u{A0}; ") + failure.hint,
                problem: shared.map { .everySource($0) }
                    ?? .source(SourceProblem(kind: failure.kind, isRepeated: false, usedInstead: [])),
                evidence: [Evidence(source: name, line: "\(failure.kind.rawValue): \(failure.message.english)")],
                remedy: "bitcoin-analyzer settings")
        }
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
