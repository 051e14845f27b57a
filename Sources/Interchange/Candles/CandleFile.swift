import Domain

/// A file of candles, read in chunks with the same memory for any size.
///
/// What it holds is found from its first rows, and an option that contradicts them is refused. A row that cannot be a
/// candle refuses the whole file, after all of it was read, so that the failure can count such rows.
final class CandleFile {
    let name: String
    let layout: CandleLayout
    let interval: Interval
    /// The source and the quote of the first row.
    private(set) var first: CandleProvenance
    /// Where the rows come from, in the order of their first appearance.
    private(set) var provenances: [CandleProvenance] = []
    /// The candles that an export marks as doubtful.
    private(set) var doubtful: [DoubtfulCandle] = []
    /// The CSV file within a zip archive.
    var archivedName: String? { zip?.csvName }

    private let lines: LineInput
    private var head: ArraySlice<[UInt8]>
    private var headLine: Int
    private let zip: ZipSource?
    private let json: JSONRows?
    private let options: ImportOptions
    private let run: RunID
    private let now: Timestamp
    private let modified: Timestamp?
    private var reader: CandleRowReader
    private var fields = Fields()
    private var places: [CandleProvenance: Int] = [:]
    /// The place of the last row's provenance.
    private var place = 0
    private var seen: SeenRows
    private var counts = CandleFileSummary()
    private var isAtEnd = false

    /// Candles in a chunk.
    private static let chunk = 4096
    /// Provenances in a file: sources, and candles that had not closed. An export has a few of either.
    private static let mostProvenances = 200
    /// Doubtful candles in a file, which are held in memory.
    private static let mostDoubtful = 10_000
    /// Lines from which a file is recognized, and their bytes.
    private static let sample = 2000
    private static let sampleSize = 1 << 20

    /// - Parameters:
    ///   - fileName: without its folder; `nil` for standard input.
    ///   - modified: the last change of the file.
    ///   - run: the import, which the rows name as their run.
    init(
        _ source: any ByteSource, name: String, fileName: String?, modified: Timestamp?, _ options: ImportOptions,
        run: RunID, now: Timestamp
    ) throws(ImportFailure) {
        let (text, zip) = try TextInput.open(source, name: name)
        let (csv, json) = try JSONRows.csv(text, name: name)
        lines = LineInput(csv, name: name)
        var sample: [[UInt8]] = []
        var size = 0
        while sample.count < Self.sample, size < Self.sampleSize, let line = try lines.next() {
            sample.append(Array(line))
            size += line.count
        }
        let found =
            json != nil
            ? LayoutDetection.Result(layout: JSONRows.layout, skippedLines: 0)
            : try LayoutDetection(name: name, lines: sample).result()
        head = sample[found.skippedLines...]
        headLine = found.skippedLines
        let name = zip?.csvName.map { "\(name)/\($0.printableLine(limit: 200))" } ?? name
        let facts = try FileFacts(
            name: name, names: [fileName, zip?.csvName], layout: found.layout, rows: Array(head), after: headLine,
            options)
        self.name = name
        self.zip = zip
        self.json = json
        self.options = options
        self.run = run
        self.now = now
        self.modified = modified
        layout = found.layout
        interval = facts.interval
        first = CandleProvenance(source: facts.source, quote: facts.quote, run: run, seenAt: now)
        seen = SeenRows(facts.interval)
        reader = CandleRowReader(
            found.layout, interval: facts.interval, source: facts.source, quote: facts.quote, symbol: facts.symbol,
            usesOwnSource: options.source == nil, usesOwnQuote: options.quote == nil, now: now)
        takeProvenanceOfFirstRow()
    }

    /// In a file that names the source of each row, that of the first one is shown.
    private func takeProvenanceOfFirstRow() {
        for line in head {
            let row = line.withUnsafeBufferPointer { bytes in
                fields.split(bytes, at: layout.delimiter)
                return reader.read(fields)
            }
            guard case .row(let row) = row else { continue }
            first = CandleProvenance(source: row.source, quote: row.quote, run: run, seenAt: now)
            break
        }
        reader.forgetCounts()
    }

    /// The next candles in the order of the file; empty at the end.
    /// - Throws: ``ImportFailure``; `badRows` at the end when a row cannot be a candle, unless such rows are skipped.
    func next() throws(ImportFailure) -> [LoadedCandle] {
        var chunk: [LoadedCandle] = []
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
        if chunk.isEmpty, counts.candles + counts.covered == 0 {
            throw counts.badRows > 0 ? badRows : .noRows(in: name)
        }
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
    private func readRow(into chunk: inout [LoadedCandle]) throws(ImportFailure) -> Bool {
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
    private func read(_ line: UnsafeBufferPointer<UInt8>, _ number: Int, into chunk: inout [LoadedCandle]) {
        guard !line.isEmpty else { return }
        fields.split(line, at: layout.delimiter)
        switch reader.read(fields) {
        case .bad(let reason): note(BadRow(line: number, reason: json?.problems[number] ?? reason))
        case .row(let row):
            switch seen.note(row.numbers) {
            // It is in the file, and no gap of it.
            case .first where options.covered?.contains(row.numbers.openTime) == true: counts.covered += 1
            case .first: keep(row, number, into: &chunk)
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

    private func keep(_ row: CandleRowReader.Row, _ number: Int, into chunk: inout [LoadedCandle]) {
        guard place(of: row) else { return note(BadRow(line: number, reason: Self.tooMany)) }
        if let reason = row.doubt {
            guard doubtful.count < Self.mostDoubtful else {
                return note(BadRow(line: number, reason: Self.tooManyDoubtful))
            }
            doubtful.append(DoubtfulCandle(interval, at: row.numbers.openTime, reason: reason, since: now))
        }
        counts.candles += 1
        chunk.append(LoadedCandle(row.numbers, place: place, known: row.known))
    }

    /// Finds the place of a row's provenance, which is mostly that of the row before it.
    private func place(of row: CandleRowReader.Row) -> Bool {
        let seenAt = observed(row)
        if let last = provenances.indices.contains(place) ? provenances[place] : nil, row.source == last.source,
            row.quote == last.quote, seenAt == last.seenAt
        {
            return true
        }
        let provenance = CandleProvenance(source: row.source, quote: row.quote, run: run, seenAt: seenAt)
        if let known = places[provenance] {
            place = known
            return true
        }
        guard provenances.count < Self.mostProvenances else { return false }
        place = provenances.count
        places[provenance] = place
        provenances.append(provenance)
        return true
    }

    private static let tooManyDoubtful = Phrase(
        "more than \(mostDoubtful) doubtful candles", fr: "plus de \(mostDoubtful) chandeliers douteux")

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

    private var badRows: ImportFailure { .badRows(counts.badRows, counts.firstBadRows, in: name) }
}
