import Domain

/// A file of candles, read in chunks with the same memory for any size.
///
/// What it holds is found from its first rows, and an option that contradicts them is refused. A row that cannot be a
/// candle refuses the whole file, after all of it was read, so that the failure can count such rows.
final class CandleFile {
    let name: String
    let layout: CandleLayout
    let interval: Interval
    /// Of the rows that are returned: others, of an export with several sources, are counted in ``others``.
    private(set) var provenance: CandleProvenance
    /// The provenances of the rows that were not returned.
    private(set) var others: Set<CandleProvenance> = []
    /// The CSV file within a zip archive.
    var archivedName: String? { zip?.csvName }

    private let lines: LineInput
    private var head: ArraySlice<[UInt8]>
    private var headLine: Int
    private let zip: ZipSource?
    private let options: ImportOptions
    private let run: RunID
    private let now: Timestamp
    private let modified: Timestamp?
    private var reader: CandleRowReader
    private var fields = Fields()
    private var seen: SeenRows
    private var counts = CandleFileSummary()
    private var isAtEnd = false

    /// Candles in a chunk.
    private static let chunk = 4096
    /// Provenances in a file, each of which is loaded by itself: sources, and candles that had not closed. An export has
    /// a few of either.
    private static let mostProvenances = 200
    /// Lines from which a file is recognized.
    private static let sample = 2000

    /// - Parameters:
    ///   - fileName: without its folder; `nil` for standard input.
    ///   - modified: the last change of the file.
    ///   - run: the import, which the rows name as their run.
    init(
        _ source: any ByteSource, name: String, fileName: String?, modified: Timestamp?, _ options: ImportOptions,
        run: RunID, now: Timestamp
    ) throws(ImportFailure) {
        let (text, zip) = try TextInput.open(source, name: name)
        let (csv, isJSON) = try JSONRows.csv(text, name: name)
        lines = LineInput(csv, name: name)
        var sample: [[UInt8]] = []
        while sample.count < Self.sample, let line = try lines.next() { sample.append(Array(line)) }
        let found =
            isJSON
            ? LayoutDetection.Result(layout: JSONRows.layout, skippedLines: 0)
            : try LayoutDetection(name: name, lines: sample).result()
        head = sample[found.skippedLines...]
        headLine = found.skippedLines
        let facts = try FileFacts(
            name: name, names: [fileName, zip?.csvName], layout: found.layout, rows: Array(head), options)
        self.name = name
        self.zip = zip
        self.options = options
        self.run = run
        self.now = now
        self.modified = modified
        layout = found.layout
        interval = facts.interval
        provenance = CandleProvenance(source: facts.source, quote: facts.quote, run: run, seenAt: now)
        seen = SeenRows(facts.interval)
        reader = CandleRowReader(
            found.layout, interval: facts.interval, source: facts.source, quote: facts.quote, symbol: facts.symbol,
            usesOwnSource: options.source == nil, usesOwnQuote: options.quote == nil, now: now)
        if let chosen = options.provenance { provenance = chosen } else { takeProvenanceOfFirstRow() }
    }

    /// In a file that names the source of each row, those of the first row's source are returned.
    private func takeProvenanceOfFirstRow() {
        for line in head {
            let row = line.withUnsafeBufferPointer { bytes in
                fields.split(bytes, at: layout.delimiter)
                return reader.read(fields)
            }
            guard case .row(let row) = row else { continue }
            provenance = CandleProvenance(source: row.source, quote: row.quote, run: run, seenAt: now)
            break
        }
        reader.forgetCounts()
    }

