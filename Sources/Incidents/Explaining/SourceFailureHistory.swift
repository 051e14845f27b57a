import Domain
import Health

/// How the sources did in the last runs: who fails, how, since when, and whether others serve meanwhile.
struct SourceFailureHistory {
    /// One source that failed when it was last asked.
    struct Trouble {
        let source: SourceName
        let part: SourceReport.Part
        let failure: SourceReport.Failure
        /// Failures in a row, newest first.
        let runs: [(run: Run, failure: SourceReport.Failure)]
        /// Whether the part got nothing from anybody.
        let isUnserved: Bool
        /// Who served it instead.
        let servedBy: [SourceName]
    }

    let troubles: [Trouble]
    /// What all sources share that failed at the same time; `nil` where each has its own trouble.
    let shared: Cause?

    /// Runs after which a source that was not asked again, because others serve, is not held against it any more.
    private static let remembered = 3

    init(_ runs: [Run]) {
        let finished = runs.filter { $0.outcome != .running && !$0.sources.isEmpty }
        var troubles: [Trouble] = []
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
                troubles.append(
                    Trouble(
                        source: report.source, part: part, failure: failure, runs: row, isUnserved: served.isEmpty,
                        servedBy: served))
            }
        }
        self.troubles = troubles
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

    /// Signs of a cause that one source can have: one for prices, one for news; or one for the host, whose trouble it is more likely.
    func signs(of cause: Cause, on host: String? = nil) -> [Sign] {
        guard shared == nil else { return [] }
        return Dictionary(grouping: troubles.filter { Cause($0.failure.kind) == cause }, by: \.part).sorted {
            $0.key.rawValue < $1.key.rawValue
        }.map { part, found in
            let names = found.map(\.source.rawValue).joined(separator: ", ")
            let isUnserved = found.contains(where: \.isUnserved)
            let others = found[0].servedBy.map(\.rawValue).joined(separator: ", ")
            let summary = Phrase("\(names): \(found[0].failure.message)", fr: "\(names) : \(found[0].failure.message)")
            return Sign(
                at: host.map { Incident.Place(host: $0) } ?? Incident.Place(subject: part.rawValue),
                isUnserved
                    ? summary : summary + Phrase("; \(others) serves instead", fr: " ; \(others) sert à la place"),
                severity: isUnserved ? .critical : .warning,
                evidence: found.flatMap(Self.evidence),
                effect: isUnserved
                    ? nil
                    : Phrase(
                        "Nothing is missing: \(others) serves instead.",
                        fr: "Rien ne manque : \(others) sert à la place."),
                isConfirmed: isUnserved || found.contains { $0.runs.count > 1 })
        }
    }

    /// The sign of a cause that all sources share.
    func sign(ofShared cause: Cause, on host: String) -> [Sign] {
        guard shared == cause else { return [] }
        let names = troubles.map(\.source.rawValue).joined(separator: ", ")
        return [
            Sign(
                at: Incident.Place(host: host),
                Phrase(
                    "every source failed in the same way: \(names)",
                    fr: "toutes les sources ont échoué de la même façon : \(names)"),
                evidence: troubles.flatMap(Self.evidence))
        ]
    }

    private static func evidence(_ trouble: Trouble) -> [Evidence] {
        trouble.runs.prefix(3).reversed().map {
            Evidence(
                time: $0.run.started, source: "run \($0.run.id)",
                line: "\(trouble.source) \($0.failure.kind.rawValue): \($0.failure.message)")
        }
    }
}

extension Observation {
    var sources: SourceFailureHistory { SourceFailureHistory(runs) }
}
