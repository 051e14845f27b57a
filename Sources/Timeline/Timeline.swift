package import Domain

/// Logs and records as one chain of events, in the order of their times.
package struct Timeline: Sendable {
    package enum Form: Sendable {
        /// Lines for a person.
        case terminal(colour: Bool)
        /// One JSON array.
        case json
        /// One HTML document.
        case page
    }

    /// What has come out beside the entries.
    package struct Ending: Sendable {
        package let entries: Int
        package let notes: [(label: String, note: LogNote)]
    }

    private let sources: [LogSource]
    private let zone: LocalZone
    private let filter: EntryFilter

    /// - Parameters:
    ///   - sources: entries of the same moment come in this order.
    ///   - zone: of times that name none.
    package init(_ sources: [LogSource], zone: LocalZone, filter: EntryFilter = .everything) {
        self.sources = sources
        self.zone = zone
        self.filter = filter
    }

    /// Writes all entries that the filter admits. Memory is flat: a few hundred kilobytes a source, however long it is.
    /// - Parameter story: whose story it is, if it is one's.
    /// - Throws: ``OutputBuffer/Failure``, `CancellationError`
    package func write(to output: OutputBuffer, as form: Form, story: Story? = nil, language: Language) async throws
        -> Ending
    {
        let labels = sources.map(\.label)
        switch form {
        case .json:
            return try await run(Counted(JSONRendering(output, labels: labels))) { try $0.end() }
        case .page:
            return try await run(
                Counted(PageRendering(output, labels: labels, story: story?.trace, language: language))
            ) { try $0.end() }
        case .terminal(let colour):
            if let story {
                return try await run(
                    Counted(StoryRendering(output, labels: labels, story: story, colour: colour, language: language))
                ) { try $0.output.flush() }
            }
            return try await run(Counted(TerminalRendering(output, labels: labels, colour: colour))) {
                try $0.output.flush()
            }
        }
    }

    /// The first look at a story: when it begins and ends, and which runs are part of it.
    /// - Throws: `CancellationError`
    package func outline() async throws -> StoryOutline {
        var receiver = OutlineSink()
        let merge = EntryMerge(sources, zone: zone, filter: filter)
        try await merge.run(&receiver)
        return receiver.outline
    }

    private func run<R: EntrySink>(_ receiver: Counted<R>, _ end: (inout R) throws -> Void) async throws -> Ending {
        var receiver = receiver
        let merge = EntryMerge(sources, zone: zone, filter: filter)
        try await merge.run(&receiver)
        try end(&receiver.receiver)
        return Ending(entries: receiver.count, notes: await merge.notes())
    }
}

/// A trace whose story is told.
package struct Story: Hashable, Sendable {
    package let trace: String
    package let outline: StoryOutline

    package init(trace: String, outline: StoryOutline) {
        self.trace = trace
        self.outline = outline
    }
}

/// What is known of a story before it is told.
package struct StoryOutline: Hashable, Sendable {
    package var runs: Set<String> = []
    package var entries = 0
    package var first: Timestamp?
    package var last: Timestamp?
}

private struct OutlineSink: EntrySink {
    var outline = StoryOutline()
    private var facts = LineFacts()

    mutating func receive(_ entry: MergedEntry) {
        let moment = Timestamp(milliseconds: TimeText.split(entry.time).0 * 1000 + TimeText.split(entry.time).1 / 1000)
        outline.entries += 1
        outline.first = outline.first ?? moment
        outline.last = moment
        LineFormats.read(entry.bytes, as: entry.format, into: &facts)
        // A bound, so that a log that names a new run in every line fills no memory.
        if let run = facts.run, outline.runs.count < 100 { outline.runs.insert(run.text(in: entry.bytes)) }
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
