package import Domain
import FoundationEssentials

/// A file of articles that `export news` wrote, as CSV or JSON.
package final class ArticleFile: ArticleInput {
    package private(set) var articles = 0
    package private(set) var badRows = 0
    package private(set) var firstBadRows: [BadRow] = []

    private enum Input {
        case csv(LineInput, columns: [ArticleRecord.CodingKeys?])
        case json(JSONObjects)
    }

    private let name: String
    private let input: Input
    private let run: RunID
    private let now: Timestamp
    private let identify: (ArticleRecord) -> ArticleID
    private var fields = Fields()

    /// Articles in a chunk.
    private static let chunk = 500
    /// Lines of one record: a summary may have several.
    private static let mostLines = 2000
    /// Bytes of one record.
    private static let longest = JSONObjects.longest

    /// - Parameter identify: the identity of an article that names none.
    package convenience init(
        _ file: InputFile, run: RunID, now: Timestamp, identify: @escaping (ArticleRecord) -> ArticleID
    )
        throws(ImportFailure)
    {
        try file.rewind()
        try self.init(DescriptorSource(file), name: file.name, run: run, now: now, identify: identify)
    }

    /// Bytes in memory.
    package convenience init(
        _ bytes: [UInt8], name: String, run: RunID, now: Timestamp, identify: @escaping (ArticleRecord) -> ArticleID
    ) throws(ImportFailure) {
        try self.init(MemorySource(bytes), name: name, run: run, now: now, identify: identify)
    }

    init(
        _ source: any ByteSource, name: String, run: RunID, now: Timestamp,
        identify: @escaping (ArticleRecord) -> ArticleID
    )
        throws(ImportFailure)
    {
        self.name = name
        self.run = run
        self.now = now
        self.identify = identify
        let text = try TextInput.open(source, name: name).text
        let head = try text.next(64)
        let whole = PrefixedSource(head, text)
        if head.first(where: { ![32, 9, 10, 13].contains($0) }) == UInt8(ascii: "[") {
            input = .json(JSONObjects(whole, name: name))
        } else {
            let lines = LineInput(whole, name: name)
            guard let header = try lines.next() else {
                throw ImportFailure(
                    .unknownLayout, Phrase("\(name) is empty", fr: "\(name) est vide"),
                    hint: Phrase("check the download", fr: "vérifiez le téléchargement"))
            }
            fields.split(header, at: UInt8(ascii: ","))
            let columns = fields.texts.map { ArticleRecord.CodingKeys(rawValue: $0.lowercased()) }
            for column in ArticleRecord.CodingKeys.allCases where columns.count(where: { $0 == column }) > 1 {
                throw .repeatedColumn(column.rawValue, in: name, line: lines.number)
            }
            input = .csv(lines, columns: columns)
        }
    }

    /// The next articles; empty at the end. Rows that are no articles are counted and left out.
    package func next() throws(ImportFailure) -> [ArchivedArticle] {
        var chunk: [ArchivedArticle] = []
        while chunk.count < Self.chunk, let next = try nextRecord() {
            let line = next.line
            guard next.openQuoteLines == 0 else {
                note(line, Self.openQuote(next.openQuoteLines), rows: next.openQuoteLines)
                continue
            }
            if let count = next.fieldCount {
                note(line, Self.wrongCount(count, columnCount))
                continue
            }
            if let name = next.repeatedMember {
                note(line, JSONRows.repeated(name))
                continue
            }
            guard let record = next.record else {
                note(line, Phrase("it cannot be read as an article", fr: "illisible comme article"))
                continue
            }
            switch record.article(run: run, now: now, identify: identify) {
            case .success(let article): chunk.append(article)
            case .failure(let bad): note(line, bad.reason)
            }
        }
        articles += chunk.count
        return chunk
    }

    /// Why the file is refused, when bad rows are not left out.
    package var refusal: ImportFailure { .badRows(badRows, firstBadRows, in: name) }

    private struct Next {
        let line: Int
        var record: ArticleRecord?
        /// A member that its object has more than once.
        var repeatedMember: String?
        /// The number of its fields where it is wrong.
        var fieldCount: Int?
        /// The lines from a quote on that is not closed; they are left out, as where it ends is unknown.
        var openQuoteLines = 0
    }

    private static func openQuote(_ lines: Int) -> Phrase {
        let shown = Phrase(count: lines, ("line is", "lines are"), fr: ("ligne écartée", "lignes écartées"))
        return Phrase("a quote is not closed, and ", fr: "un guillemet n’est pas refermé\u{A0}: ") + shown
            + Phrase(" left out", fr: "")
    }

    private var columnCount: Int {
        if case .csv(_, let columns) = input { columns.count } else { 0 }
    }

    private static func wrongCount(_ count: Int, _ expected: Int) -> Phrase {
        Phrase(
            "\(count) \(count == 1 ? "field" : "fields"), \(expected) expected",
            fr: "\(count) champ\(count == 1 ? "" : "s") au lieu de \(expected)")
    }

    private func nextRecord() throws(ImportFailure) -> Next? {
        switch input {
        case .json(let objects):
            guard let object = try objects.next() else { return nil }
            let record = try? JSONDecoder().decode(ArticleRecord.self, from: Data(object))
            return Next(
                line: objects.number, record: record,
                repeatedMember: record == nil ? nil : RepeatedMember.first(in: object))
        case .csv(let lines, let columns):
            var bytes: [UInt8] = []
            repeat {
                guard let first = try lines.next() else { return nil }
                bytes = Array(first)
            } while bytes.isEmpty
            let line = lines.number
            // A quoted field may have line ends.
            var isOpen = Self.hasOddQuotes(bytes[...])
            while isOpen, lines.number - line < Self.mostLines, bytes.count < Self.longest, let more = try lines.next()
            {
                bytes.append(10)
                bytes += more
                if Self.hasOddQuotes(bytes.suffix(more.count)) { isOpen.toggle() }
            }
            guard !isOpen else { return Next(line: line, openQuoteLines: lines.number - line + 1) }
            let texts = bytes.withUnsafeBufferPointer { bytes in
                fields.split(bytes, at: UInt8(ascii: ","))
                return fields.count == columns.count ? fields.texts : []
            }
            guard fields.count == columns.count else { return Next(line: line, fieldCount: fields.count) }
            return Next(line: line, record: ArticleCSV.record(texts, columns: columns))
        }
    }

    private static func hasOddQuotes(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.count { $0 == UInt8(ascii: "\"") }.isMultiple(of: 2)
    }

    private func note(_ line: Int, _ reason: Phrase, rows: Int = 1) {
        badRows += rows
        if firstBadRows.count < CandleFileSummary.shownRows { firstBadRows.append(BadRow(line: line, reason: reason)) }
    }
}
