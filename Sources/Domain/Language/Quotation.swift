extension StringProtocol {
    /// The text in “…”: marks, within a message, what only operators may read, as it is not ours to publish: the text
    /// of a response, a command line. It stays marked wherever the message goes: in a log line, in evidence, in a
    /// diagnosis.
    package var quotation: String {
        "“" + String(map { $0 == "“" || $0 == "”" ? "\"" : $0 }) + "”"
    }
}

extension String {
    /// The text without quotations, and without the colon or space before each. One that was cut, so that its end is
    /// missing, is removed up to the end of the text.
    package var withoutQuotations: String {
        guard contains("“") else { return self }
        var kept = ""
        var rest = self[...]
        while let start = rest.firstIndex(of: "“") {
            kept += rest[..<start]
            while let last = kept.last, last == " " || last == "\u{A0}" || last == ":" { kept.removeLast() }
            guard let end = rest[start...].firstIndex(of: "”") else { return kept }
            rest = rest[rest.index(after: end)...]
        }
        return kept + rest
    }
}

extension Phrase {
    /// The phrase without quotations, in both languages.
    package var withoutQuotations: Phrase { Phrase(english.withoutQuotations, fr: french.withoutQuotations) }
}

extension Evidence {
    /// The evidence without quotations.
    package var withoutQuotations: Evidence {
        Evidence(time: time, source: source.withoutQuotations, line: line.withoutQuotations)
    }
}

extension Run {
    /// The run without quotations in the failures of its sources.
    package var withoutQuotations: Run {
        var run = self
        for index in run.sources.indices { run.sources[index].error = run.sources[index].error?.withoutQuotations }
        return run
    }
}

extension SourceReport.Failure {
    /// The failure without quotations.
    package var withoutQuotations: SourceReport.Failure {
        SourceReport.Failure(kind: kind, message: message.withoutQuotations, hint: hint.withoutQuotations)
    }
}

extension TimelineEntry {
    /// The event without quotations in its message.
    package var withoutQuotations: TimelineEntry {
        TimelineEntry(
            time: time, source: source, level: level, unit: unit, traceID: traceID, run: run,
            message: message.withoutQuotations)
    }
}
