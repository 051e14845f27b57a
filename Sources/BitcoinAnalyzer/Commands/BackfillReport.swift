import Collection
import Domain

/// What a backfill or a refetch came to: its run, what is still missing, and why.
struct BackfillReport: Encodable {
    let run: Run
    private let summary: BackfillSummary
    private let absences: [SourceAbsence]

    private let isRefetch: Bool

    /// The absences of each source that are named, the longest ones.
    private static let mostAbsences = 20

    /// - Parameters:
    ///   - sources: those that are configured.
    ///   - isRefetch: whether stored candles were asked for again.
    /// - Throws: ``ArchiveFailure``
    init(run: Run, _ summary: BackfillSummary, sources: [SourceName], log: any SourceLog, isRefetch: Bool = false)
        async throws
    {
        self.run = run
        self.isRefetch = isRefetch
        self.summary = summary
        var absences: [SourceAbsence] = []
        for source in sources {
            let all = try await log.absences(of: source, summary.interval, in: summary.window)
            let longest = all.sorted { $0.range.duration > $1.range.duration }.prefix(Self.mostAbsences)
            absences += longest.sorted { $0.range.start < $1.range.start }
        }
        self.absences = absences
    }

    func lines(_ language: Language) -> [String] {
        var lines = run.lines(language)
        lines.append(count[language])
        if summary.owed > 0 {
            lines.append(
                language.localized(
                    "Run it again later to ask for what is owed.",
                    fr: "Relancez la commande plus tard pour demander ce qui est dû."))
        }
        guard summary.owed + summary.absent > 0 else { return lines }
        return lines + beginnings.map { "  " + $0[language] } + absences.map { "  " + $0.phrase[language] }
    }

    private var count: Phrase {
        let (asked, kept, absent, owed) = (summary.asked, summary.kept, summary.absent, summary.owed)
        guard isRefetch else {
            return Phrase(
                "\(asked) candles were missing: \(kept) new, \(absent) that no source has, \(owed) still owed",
                fr: "Chandeliers manquants au départ\u{A0}: \(asked)\u{A0}; nouveaux\u{A0}: \(kept), absents de toutes "
                    + "les sources\u{A0}: \(absent), encore dus\u{A0}: \(owed)")
        }
        return Phrase(
            "\(asked) candles were asked for again: \(kept) changed, \(absent) that no source has, \(owed) still owed",
            fr: "Chandeliers redemandés\u{A0}: \(asked)\u{A0}; modifiés\u{A0}: \(kept), absents de toutes les "
                + "sources\u{A0}: \(absent), encore dus\u{A0}: \(owed)")
    }

    /// From when on the sources that begin within the window, or after it, have candles.
    private var beginnings: [Phrase] {
        summary.beginnings.sorted { $0.key.rawValue < $1.key.rawValue }.map { source, first in
            Phrase(
                "\(source.title): \(summary.interval.rawValue) from \(first) on only",
                fr: "\(source.title)\u{A0}: \(summary.interval.rawValue) à partir du \(first) seulement")
        }
    }

    private enum CodingKeys: String, CodingKey {
        case summary = "backfill"
        case asked, new, absent, owed, absences
    }

    func encode(to encoder: any Encoder) throws {
        try run.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        var nested = container.nestedContainer(keyedBy: CodingKeys.self, forKey: .summary)
        try nested.encode(summary.asked, forKey: .asked)
        try nested.encode(summary.kept, forKey: .new)
        try nested.encode(summary.absent, forKey: .absent)
        try nested.encode(summary.owed, forKey: .owed)
        try nested.encode(
            beginnings.map(\.english) + absences.map(\.phrase.english), forKey: .absences)
    }
}
