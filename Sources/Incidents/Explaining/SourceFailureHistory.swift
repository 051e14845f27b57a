import Domain
import Health

/// Failures of the sources in the last runs: which, how, since when, and whether other sources returned data.
struct SourceFailureHistory {
    /// A source that failed when it was last requested.
    struct FailingSource {
        let source: SourceName
        let part: SourceReport.Part
        let failure: SourceReport.Failure
        /// Failures in a row, newest first.
        let runs: [(run: Run, failure: SourceReport.Failure)]
        /// Whether no source returned data for the part.
        let isUnserved: Bool
        /// The sources that returned data instead.
        let usedInstead: [SourceName]
    }

    let failing: [FailingSource]
    /// The common cause when all sources of the newest run failed alike; `nil` otherwise.
    let shared: Cause?

    /// Runs after which a failure of a source that was not requested again is disregarded.
    private static let remembered = 3

    init(_ runs: [Run]) {
        let finished = runs.filter { $0.outcome != .running && !$0.sources.isEmpty }
        var failing: [FailingSource] = []
        for part in [SourceReport.Part.prices, .news] {
            let asked = finished.filter { $0.sources.contains { $0.part == part } }
            guard let newest = asked.first else { continue }
            let reports = newest.sources.filter { $0.part == part }
            let served = reports.filter { $0.error == nil }.map(\.source)
            var seen: Set<SourceName> = []
            for report in asked.prefix(Self.remembered).flatMap({ $0.sources.filter { $0.part == part } })
            where seen.insert(report.source).inserted {
                guard let failure = report.error else { continue }
                var row: [(Run, SourceReport.Failure)] = []
                for run in asked {
                    guard let own = run.sources.first(where: { $0.source == report.source && $0.part == part }) else {
                        continue
                    }
                    guard let failure = own.error else { break }
                    row.append((run, failure))
                }
                failing.append(
                    FailingSource(
                        source: report.source, part: part, failure: failure, runs: row, isUnserved: served.isEmpty,
                        usedInstead: served))
            }
        }
        self.failing = failing
        shared = Self.shared(finished.first)
    }

    private static func shared(_ newest: Run?) -> Cause? {
        guard let reports = newest?.sources, reports.count > 1 else { return nil }
        let kinds = reports.compactMap(\.error?.kind)
        guard kinds.count == reports.count, kinds.allSatisfy({ [.dns, .connect, .timeout, .tls].contains($0) }) else {
            return nil
        }
        if kinds.allSatisfy({ $0 == .dns }) { return .dnsFailure }
        return kinds.allSatisfy { $0 == .tls } ? .tlsFailure : .networkDown
    }

    /// Signs of a cause that concerns single sources: one for prices and one for news, or one for the host where it is the likelier cause.
    func signs(of cause: Cause, on host: String? = nil) -> [Sign] {
        guard shared == nil else { return [] }
        return Dictionary(grouping: failing.filter { Cause($0.failure.kind) == cause }, by: \.part).sorted {
            $0.key.rawValue < $1.key.rawValue
        }.map { part, found in
            let names = Phrase(list: found.map(\.source.title))
            let isUnserved = found.contains(where: \.isUnserved)
            let instead = Self.replacement(found[0].usedInstead)
            let summary = names + Phrase(": ", fr: "\u{A0}: ") + found[0].failure.displayMessage
            return Sign(
                at: host.map { Incident.Place(host: $0) } ?? Incident.Place(subject: part.rawValue),
                isUnserved
                    ? summary : summary + Phrase("; \(instead.english)", fr: "\u{A0}; \(instead.french)"),
                severity: isUnserved ? .critical : .warning,
                evidence: found.flatMap(Self.evidence),
                effect: isUnserved
                    ? nil
                    : Phrase(
                        "No data is missing: \(instead.english).",
                        fr: "Aucune donnée ne manque\u{A0}: \(instead.french)."),
                isConfirmed: isUnserved || found.contains { $0.runs.count > 1 })
        }
    }

    /// `Kraken is used instead`, « Kraken et Bitstamp prennent le relais ».
    private static func replacement(_ sources: [SourceName]) -> Phrase {
        let names = Phrase(list: sources.map(\.title))
        return Phrase(
            "\(names.english) \(sources.count == 1 ? "is" : "are") used instead",
            fr: "\(names.french) \(sources.count == 1 ? "prend" : "prennent") le relais")
    }

    /// The sign of a cause that all sources have in common.
    func sign(ofShared cause: Cause, on host: String) -> [Sign] {
        guard shared == cause else { return [] }
        let names = Phrase(list: failing.map(\.source.title))
        return [
            Sign(
                at: Incident.Place(host: host),
                Phrase(
                    "all sources failed in the same way: \(names.english)",
                    fr: "toutes les sources ont échoué de la même façon\u{A0}: \(names.french)"),
                evidence: failing.flatMap(Self.evidence))
        ]
    }

    private static func evidence(_ source: FailingSource) -> [Evidence] {
        source.runs.prefix(3).reversed().map {
            Evidence(
                time: $0.run.started, source: "run \($0.run.id)",
                line: "\(source.source) \($0.failure.kind.rawValue): \($0.failure.message)")
        }
    }
}

extension Observation {
    var sources: SourceFailureHistory { SourceFailureHistory(runs) }
}
