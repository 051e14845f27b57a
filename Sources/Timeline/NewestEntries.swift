package import Domain
import FoundationEssentials
import Logging
package import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The newest entries of the stored records, our units' journal and our own log files: the source of `GET
/// /v1/timeline`.
///
/// Work is bounded: at most the last 8 MiB of each file, the last 1,000 entries of the journal, 1,000 runs and 1,000
/// incidents are read. Compressed files are read only by the `timeline` command.
package struct NewestEntries: TimelineReader {
    private let records: RecordReader
    private let files: @Sendable () -> [String]
    private let run: RunCommand?
    private let readsWholeFiles: Bool
    private let now: @Sendable () -> Timestamp

    private static let tail = 8 << 20

    /// - Parameters:
    ///   - files: paths of our own logs only: a client of the API need not be allowed to read the system's logs.
    ///   - run: runs journalctl; `nil` without a journal.
    ///   - readsWholeFiles: whether complete files, including compressed ones, are read: for moments long past.
    package init(
        records: RecordReader, files: @escaping @Sendable () -> [String], run: RunCommand?,
        readsWholeFiles: Bool = false,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.records = records
        self.files = files
        self.run = run
        self.readsWholeFiles = readsWholeFiles
        self.now = now
    }

    package func newest(_ query: TimelineQuery, limit: Int) async throws -> [TimelineEntry] {
        try await newest(query, limit: limit, since: nil)
    }

    /// - Parameter since: the earliest moment of interest, to limit what is read.
    package func newest(_ query: TimelineQuery, limit: Int, since: Timestamp?) async throws -> [TimelineEntry] {
        // Entries in the cursor's own millisecond are read again; those already returned are skipped.
        let until = query.before.map { $0.time + .milliseconds(1) }
        let (runs, incidents) = try await records.records(since: since, until: until, limit: 1000)
        var identities: [String] = []
        if let trace = query.trace { identities = [trace] + runs.filter { $0.traceID == trace }.map(\.id.rawValue) }
        var sources = [RecordLines.source(runs: runs, incidents: incidents, language: .english, now: now())]
        if let journal = await journal(since: since, until: until) { sources.append(journal) }
        let paths = files().filter { readsWholeFiles || !$0.hasSuffix(".gz") }
        for source in DefaultLogs.sources(of: paths, now: now()) {
            if readsWholeFiles {
                sources.append(source)
            } else if case .file(let path) = source.origin, let bytes = Self.end(of: path) {
                sources.append(LogSource(.bytes(bytes), label: source.label, newest: source.newest))
            }
        }
        var newest = NewestEntriesSink(labels: sources.map(\.label), limit: limit, skipping: query.before)
        let filter = EntryFilter(
            since: since, until: until, level: query.level.flatMap(Logger.Level.init(rawValue:)), identities: identities
        )
        try await EntryMerge(sources, zone: .here, filter: filter).run(&newest)
        return newest.entries
    }

    private func journal(since: Timestamp?, until: Timestamp?) async -> LogSource? {
        guard let run,
            let result = try? await run(
                ["journalctl"] + JournalLines.arguments(since: since, until: until, last: 1000), .seconds(5)),
            result.status == 0
        else { return nil }
        return LogSource(.bytes(Array(result.output.utf8)), label: "journal", newest: now())
    }

    /// The last complete lines of a file; `nil` when it cannot be read.
    private static func end(of path: String) -> [UInt8]? {
        guard let input = try? DescriptorInput(path: path, lastBytes: tail) else { return nil }
        var bytes = [UInt8](repeating: 0, count: tail)
        var used = 0
        while used < bytes.count, let more = try? ByteInputs.readSome(input, &bytes, from: used), more > 0 {
            used += more
        }
        bytes.removeLast(bytes.count - used)
        guard input.skipsBeginning, let newline = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return bytes }
        return Array(bytes[(newline + 1)...])
    }
}

/// Keeps the last `limit` entries received, and more where a page ends among entries with the same time.
private struct NewestEntriesSink: EntrySink {
    private let labels: [String]
    private let limit: Int
    private let skipped: TimelineQuery.Position?
    private var kept: [TimelineEntry] = []
    private var facts = LineFacts()

    init(labels: [String], limit: Int, skipping: TimelineQuery.Position?) {
        self.labels = labels
        self.limit = limit
        skipped = skipping
    }

    /// Newest first.
    var entries: [TimelineEntry] { Array(kept.reversed().dropFirst(max(0, skipped?.given ?? 0)).prefix(limit)) }

    mutating func receive(_ entry: MergedEntry) {
        let end = LineFormats.read(entry.bytes, as: entry.format, into: &facts)
        var message = facts.message.map { $0.text(in: entry.bytes) }.joined(separator: " ")
        message += String(decoding: entry.bytes.part(min(end, entry.bytes.count), entry.bytes.count), as: UTF8.self)
        let (seconds, micros) = TimeText.split(entry.time)
        kept.append(
            TimelineEntry(
                time: Timestamp(milliseconds: seconds * 1000 + micros / 1000), source: labels[entry.source],
                level: facts.level?.rawValue,
                unit: facts.unit?.text(in: entry.bytes), traceID: facts.trace?.text(in: entry.bytes),
                run: facts.run?.text(in: entry.bytes), message: message))
        // Dropped in batches, so that the amortised cost per entry is constant.
        // The position is a client's, and may hold any number.
        let needed = limit.addingClamped(max(0, skipped?.given ?? 0))
        if kept.count >= needed.multipliedClamped(by: 2).addingClamped(64) { kept.removeFirst(kept.count - needed) }
    }
}
