import Domain
import FoundationEssentials
import Interchange

/// What an import did with one file.
struct ImportReport: Encodable {
    let file: String
    /// The file within a zip archive, with its folder there.
    var member: String?
    /// `candles` or `articles`.
    let content: String
    /// Of candles: what was found in the file.
    var layout: String?
    var columns: [String]?
    var interval: Interval?
    /// Whether the interval was found in the file, rather than given.
    var isIntervalDetected = true
    var source: SourceName?
    var quote: Quote?
    var timeUnits: [String]?
    var first: Timestamp?
    var last: Timestamp?
    /// The number of candles or articles in the file.
    var rows = 0
    var new = 0
    var updated = 0
    var unchanged = 0
    var repeatedRows = 0
    /// Rows of a coarse interval that hours cover.
    var coveredRows = 0
    var swappedVolumes = 0
    var badRows = 0
    /// The first bad rows.
    var bad: [Bad] = []
    /// Candles that the file does not have between its first and its last one.
    var missing: Int?
    var gaps: [CandleGap]?
    let run: RunID
    var seconds = 0.0

    struct Bad: Encodable {
        let line: Int
        let reason: String
    }

    /// A file of minutes may have ten thousand gaps: its minutes without a trade.
    private static let shownGaps = 200

    enum CodingKeys: String, CodingKey {
        case file, member, content, layout, columns, interval, isIntervalDetected = "interval_detected", source, quote,
            timeUnits = "time_units", first, last, rows, new,
            updated, unchanged, repeatedRows = "repeated_rows", coveredRows = "covered_rows",
            swappedVolumes = "swapped_volumes", badRows = "bad_rows", bad, missing, gaps, run, seconds
    }

    init(file: String, content: FileContent, run: RunID) {
        self.file = file
        self.content = content == .candles ? "candles" : "articles"
        self.run = run
    }

    mutating func describe(_ feed: CandleFeed, isIntervalGiven: Bool, _ language: Language) {
        let summary = feed.summary
        member = feed.archivedName
        isIntervalDetected = !isIntervalGiven
        layout = feed.layout.family.rawValue
        columns = feed.layout.columns.map(\.rawValue)
        interval = feed.interval
        source = feed.first.source
        quote = feed.first.quote
        timeUnits = summary.timeUnits
        (first, last) = (summary.first, summary.last)
        rows = summary.candles
        repeatedRows = summary.repeated
        coveredRows = summary.covered
        swappedVolumes = summary.swappedVolumes
        missing = summary.missing
        gaps = Array(summary.gaps.prefix(Self.shownGaps))
        note(summary.badRows, summary.firstBadRows, language)
    }

    mutating func note(_ count: Int, _ rows: [BadRow], _ language: Language) {
        badRows = count
        bad = rows.map { Bad(line: $0.line, reason: $0.reason[language]) }
    }

    mutating func add(_ run: Run) {
        for source in run.sources {
            new += source.new
            updated += source.updated
            unchanged += source.unchanged
        }
    }

    /// The file, and the one in its archive.
    private var name: String { member.map { "\(file)/\($0.printableLine(limit: 200))" } ?? file }

    func lines(_ language: Language) -> [String] {
        var lines: [String] = []
        if let layout, let interval, let source, let quote {
            let family = CandleLayout.Family(rawValue: layout)?.title[language] ?? layout
            let units = Phrase(list: (timeUnits ?? []).map(Self.unit))[language]
            let names = (columns ?? []).map { name in
                CandleLayout.Column(rawValue: name).map { $0.title[language] } ?? name
            }.joined(separator: ", ")
            let found =
                isIntervalDetected
                ? language.localized("detected", fr: "reconnu")
                : language.localized("from --interval", fr: "d’après --interval")
            lines.append(
                language.localized(
                    "\(name): \(family); interval \(interval.rawValue) (\(found)), source \(source), quote \(quote), times in \(units)",
                    fr:
                        "\(name)\u{A0}: \(family)\u{A0}; intervalle \(interval.rawValue) (\(found)), source \(source), devise "
                        + "\(quote), temps en \(units)"))
            lines.append(language.localized("  columns: \(names)", fr: "  colonnes\u{A0}: \(names)"))
        } else {
            lines.append(language.localized("\(file): articles", fr: "\(file)\u{A0}: articles"))
        }
        let counts = language.localized(
            "\(rows) rows: \(new) new, \(updated) updated, \(unchanged) unchanged",
            fr:
                "lignes\u{A0}: \(rows)\u{A0}; nouvelles\u{A0}: \(new), mises à jour\u{A0}: \(updated), inchangées\u{A0}: "
                + "\(unchanged)")
        let range = first.flatMap { first in
            last.map { language.localized(", \(first) to \($0)", fr: ", du \(first) au \($0)") }
        }
        lines.append("  " + counts + (range ?? ""))
        return lines + remarks(language).map { "  " + $0 } + badLines(language)
    }

    private static func unit(_ name: String) -> Phrase {
        switch name {
        case "seconds": Phrase("seconds", fr: "secondes")
        case "milliseconds": Phrase("milliseconds", fr: "millisecondes")
        case "microseconds": Phrase("microseconds", fr: "microsecondes")
        case "nanoseconds": Phrase("nanoseconds", fr: "nanosecondes")
        default: Phrase("dates", fr: "dates")
        }
    }

    private func remarks(_ language: Language) -> [String] {
        var remarks: [String] = []
        if let missing, missing > 0, let gaps {
            let number = Phrase(count: gaps.count, ("gap", "gaps"), fr: ("trou", "trous"))
            let places = Phrase(" in ", fr: ", en ") + number
            let text =
                Phrase(
                    "missing between the first and the last: \(missing)",
                    fr: "absentes entre la première et la dernière\u{A0}: \(missing)")
                + (gaps.count < Self.shownGaps ? places : .empty)
            remarks.append(text[language])
        }
        if repeatedRows > 0 {
            remarks.append(
                language.localized("repeated rows: \(repeatedRows)", fr: "lignes répétées\u{A0}: \(repeatedRows)"))
        }
        if coveredRows > 0 {
            remarks.append(
                language.localized(
                    "left out: \(coveredRows), as candles of this interval are made from the stored hours",
                    fr:
                        "écartées\u{A0}: \(coveredRows), car les chandeliers de cet intervalle sont calculés à partir des "
                        + "heures conservées"))
        }
        if swappedVolumes > 0 {
            remarks.append(
                language.localized(
                    "rows with exchanged volume columns, put right: \(swappedVolumes)",
                    fr: "lignes aux colonnes de volume interverties, corrigées\u{A0}: \(swappedVolumes)"))
        }
        return remarks
    }

    private func badLines(_ language: Language) -> [String] {
        guard badRows > 0 else { return [] }
        let head = language.localized(
            "  bad rows left out: \(badRows)", fr: "  lignes invalides écartées\u{A0}: \(badRows)")
        return [head] + bad.map { "    \(name):\($0.line)\(language.localized(": ", fr: "\u{A0}: "))\($0.reason)" }
            + (badRows > bad.count ? ["    …"] : [])
    }
}