    /// The next candles of ``provenance``, in the order of the file; empty at the end.
    /// - Throws: ``ImportFailure``; `badRows` at the end when a row cannot be a candle, unless such rows are skipped.
    func next() throws(ImportFailure) -> [CandleNumbers] {
        var chunk: [CandleNumbers] = []
        chunk.reserveCapacity(isAtEnd ? 0 : Self.chunk)
        while !isAtEnd, chunk.count < Self.chunk {
            if try !readRow(into: &chunk) { isAtEnd = true }
        }
        // The rows before a bad one are of no use when it refuses the file.
        if counts.badRows > 0, !options.skipsBadRows {
            while !isAtEnd {
                chunk.removeAll(keepingCapacity: true)
                if try !readRow(into: &chunk) { isAtEnd = true }
            }
            throw badRows
        }
        if chunk.isEmpty, counts.candles + counts.covered == 0 { throw counts.badRows > 0 ? badRows : noRows }
        return chunk
    }

    /// What was read; complete after the end.
    var summary: CandleFileSummary {
        var summary = counts
        summary.swappedVolumes = reader.swappedVolumes
        summary.timeUnits = reader.units.map(\.rawValue).sorted()
        (summary.first, summary.last) = (seen.range?.first, seen.range?.last)
        summary.gaps = seen.gaps()
        return summary
    }

    /// Whether there was a line.
    private func readRow(into chunk: inout [CandleNumbers]) throws(ImportFailure) -> Bool {
        if let line = head.popFirst() {
            headLine += 1
            line.withUnsafeBufferPointer { read($0, headLine, into: &chunk) }
            return true
        }
        guard let line = try lines.next() else { return false }
        read(line, lines.number, into: &chunk)
        return true
    }

    @inline(__always)
    private func read(_ line: UnsafeBufferPointer<UInt8>, _ number: Int, into chunk: inout [CandleNumbers]) {
        guard !line.isEmpty else { return }
        fields.split(line, at: layout.delimiter)
        switch reader.read(fields) {
        case .bad(let reason): note(BadRow(line: number, reason: reason))
        case .row(let row):
            switch seen.note(row.numbers) {
            // It is in the file, and no gap of it.
            case .first where options.covered?.contains(row.numbers.openTime) == true: counts.covered += 1
            case .first:
                counts.candles += 1
                let seenAt = observed(row)
                if row.source == provenance.source, row.quote == provenance.quote, seenAt == provenance.seenAt {
                    chunk.append(row.numbers)
                } else {
                    let other = CandleProvenance(source: row.source, quote: row.quote, run: run, seenAt: seenAt)
                    if others.contains(other) || others.count < Self.mostProvenances {
                        others.insert(other)
                    } else {
                        counts.candles -= 1
                        note(BadRow(line: number, reason: Self.tooMany))
                    }
                }
            case .repeated: counts.repeated += 1
            case .contradicting:
                let time = row.numbers.openTime
                note(
                    BadRow(
                        line: number,
                        reason: Phrase(
                            "an earlier row has other numbers for \(time)",
                            fr: "une ligne précédente donne d’autres valeurs pour \(time)")))
            }
        }
    }

    private static let tooMany = Phrase(
        "more than \(mostProvenances) different sources and candles that are not closed",
        fr: "plus de \(mostProvenances) sources différentes et chandeliers non clos")

    private func note(_ row: BadRow) {
        counts.badRows += 1
        if counts.firstBadRows.count < CandleFileSummary.shownRows { counts.firstBadRows.append(row) }
    }

    /// When a row was observed: now, at the latest; but before its close when the file says that the candle is open, or
    /// was last changed while it was. A file that is older than the candle's beginning has a wrong date.
    private func observed(_ row: CandleRowReader.Row) -> Timestamp {
        let openTime = row.numbers.openTime
        switch row.isClosed {
        case false?: return openTime
        case true?: return now
        case nil:
            guard let modified, modified >= openTime, modified < openTime + interval.duration else { return now }
            return modified
        }
    }

    private var noRows: ImportFailure {
        ImportFailure(
            .unknownLayout, Phrase("\(name) has no rows", fr: "\(name) n’a aucune ligne de données"),
            hint: Phrase("check the download", fr: "vérifiez le téléchargement"))
    }

    private var badRows: ImportFailure { .badRows(counts.badRows, counts.firstBadRows, in: name) }
}
