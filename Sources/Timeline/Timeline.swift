package import Domain

/// Logs and stored records merged into one sequence of events, ordered by time.
package struct Timeline: Sendable {
    package enum OutputFormat: Sendable {
        /// Human-readable lines.
        case terminal(colour: Bool)
        /// One JSON array.
        case json
        /// One JSON object per line.
        case jsonLines
        /// One HTML document.
        case page
    }

    /// The result of writing a timeline.
    package struct Summary: Sendable {
        package let entries: Int
        package let warnings: [(label: String, warning: LogSourceWarning)]

        /// Whether a source was read in part only.
        package var isPartial: Bool { warnings.contains { $0.warning.isPartial } }

        /// The same with one warning more, if there is one.
        package func adding(_ warning: LogSourceWarning?, about label: String) -> Summary {
            guard let warning else { return self }
            return Summary(entries: entries, warnings: warnings + [(label: label, warning: warning)])
        }
    }

    private let sources: [LogSource]
    private let zone: LocalZone
    private let filter: EntryFilter

    /// - Parameters:
    ///   - sources: entries with the same time keep this order.
    ///   - zone: the time zone of times that name none.
    package init(_ sources: [LogSource], zone: LocalZone, filter: EntryFilter = .everything) {
        self.sources = sources
        self.zone = zone
        self.filter = filter
    }

    /// Writes all entries that match the filter. Memory is constant: a few hundred kilobytes per source of any size
    /// that is read at once, less for many.
    /// - Parameter trace: the trace whose entries are written, for the trace view; `nil` for the plain timeline.
    /// - Throws: ``OutputBuffer/Failure``, ``UnknownUnit`` before anything is written, `CancellationError`
    package func write(
        to output: OutputBuffer, as format: OutputFormat, trace: TraceSelection? = nil, language: Language
    ) async throws
        -> Summary
    {
        let labels = sources.map(\.label)
        switch format {
        case .json:
            return try await run(Counted(JSONRendering(output, labels: labels))) { try $0.end() }
        case .jsonLines:
            return try await run(Counted(JSONRendering(output, labels: labels, isStream: true))) {
                try $0.output.flush()
            }
        case .page:
            return try await run(
                Counted(PageRendering(output, labels: labels, trace: trace?.id, language: language))
            ) { try $0.end() }
        case .terminal(let colour):
            if let trace {
                return try await run(
                    Counted(TraceRendering(output, labels: labels, trace: trace, colour: colour, language: language))
                ) { try $0.output.flush() }
            }
            return try await run(Counted(TerminalRendering(output, labels: labels, colour: colour))) {
                try $0.output.flush()
            }
        }
    }

    /// A first pass over the entries of a trace: its first and last time, and the runs that belong to it.
    /// - Throws: `CancellationError`
    package func outline() async throws -> TraceOutline {
        var receiver = OutlineSink()
        _ = try await EntryMerge(sources, zone: zone, filter: filter).run(&receiver)
        return receiver.outline
    }

    private func run<R: EntrySink>(_ receiver: Counted<R>, _ end: (inout R) throws -> Void) async throws -> Summary {
        var receiver = receiver
        let report = try await EntryMerge(sources, zone: zone, filter: filter).run(&receiver)
        // What could not be read may have it: then the warnings say so.
        let isWhole = report.warnings.allSatisfy { !$0.contains(where: \.isPartial) }
        if receiver.count == 0, filter.selectsUnit, !report.units.isFound, !report.units.names.isEmpty, isWhole {
            throw UnknownUnit(known: report.units.names.sorted())
        }
        try end(&receiver.receiver)
        let warnings = zip(sources, report.warnings).flatMap { source, warnings in
            warnings.map { (source.label, $0) }
        }
        return Summary(entries: receiver.count, warnings: warnings)
    }
}

/// No entry is of the wanted unit.
package struct UnknownUnit: Error {
    /// Those that there are, in alphabetical order; at most 200 of each source.
    package let known: [String]
}

/// The trace that a timeline shows.
package struct TraceSelection: Hashable, Sendable {
    package let id: String
    package let outline: TraceOutline

    package init(id: String, outline: TraceOutline) {
        self.id = id
        self.outline = outline
    }
}

/// The extent of a trace, found in a first pass.
package struct TraceOutline: Hashable, Sendable {
    package var runs: Set<String> = []
    /// The trace of the first line that holds a run and a trace.
    package var trace: String?
    package var entries = 0
    package var first: Timestamp?
    package var last: Timestamp?

    package init() {}
}

private struct OutlineSink: EntrySink {
    var outline = TraceOutline()
    private var facts = LineFacts()

    mutating func receive(_ entry: MergedEntry) {
        let moment = Timestamp(milliseconds: TimeText.split(entry.time).0 * 1000 + TimeText.split(entry.time).1 / 1000)
        outline.entries += 1
        outline.first = outline.first ?? moment
        outline.last = moment
        entry.read(into: &facts)
        // A bound, so that a log that names a new run in every line fills no memory.
        guard let run = facts.run else { return }
        if outline.runs.count < 100 { outline.runs.insert(run.text(in: entry.bytes)) }
        if outline.trace == nil { outline.trace = facts.trace?.text(in: entry.bytes).lowercased() }
    }
}

private struct Counted<R: EntrySink>: EntrySink {
    var receiver: R
    var count = 0

    init(_ receiver: R) { self.receiver = receiver }

    mutating func receive(_ entry: MergedEntry) throws {
        count += 1
        try receiver.receive(entry)
    }
}
