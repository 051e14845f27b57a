package import Domain
import Synchronization

/// A file of candles for a ``CandleLoader``, which reads it on a thread of its own.
///
/// A file with rows of several sources, as an export has, is read once for each: ``others`` has those that remain.
package final class CandleFeed: Sendable {
    private let file: Mutex<CandleFile>

    package let layout: CandleLayout
    package let interval: Interval
    package let provenance: CandleProvenance

    /// - Parameters:
    ///   - run: the import, which the rows name as their run.
    ///   - provenance: of ``others`` of an earlier feed; `nil` for the first.
    package convenience init(
        _ input: InputFile, _ options: ImportOptions, run: RunID, now: Timestamp,
        only provenance: CandleProvenance? = nil
    ) throws(ImportFailure) {
        try input.rewind()
        var options = options
        options.provenance = provenance
        try self.init(
            CandleFile(
                DescriptorSource(input), name: input.name, fileName: input.baseName, modified: input.modified, options,
                run: run, now: now))
    }

    /// Bytes in memory.
    package convenience init(
        _ bytes: [UInt8], name: String, modified: Timestamp? = nil, _ options: ImportOptions = ImportOptions(),
        run: RunID, now: Timestamp, only provenance: CandleProvenance? = nil
    ) throws(ImportFailure) {
        var options = options
        options.provenance = provenance
        try self.init(
            CandleFile(
                MemorySource(bytes), name: name, fileName: name, modified: modified, options, run: run, now: now))
    }

    private init(_ file: sending CandleFile) {
        (layout, interval, provenance) = (file.layout, file.interval, file.provenance)
        self.file = Mutex(file)
    }

    /// The next candles; empty at the end.
    /// - Throws: ``ImportFailure``; `badRows` at the end when a row cannot be a candle, unless such rows are skipped.
    package func next() throws(ImportFailure) -> [CandleNumbers] {
        let result = file.withLock { file in Result { () throws(ImportFailure) in try file.next() } }
        return try result.get()
    }

    /// What was read; complete after the end.
    package var summary: CandleFileSummary { file.withLock { $0.summary } }

    /// The provenances of rows that were not returned; complete after the end.
    package var others: [CandleProvenance] {
        let others = file.withLock { Array($0.others) }
        return others.sorted {
            ($0.source.rawValue, $0.quote.rawValue, $0.seenAt) < ($1.source.rawValue, $1.quote.rawValue, $1.seenAt)
        }
    }

    /// The CSV file within a zip archive.
    package var archivedName: String? { file.withLock { $0.archivedName } }
}
