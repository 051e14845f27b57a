import Domain
import Logging

/// Writes entries as one self-contained HTML document: an accessible table, light or dark as the system prefers.
struct PageRendering: EntrySink {
    var output: OutputBuffer
    private let labels: [String]
    private let language: Language
    private var time = TimeText()
    private var facts = LineFacts()
    private var scratch: [UInt8] = []
    private var prose: EntrySentence?

    /// - Parameter trace: the id of the trace shown; `nil` for the plain timeline.
    init(_ output: OutputBuffer, labels: [String], trace: String?, language: Language) {
        self.output = output
        self.labels = labels
        self.language = language
        prose = trace.map { _ in EntrySentence(language: language) }
        let title =
            trace.map { "Trace \($0)" }
            ?? (language == .french ? "Chronologie" : "Timeline")
        appendHead(title)
    }

    mutating func receive(_ entry: MergedEntry) throws {
        let end = entry.read(into: &facts)
        let level = facts.level.map(\.rawValue) ?? ""
        output.append("<tr class=\"")
        output.append(level)
        output.append("\"><td><time datetime=\"")
        time.append(entry.time, to: &output)
        output.append("\">")
        time.append(entry.time, always: true, to: &output)
        output.append("</time></td><td>")
        output.append(level)
        output.append("</td><td>")
        OutputEscaping.append(labels[entry.source], for: .html, to: &output)
        output.append("</td><td>")
        appendText(entry.bytes)
        let rest = entry.bytes.part(min(end, entry.bytes.count), entry.bytes.count)
        if !rest.isEmpty {
            output.append("<pre>")
            for line in rest.split(separator: UInt8(ascii: "\n")) {
                OutputEscaping.append(Line(rebasing: line), for: .html, to: &output)
                output.append("\n")
            }
            output.append("</pre>")
        }
        output.append("</td></tr>\n")
        try output.flushIfFull()
    }

    mutating func end() throws {
        output.append("</tbody>\n</table>\n</main>\n</body>\n</html>\n")
        try output.flush()
    }

    private mutating func appendText(_ line: Line) {
        if facts.isUnitApart, let unit = facts.unit {
            output.append("<b>")
            append(unit, of: line)
            output.append("</b> ")
        }
        if prose != nil {
            prose?.append(facts, of: line, for: .html, to: &output)
        } else {
            for index in facts.message.indices {
                let piece = facts.message[index]
                if index > 0 { output.append(" ") }
                append(piece, of: line)
            }
        }
        guard !facts.fields.isEmpty else { return }
        output.append(" <small>")
        for index in facts.fields.indices {
            let field = facts.fields[index]
            if index > 0 { output.append(" ") }
            append(field.name, of: line)
            output.append("=")
            append(field.value, of: line)
        }
        output.append("</small>")
    }

    private mutating func append(_ value: LineFacts.Value, of line: Line) {
        OutputEscaping.append(value, of: line, for: .html, &scratch, to: &output)
    }

    private mutating func appendHead(_ title: String) {
        let heads =
            language == .french
            ? ["Heure (UTC)", "Niveau", "Source", "Événement"]
            : ["Time (UTC)", "Level", "Source", "Event"]
        output.append("<!doctype html>\n<html lang=\"\(language.rawValue)\">\n<head>\n<meta charset=\"utf-8\">\n")
        output.append(
            "<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light "
                + "dark\">\n<title>"
        )
        OutputEscaping.append(title, for: .html, to: &output)
        output.append("</title>\n<style>\(Self.style)</style>\n</head>\n<body>\n<main>\n<h1>")
        OutputEscaping.append(title, for: .html, to: &output)
        output.append("</h1>\n<table>\n<thead><tr>")
        for head in heads { output.append("<th scope=\"col\">\(head)</th>") }
        output.append("</tr></thead>\n<tbody>\n")
    }

    /// The contrast of every pair is at least 4.5:1 (WCAG 2.2, 1.4.3); the level is also a word, never only a colour.
    private static let style = """
        :root{--text:#1a1a1a;--page:#fff;--line:#ddd;--faint:#595959;--warning:#7a4b00;--error:#b00020}
        @media (prefers-color-scheme:dark){:root{--text:#e8e8e8;--page:#141414;--line:#383838;--faint:#a6a6a6;--warning:#ffc46b;--error:#ff8a80}}
        body{font:15px/1.5 system-ui,sans-serif;color:var(--text);background:var(--page);margin:1.5rem}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;border-bottom:1px solid var(--line)}
        td{overflow-wrap:anywhere}td:nth-child(-n+3){white-space:nowrap;font-variant-numeric:tabular-nums}th{position:sticky;top:0;background:var(--page)}
        small,time{color:var(--faint)}pre{margin:.2rem 0;white-space:pre-wrap}
        @media(max-width:45rem){body{margin:1rem}thead{display:none}tr{display:block;padding:.4rem 0;border-bottom:1px solid var(--line)}
        td{display:inline;border:0}td:nth-child(-n+3){white-space:normal}td:last-child{display:block}}
        .warning td{color:var(--warning)}.error td,.critical td{color:var(--error)}
        """
}
