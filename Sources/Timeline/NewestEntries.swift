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
/// Work is bounded: at most the last 8 MiB of each file and some 24 MiB of all, the last 1,000 entries of the journal,
/// 1,000 runs and 1,000 incidents are read. Compressed files are read only by the `timeline` command.
package struct NewestEntries: TimelineReader {
    private let records: RecordReader
    private let files: @Sendable () -> [String]
    private let run: RunCommand?
    private let readsWholeFiles: Bool
    private let now: @Sendable () -> Timestamp

    private static let tail = 8 << 20
    /// Of all files together, in bytes; the last one read may exceed it.
    private static let budget = 24 << 20

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
        var sources = [RecordLines.source(runs: runs, incidents: incidents, language: query.language, now: now())]
        if let journal = await journal(since: since, until: until) { sources.append(journal) }
        let paths = files().filter { readsWholeFiles || !DefaultLogs.isCompressed($0) }
        let found = DefaultLogs.sources(of: paths, now: now())
        sources += readsWholeFiles ? found : Self.ends(of: found)
        var newest = NewestEntriesSink(labels: sources.map(\.label), limit: limit, skipping: query.before)
        let filter = EntryFilter(
            since: since, until: until, level: query.level.flatMap(Logger.Level.init(rawValue:)), identities: identities
        )
        _ = try await EntryMerge(sources, zone: .here, filter: filter).run(&newest)
        return newest.entries
    }

    private func journal(since: Timestamp?, until: Timestamp?) async -> LogSource? {
        guard let run else { return nil }
        var count = 1000
        while count > 0 {
            let words = ["journalctl"] + JournalLines.arguments(since: since, until: until, last: count)
            do throws(CommandError) {
                let result = try await run(words, .seconds(5))
                guard result.status == 0 else { return nil }
                return LogSource(.bytes(Array(result.output.utf8)), label: JournalLines.label, newest: now())
            } catch {
                // Also where it is more than a command may output: then fewer of the newest entries are read.
                guard case .cannotRun = error else { return nil }
                count /= 5
            }
        }
        return nil
    }

    /// The ends of the newest files, together no more than the budget.
    private static func ends(of files: [LogSource]) -> [LogSource] {
        var left = budget
        var ends: [LogSource] = []
        for source in files.sorted(by: { $0.newest > $1.newest }) where left > 0 {
            guard case .file(let path) = source.origin, let bytes = end(of: path) else { continue }
            left -= bytes.count
            ends.append(LogSource(.bytes(bytes), label: source.label, newest: source.newest))
        }
        return ends
    }

    /// The last complete lines of a file; `nil` when it cannot be read.
    private static func end(of path: String) -> [UInt8]? {
        guard let input = try? FileInput.open(path, from: -tail, DescriptorBudget(1)) as? FileInput else { return nil }
        let skipsBeginning = input.skipsBeginning
        var bytes = [UInt8](repeating: 0, count: tail)
        var used = 0
        while used < bytes.count, let more = try? ByteInputs.readSome(input, &bytes, from: used), more > 0 {
            used += more
        }
        // A copy, as the buffer is much larger than most files.
        guard skipsBeginning, let newline = bytes[..<used].firstIndex(of: UInt8(ascii: "\n")) else {
            return Array(bytes[..<used])
        }
        return Array(bytes[(newline + 1)..<used])
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
        let end = entry.read(into: &facts)
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
