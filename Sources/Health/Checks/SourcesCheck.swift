package import Domain

/// Which sources serve and which do not: as the last runs recorded it, or as they answer now where they were asked.
enum SourcesCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        if let live = facts.live { return live.map(judge) }
        guard let contents = facts.database.contents else { return [.notChecked(.sources, because: .database)] }
        let latest = SourceRecord.latest(in: contents.runs)
        guard !latest.isEmpty else {
            return [
                Finding(
                    .sources, nil, .info, Phrase("none has been asked yet", fr: "aucune n'a encore été interrogée"),
                    remedy: "bitcoin-analyzer collect")
            ]
        }
        let parts = Dictionary(grouping: latest, by: \.part)
        return [SourceReport.Part.prices, .news].flatMap { part in judge(parts[part] ?? [], of: part) }
    }

    /// Sources of one part stand in for each other: one that fails is a warning, all of them are a failure.
    private static func judge(_ records: [SourceRecord], of part: SourceReport.Part) -> [Finding] {
        let failing = records.filter { $0.error != nil }
        guard !failing.isEmpty else {
            return records.isEmpty
                ? []
                : [
                    Finding(
                        .sources, part.rawValue, .ok,
                        Phrase(
                            "\(records.count) of \(records.count) served when last asked",
                            fr: "\(records.count) sur \(records.count) ont servi la dernière fois"))
                ]
        }
        let told = failing.compactMap { record in
            record.error.map {
                Evidence(
                    time: record.run.started, source: record.source.rawValue, line: "\($0.kind.rawValue): \($0.message)"
                )
            }
        }
        guard failing.count == records.count else {
            func names(_ language: Language) -> String {
                failing.map { "\($0.source) (\($0.error?.kind.title[language] ?? ""))" }.joined(separator: ", ")
            }
            return [
                Finding(
                    .sources, part.rawValue, .warning,
                    Phrase(
                        "the others respond; failed in the last run: \(names(.english))",
                        fr: "les autres répondent ; en échec lors de la dernière passe : \(names(.french))"),
                    evidence: told, remedy: "bitcoin-analyzer runs")
            ]
        }
        let cause = Cause(everySourceFailedWith: failing.compactMap(\.error?.kind)) ?? .sourceDown
        return [
            Finding(
                .sources, part.rawValue, .failed,
                Phrase(
                    "none responded in the last run: ", fr: "aucune n’a répondu lors de la dernière passe : ")
                    + (failing.first?.error?.displayHint ?? .empty),
                cause: cause, evidence: told, remedy: "bitcoin-analyzer doctor --online; bitcoin-analyzer collect")
        ]
    }

    private static func judge(_ probe: SourceProbe) -> Finding {
        guard let failure = probe.failure else {
            let milliseconds = probe.took.wholeMilliseconds
            return Finding(
                .sources, probe.source.rawValue, .ok,
                Phrase("answers, in \(milliseconds) ms", fr: "répond, en \(milliseconds) ms"))
        }
        return Finding(
            .sources, probe.source.rawValue, .failed,
            failure.message + Phrase("; ", fr: " ; ") + failure.hint,
            cause: Cause(failure.kind),
            evidence: [
                Evidence(source: probe.source.rawValue, line: "\(failure.kind.rawValue): \(failure.message.english)")
            ],
            remedy: "bitcoin-analyzer settings")
    }
}

/// How a source did when it was last asked.
package struct SourceRecord: Hashable, Sendable {
    package let source: SourceName
    package let part: SourceReport.Part
    package let run: Run
    package let error: SourceReport.Failure?

    /// One for each source, in the order of the newest run that asked it.
    /// - Parameter runs: newest first.
    package static func latest(in runs: [Run]) -> [SourceRecord] {
        var seen: Set<SourceName> = []
        return runs.flatMap { run in
            run.sources.filter { seen.insert($0.source).inserted }.map {
                SourceRecord(source: $0.source, part: $0.part, run: run, error: $0.error)
            }
        }
    }
}
