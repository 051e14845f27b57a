package import Domain
import Synchronization

/// A file of candles for a ``Domain/CandleLoader``, which reads it on a thread of its own.
package final class CandleFeed: CandleInput {
    private let file: Mutex<CandleFile>
    private let advanced: @Sendable () -> Void

    package let layout: CandleLayout
    package let interval: Interval
    /// The source and the quote of the first row.
    package let first: CandleProvenance

    /// - Parameters:
    ///   - run: the import, which the rows name as their run.
    ///   - advanced: called when some of the file was read.
    package convenience init(
        _ input: InputFile, _ options: ImportOptions, run: RunID, now: Timestamp,
        advanced: @escaping @Sendable () -> Void = {}
    ) throws(ImportFailure) {
        try input.rewind()
        try self.init(
            CandleFile(
                DescriptorSource(input), name: input.name, fileName: input.baseName, modified: input.modified, options,
                run: run, now: now), advanced)
    }

    /// Bytes in memory.
    package convenience init(
        _ bytes: [UInt8], name: String, modified: Timestamp? = nil, _ options: ImportOptions = ImportOptions(),
        run: RunID, now: Timestamp
    ) throws(ImportFailure) {
        try self.init(
            CandleFile(
                MemorySource(bytes), name: name, fileName: name, modified: modified, options, run: run, now: now))
    }

    private init(_ file: sending CandleFile, _ advanced: @escaping @Sendable () -> Void = {}) {
        (layout, interval, first) = (file.layout, file.interval, file.first)
        self.advanced = advanced
        self.file = Mutex(file)
    }

    /// The next candles; empty at the end.
    /// - Throws: ``ImportFailure``; `badRows` at the end when a row cannot be a candle, unless such rows are skipped.
    package func next() throws(ImportFailure) -> [LoadedCandle] {
        let result = file.withLock { file in Result { () throws(ImportFailure) in try file.next() } }
        advanced()
        return try result.get()
    }

    package var provenances: [CandleProvenance] { file.withLock { $0.provenances } }
    package var doubtful: [DoubtfulCandle] { file.withLock { $0.doubtful } }

    /// What was read; complete after the end.
    package var summary: CandleFileSummary { file.withLock { $0.summary } }

    /// The CSV file within a zip archive, with the folder in the archive.
    package var archivedName: String? { file.withLock { $0.archivedName } }
}
