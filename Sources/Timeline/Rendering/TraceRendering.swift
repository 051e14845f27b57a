import Domain
import Logging

/// Writes the entries of one trace for a terminal, each with the time elapsed since the first.
struct TraceRendering: EntrySink {
    var output: OutputBuffer
    private let labels: [String]
    private let width: Int
    private let colour: Bool
    private var prose: EntrySentence
    private var facts = LineFacts()
    private var firstTime: Int64?

    init(_ output: OutputBuffer, labels: [String], trace: TraceSelection, colour: Bool, language: Language) {
        self.output = output
        self.labels = labels.map(OutputEscaping.forTerminal)
        self.colour = colour
        width = min(28, labels.map(\.count).max() ?? 0)
        prose = EntrySentence(language: language)
        appendHead(trace, language)
    }

    mutating func receive(_ entry: MergedEntry) throws {
        let end = entry.read(into: &facts)
        let first = firstTime ?? entry.time
        firstTime = first
        output.append(ElapsedTimeText.text(entry.time - first))
        output.append("  ")
        output.append(labels[entry.source])
        output.append(String(repeating: " ", count: max(0, width - labels[entry.source].count) + 2))
        let isBad = (facts.level ?? .info) >= .warning
        if isBad, colour { output.append(facts.level == .warning ? "\u{1B}[33m" : "\u{1B}[31m") }
        if isBad, let level = facts.level { output.append("\(level.rawValue): ") }
        prose.append(facts, of: entry.bytes, for: .terminal, to: &output)
        if isBad, colour { output.append("\u{1B}[0m") }
        appendFurtherLines(entry.bytes, from: end)
        output.append("\n")
        try output.flushIfFull()
    }

    private mutating func appendHead(_ trace: TraceSelection, _ language: Language) {
        let outline = trace.outline
        guard let first = outline.first, let last = outline.last else { return }
        let runs = outline.runs.sorted().joined(separator: ", ")
        let span = ElapsedTimeText.text((last - first).wholeMilliseconds * 1000).drop { $0 == " " || $0 == "+" }
        let french = language == .french
        OutputEscaping.append(
            "trace \(trace.id)" + (runs.isEmpty ? "" : french ? ", collecte \(runs)" : ", run \(runs)"),
            for: .terminal, to: &output)
        output.append(
            french
                ? "\n\(outline.entries) étapes en \(span) à partir de \(first)\n\n"
                : "\n\(outline.entries) steps in \(span) from \(first)\n\n")
    }

    private mutating func appendFurtherLines(_ entry: Line, from end: Int) {
        for line in entry.part(min(end, entry.count), entry.count).split(separator: UInt8(ascii: "\n")) {
            output.append("\n" + String(repeating: " ", count: 16 + width) + "| ")
            OutputEscaping.append(Line(rebasing: line), for: .terminal, to: &output)
        }
    }
}

/// Formats the time elapsed since a trace began.
enum ElapsedTimeText {
    /// `   +0.120 s`; with minutes or hours where longer.
    static func text(_ microseconds: Int64) -> String {
        let milliseconds = max(0, microseconds) / 1000
        let digits = String(milliseconds % 1000)
        let seconds = milliseconds / 1000
        let fraction = "." + String(repeating: "0", count: 3 - digits.count) + digits
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let text =
            seconds < 60
            ? "+\(seconds)\(fraction) s"
            : seconds < 3600
                ? "+\(seconds / 60):\(two(seconds % 60))\(fraction)"
                : "+\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return String(repeating: " ", count: max(0, 12 - text.count)) + text
    }
}
