import Domain

/// Finds the layout of a file from its first lines.
struct LayoutDetection {
    /// What was found.
    struct Result {
        var layout: CandleLayout
        /// The number of lines before the first row.
        var skippedLines: Int
    }

    private let name: String
    private let lines: [[UInt8]]

    /// - Parameter lines: the first lines, with empty ones.
    init(name: String, lines: [[UInt8]]) {
        self.name = name
        self.lines = lines
    }

    func result() throws(ImportFailure) -> Result {
        guard let delimiter = delimiter else { throw unknown(line: nil) }
        var fields = Fields()
        var preamble: [String] = []
        for (index, line) in lines.enumerated() {
            let texts = line.withUnsafeBufferPointer { bytes in
                fields.split(bytes, at: delimiter)
                return fields.latinTexts
            }
            guard texts != [""] else { continue }
            if let layout = HeaderNames.layout(texts, delimiter: delimiter, preamble: preamble) {
                if let column = HeaderNames.repeated(texts, in: layout) {
                    throw .repeatedColumn(column, in: name, line: index + 1)
                }
                return Result(layout: layout, skippedLines: index + 1)
            }
            if isRow(texts) {
                guard let layout = headless(delimiter, from: index, preamble: preamble) else {
                    throw unknown(line: index)
                }
                return Result(layout: layout, skippedLines: index)
            }
            if let problem = HeaderNames.problem(texts) { throw unknown(line: index, problem) }
            // One line of an address or a title may stand above; a header that is not understood may not.
            guard texts.count <= 2, preamble.count < 5 else { throw unknown(line: index) }
            preamble.append(String(decoding: line, as: UTF8.self).printableLine(limit: 120))
        }
        throw unknown(line: nil)
    }

    /// The separator of six fields or more in most lines, else in one. A comma beside another one is decimal.
    private var delimiter: UInt8? {
        let candidates = ";\t|,".utf8
        let counts = candidates.map { delimiter in
            lines.filter { !$0.isEmpty }.map { line in line.count { $0 == delimiter } }.sorted()
        }
        return zip(candidates, counts).first { !$1.isEmpty && $1[$1.count / 2] >= 5 }?.0
            ?? zip(candidates, counts).first { ($1.last ?? 0) >= 5 }?.0
    }

    /// A time, then at least five numbers or empty fields.
    private func isRow(_ texts: [String]) -> Bool {
        guard texts.count >= 6, let time = texts.first, parsed(time: time) != nil else { return false }
        return texts[1...5].contains { parsed(number: $0) != nil }
    }

    private func headless(_ delimiter: UInt8, from start: Int, preamble: [String]) -> CandleLayout? {
        var fields = Fields()
        var order = PriceOrder()
        var (counts, closeTimes) = ([Int: Int](), 0)
        var rows = 0
        for line in lines[start...] where !line.isEmpty {
            let texts = line.withUnsafeBufferPointer { bytes in
                fields.split(bytes, at: delimiter)
                return fields.texts
            }
            guard texts.count >= 6, let open = parsed(time: texts[0]) else { continue }
            rows += 1
            counts[texts.count, default: 0] += 1
            order.add(texts[1...4].compactMap { parsed(number: $0) })
            if texts.count >= 11, let close = parsed(closeTime: texts[6]), close > open { closeTimes += 1 }
        }
        guard let count = counts.max(by: { $0.value < $1.value })?.key, let best = order.best else { return nil }
        var columns = [.time] + best.columns + [.volume] + [CandleLayout.Column](repeating: .other, count: count - 6)
        var family = best.family
        if closeTimes * 2 > rows {
            family = .binanceVision
            columns[6] = .closeTime
            columns[7] = .quoteVolume
        } else if count == 7, family == .plain {
            family = .krakenOHLCVT
        } else if count == 8, family == .plain {
            // Kraken's API has the average price before the volume: time, open, high, low, close, vwap, volume, count.
            family = .krakenOHLCVT
            columns = [.time] + best.columns + [.other, .volume, .other]
        }
        return CandleLayout(family, delimiter: delimiter, columns: columns, hasHeader: false, preamble: preamble)
    }

    private func parsed(number text: String) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { DecimalText.double($0[...]) }
    }

    private func parsed(time text: String) -> Int64? {
        Array(text.utf8).withUnsafeBufferPointer { TimeText.parse($0[...])?.milliseconds }
    }

    private func parsed(closeTime text: String) -> Int64? {
        Array(text.utf8).withUnsafeBufferPointer { TimeText.lastMillisecond($0[...]) }
    }

    /// - Parameter problem: what the header of the line lacks.
    private func unknown(line: Int?, _ problem: Phrase? = nil) -> ImportFailure {
        let index = line ?? lines.firstIndex { !$0.isEmpty }
        guard let index else {
            return ImportFailure(
                .unknownLayout, Phrase("\(name) is empty", fr: "\(name) est vide"),
                hint: Phrase("check the download", fr: "vérifiez le téléchargement"))
        }
        let text = lines[index].withUnsafeBufferPointer { Fields.latinText($0[...]) }.printableLine(limit: 120)
        let reason =
            problem
            ?? Phrase("no layout of candles is recognized", fr: "aucune disposition de chandeliers n’est reconnue")
        return ImportFailure(
            .unknownLayout,
            Phrase(
                "\(name):\(index + 1): \(reason.english): '\(text)'",
                fr: "\(name):\(index + 1)\u{A0}: \(reason.french)\u{A0}: «\u{A0}\(text)\u{A0}»"),
            hint: Phrase(
                "each row needs a time, open, high, low, close and volume: name them in a first line, such as "
                    + "time,open,high,low,close,volume",
                fr: "chaque ligne doit avoir date, ouverture, plus haut, plus bas, clôture et volume\u{A0}: nommez-les "
                    + "dans une première ligne, comme time,open,high,low,close,volume"))
    }
}
