import Collection
import Domain

/// What a backfill came to: its run, what is still missing, and why.
struct BackfillReport: Encodable {
    let run: Run
    private let summary: BackfillSummary
    private let absences: [SourceAbsence]

    /// - Parameter absences: of every source; those outside the window are left out.
    init(run: Run, _ summary: BackfillSummary, _ absences: [SourceAbsence]) {
        self.run = run
        self.summary = summary
        self.absences = absences.filter {
            $0.interval == summary.interval && $0.range.start < summary.window.end
                && summary.window.start < $0.range.end
        }
    }

    func lines(_ language: Language) -> [String] {
        var lines = run.lines(language)
        lines.append(
            language.localized(
                "\(summary.asked) candles were missing: \(summary.kept) new, \(summary.absent) that no source has, "
                    + "\(summary.owed) still owed",
                fr: "Chandeliers manquants au départ\u{A0}: \(summary.asked)\u{A0}; nouveaux\u{A0}: \(summary.kept), "
                    + "absents de toutes les sources\u{A0}: \(summary.absent), encore dus\u{A0}: \(summary.owed)"))
        if summary.owed > 0 {
            lines.append(
                language.localized(
                    "Run it again later to ask for what is owed.",
                    fr: "Relancez la commande plus tard pour demander ce qui est dû."))
        }
        guard summary.owed + summary.absent > 0 else { return lines }
        return lines + absences.map { "  " + $0.phrase[language] }
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
        try nested.encode(absences.map(\.phrase.english), forKey: .absences)
    }
}
