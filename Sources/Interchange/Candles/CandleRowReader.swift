import Domain

/// One row of a file as a candle.
struct CandleRowReader {
    struct Row {
        let numbers: CandleNumbers
        let source: SourceName
        let quote: Quote
        /// Whether the file says so; `nil` when it does not say.
        let isClosed: Bool?
        /// Of a candle made from finer ones: how many of them.
        let known: Int?
        let doubt: DoubtReason?
    }

    enum Outcome {
        case row(Row)
        case bad(Phrase)
    }

    /// The rows whose volume columns were exchanged.
    private(set) var swappedVolumes = 0
    /// The forms of time that were read.
    private(set) var units: Set<TimeText.Unit> = []

    private let layout: CandleLayout
    private let interval: Interval
    private let source: SourceName
    private let quote: Quote
    private let point: UInt8
    private let time, open, high, low, close, volume: Int
    private let known, expected, doubtful: Int?
    private let quoteVolume: Int?
    private let closed: Int?
    private let symbolColumn: Int?
    /// The market of the rows, as its bytes in the file.
    private let symbol: [UInt8]?
    private var sources: WordColumn?
    private var quotes: WordColumn?
    private let takesDollarsOnly: Bool
    private let now: Timestamp

    init(
        _ layout: CandleLayout, interval: Interval, source: SourceName, quote: Quote, symbol: [UInt8]?,
        usesOwnSource: Bool, usesOwnQuote: Bool, now: Timestamp
    ) {
        self.layout = layout
        self.interval = interval
        self.source = source
        self.quote = quote
        self.symbol = symbol
        self.now = now
        point = layout.delimiter == UInt8(ascii: ";") ? UInt8(ascii: ",") : UInt8(ascii: ".")
        time = layout.index(of: .time) ?? 0
        open = layout.index(of: .open) ?? 0
        high = layout.index(of: .high) ?? 0
        low = layout.index(of: .low) ?? 0
        close = layout.index(of: .close) ?? 0
        volume = layout.index(of: .volume) ?? 0
        quoteVolume = layout.index(of: .quoteVolume)
        closed = layout.index(of: .closed)
        symbolColumn = layout.index(of: .symbol)
        sources = usesOwnSource ? layout.index(of: .source).map(WordColumn.init) : nil
        quotes = usesOwnQuote ? layout.index(of: .quote).map(WordColumn.init) : nil
        takesDollarsOnly = layout.family != .bitcoinAnalyzer
        known = layout.index(of: .known)
        expected = layout.index(of: .expected)
        doubtful = layout.index(of: .doubtful)
    }

    mutating func read(_ fields: borrowing Fields) -> Outcome {
        guard fields.count == layout.columns.count else {
            return .bad(
                Phrase(
                    "\(fields.count) \(fields.count == 1 ? "field" : "fields"), \(layout.columns.count) expected",
                    fr: "\(fields.count) champ\(fields.count == 1 ? "" : "s") au lieu de \(layout.columns.count)"))
        }
        guard let moment = TimeText.parse(fields[time]) else {
            return .bad(Self.notATime(fields.text(time)))
        }
        if !units.contains(moment.unit) { units.insert(moment.unit) }
        if let problem = problem(with: moment.milliseconds) { return .bad(problem) }
        guard let opened = number(fields, open) else { return .bad(notANumber(.open, fields.text(open))) }
        guard let highest = number(fields, high) else { return .bad(notANumber(.high, fields.text(high))) }
        guard let lowest = number(fields, low) else { return .bad(notANumber(.low, fields.text(low))) }
        guard let closing = number(fields, close) else { return .bad(notANumber(.close, fields.text(close))) }
        guard var traded = number(fields, volume) else { return .bad(notANumber(.volume, fields.text(volume))) }
        if let quoteVolume, let money = number(fields, quoteVolume),
            Self.isSwapped(bitcoins: traded, money: money, between: lowest, highest)
        {
            traded = money
            swappedVolumes += 1
        }
        if let symbol, let symbolColumn, !fields[symbolColumn].elementsEqual(symbol) {
            return .bad(otherSymbol(fields.text(symbolColumn), symbol))
        }
        var (rowSource, rowQuote) = (source, quote)
        if let sources {
            let word = sources.word(in: fields)
            guard ImportOptions.isSource(word) else { return .bad(Self.notASource(word)) }
            rowSource = SourceName(word)
        }
        if let quotes {
            let word = quotes.word(in: fields)
            guard ImportOptions.isQuote(word) else { return .bad(Self.notAQuote(word)) }
            if takesDollarsOnly, !ImportOptions.dollars.contains(word) { return .bad(Self.notDollars(word)) }
            rowQuote = Quote(rawValue: word)
        }
        let numbers = CandleNumbers(
            openTime: Timestamp(milliseconds: moment.milliseconds), open: opened, high: highest, low: lowest,
            close: closing, volume: traded)
        let parts: Int?
        switch madeOf(fields) {
        case .success(let known): parts = known
        case .failure(let problem): return .bad(problem.reason)
        }
        // What is stored comes back as it is.
        guard traded <= Self.allBitcoins || layout.family == .bitcoinAnalyzer else {
            return .bad(Self.tooManyBitcoins(traded))
        }
        guard numbers.implausibility(for: interval, isStored: parts != nil) == nil else {
            return .bad(Self.implausible(opened, highest, lowest, closing, traded))
        }
        var isClosed: Bool?
        if let closed, !fields[closed].isEmpty {
            isClosed = Self.flag(fields[closed])
            guard isClosed != nil else { return .bad(Self.notAFlag(fields.text(closed))) }
        }
        return .row(
            Row(
                numbers: numbers, source: rowSource, quote: rowQuote, isClosed: isClosed, known: parts,
                doubt: doubtful.flatMap { fields[$0].isEmpty ? nil : Self.doubt(fields.text($0)) }))
    }

    /// No more will exist: a larger volume is in another unit.
    private static let allBitcoins = 21e6

    private struct Problem: Error {
        let reason: Phrase
    }

    /// Of how many finer candles one is made; `nil` for one that a source gave.
    private func madeOf(_ fields: borrowing Fields) -> Result<Int?, Problem> {
        guard let known, let expected, !(fields[known].isEmpty && fields[expected].isEmpty) else {
            return .success(nil)
        }
        guard interval.part != nil, DecimalText.integer(fields[expected]) == Int64(interval.partCount),
            let parts = DecimalText.integer(fields[known]), parts <= interval.partCount
        else {
            let (shown, all) = (
                fields.text(known).printableLine(limit: 20), fields.text(expected).printableLine(limit: 20)
            )
            return .failure(
                Problem(
                    reason: Phrase(
                        "known is '\(shown)' and expected '\(all)', which is no candle of \(interval.rawValue)",
                        fr: "connus vaut «\u{A0}\(shown)\u{A0}» et attendus «\u{A0}\(all)\u{A0}», ce qui n’est pas un "
                            + "chandelier de \(interval.rawValue)")))
        }
        return .success(Int(parts))
    }

    private static func doubt(_ text: String) -> DoubtReason { DoubtReason(rawValue: text.printableLine(limit: 40)) }

    mutating func forgetCounts() {
        swappedVolumes = 0
        units = []
    }

    @inline(__always)
    private func number(_ fields: borrowing Fields, _ column: Int) -> Double? {
        let text = fields[column]
        if let number = DecimalText.double(text, point: point) { return number }
        guard point == UInt8(ascii: ",") else { return DecimalText.grouped(text) }
        // In a row with a decimal comma `1.234` may be 1 or 1234.
        if DecimalText.mayBeThousands(text) {
            for column in [open, high, low, close, volume] where fields[column].contains(UInt8(ascii: ",")) {
                return nil
            }
        }
        return DecimalText.double(text) ?? DecimalText.grouped(text)
    }

    private func problem(with milliseconds: Int64) -> Phrase? {
        guard milliseconds >= Timestamp.firstBlockDay.milliseconds else {
            return Phrase(
                "\(Timestamp(milliseconds: milliseconds)) is before the first Bitcoin block (2009-01-03)",
                fr: "\(Timestamp(milliseconds: milliseconds)) précède le premier bloc de Bitcoin (2009-01-03)")
        }
        guard milliseconds <= now.milliseconds else {
            return Phrase(
                "\(Timestamp(milliseconds: milliseconds)) is in the future",
                fr: "\(Timestamp(milliseconds: milliseconds)) est dans le futur")
        }
        let time = Timestamp(milliseconds: milliseconds)
        guard interval.openTime(containing: time) == time else {
            return Phrase(
                "\(Timestamp(milliseconds: milliseconds)) is not the open time of a \(interval.rawValue) candle",
                fr: "\(Timestamp(milliseconds: milliseconds)) n’est pas le début d’un chandelier \(interval.rawValue)")
        }
        return nil
    }

    /// CryptoDataDownload has files whose two volumes stand under each other's names: money divided by bitcoins is the
    /// average price of the period, which lies between its lowest and highest price. A tenth more is left for rounding.
    private static func isSwapped(bitcoins: Double, money: Double, between low: Double, _ high: Double) -> Bool {
        guard bitcoins > 0, money > 0 else { return false }
        func fits(_ price: Double) -> Bool { price >= low * 0.9 && price <= high * 1.1 }
        return !fits(money / bitcoins) && fits(bitcoins / money)
    }

    /// As programs and spreadsheets in English and French write it, in either case; `nil` for anything else.
    private static func flag(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool? {
        if isOne(of: affirmations, text) { return true }
        return isOne(of: negations, text) ? false : nil
    }

    /// As numbers with a point where pandas has written a column with empty fields.
    private static let affirmations: [[UInt8]] = ["true", "1", "1.0", "t", "yes", "y", "vrai", "oui"].map {
        Array($0.utf8)
    }
    private static let negations: [[UInt8]] = ["false", "0", "0.0", "f", "no", "n", "faux", "non"].map {
        Array($0.utf8)
    }

    private static func isOne(of words: [[UInt8]], _ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        words.contains { word in
            word.count == text.count && word.elementsEqual(text) { letter, byte in letter == lowercase(byte) }
        }
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
}

extension CandleRowReader {
    static func notATime(_ text: String) -> Phrase { unreadable(.time, text, Phrase("a time", fr: "une date")) }

    fileprivate static func unreadable(_ column: CandleLayout.Column, _ text: String, _ wanted: Phrase) -> Phrase {
        let shown = text.printableLine(limit: 40)
        return Phrase(
            "\(column.title.english) is '\(shown)', not \(wanted.english)",
            fr: "\(column.title.french) vaut «\u{A0}\(shown)\u{A0}», et non \(wanted.french)")
    }

    fileprivate func notANumber(_ column: CandleLayout.Column, _ text: String) -> Phrase {
        let isAmbiguous = Array(text.utf8).withUnsafeBufferPointer { DecimalText.mayBeThousands($0[...]) }
        guard !isAmbiguous else {
            return Self.unreadable(
                column, text,
                Phrase(
                    "one number only: beside decimal commas the point may group thousands",
                    fr: "un seul nombre\u{A0}: à côté de virgules décimales, le point peut séparer les milliers"))
        }
        return Self.unreadable(column, text, Phrase("a number", fr: "un nombre"))
    }

    fileprivate static func notAFlag(_ text: String) -> Phrase {
        unreadable(.closed, text, Phrase("true or false", fr: "true ou false"))
    }

    fileprivate func otherSymbol(_ text: String, _ expected: [UInt8]) -> Phrase {
        let shown = text.printableLine(limit: 20)
        let known = String(decoding: expected, as: UTF8.self).printableLine(limit: 20)
        return Phrase(
            "the symbol is '\(shown)', '\(known)' in the rows above",
            fr: "le symbole est «\u{A0}\(shown)\u{A0}», «\u{A0}\(known)\u{A0}» dans les lignes précédentes")
    }

    fileprivate static func notASource(_ word: String) -> Phrase {
        unreadable(
            .source, word,
            Phrase(
                "1 to 40 lower-case letters, digits, dots, dashes or underscores (--source names one for all rows)",
                fr: "1 à 40 minuscules, chiffres, points, tirets ou traits de soulignement (--source en nomme une pour "
                    + "toutes les lignes)"))
    }

    fileprivate static func notAQuote(_ word: String) -> Phrase {
        unreadable(
            .quote, word,
            Phrase(
                "3 to 5 capital letters (--quote names one for all rows)",
                fr: "3 à 5 majuscules (--quote en nomme une pour toutes les lignes)"))
    }

    fileprivate static func notDollars(_ word: String) -> Phrase {
        unreadable(
            .quote, word,
            Phrase(
                "USD, USDT or USDC (--quote keeps the rows all the same)",
                fr: "USD, USDT ni USDC (--quote conserve les lignes malgré tout)"))
    }

    fileprivate static func tooManyBitcoins(_ volume: Double) -> Phrase {
        Phrase(
            "volume is \(volume.shortest), more bitcoins than exist",
            fr: "volume vaut \(volume.shortest), plus de bitcoins qu’il n’en existe")
    }

    fileprivate static func implausible(
        _ open: Double, _ high: Double, _ low: Double, _ close: Double, _ volume: Double
    ) -> Phrase {
        let prices: [(CandleLayout.Column, Double)] = [(.open, open), (.high, high), (.low, low), (.close, close)]
        if let (column, price) = prices.first(where: { !($0.1 > 0 && $0.1 <= 1e12) }) {
            return Phrase(
                "\(column.title.english) is \(price.shortest), not a price",
                fr: "\(column.title.french) vaut \(price.shortest), ce n’est pas un prix")
        }
        guard volume >= 0, volume <= 1e12 else {
            return Phrase(
                "volume is \(volume.shortest), not a number of bitcoins",
                fr: "volume vaut \(volume.shortest), ce n’est pas un nombre de bitcoins")
        }
        if high < low {
            return Phrase(
                "high \(high.shortest) is below low \(low.shortest)",
                fr: "le plus haut (\(high.shortest)) est inférieur au plus bas (\(low.shortest))")
        }
        let ends: [(CandleLayout.Column, Double)] = [(.open, open), (.close, close)]
        let (column, price) = ends.first { $0.1 < low || $0.1 > high } ?? (.close, close)
        return Phrase(
            "\(column.title.english) \(price.shortest) is not between low \(low.shortest) and high \(high.shortest)",
            fr:
                "\(column.title.french) (\(price.shortest)) n’est pas entre le plus bas (\(low.shortest)) et le plus haut "
                + "(\(high.shortest))")
    }
}

/// A column whose words repeat from row to row.
private struct WordColumn {
    let index: Int
    private let cache = WordCache()

    init(_ index: Int) { self.index = index }

    func word(in fields: borrowing Fields) -> String {
        guard index < fields.count else { return "" }
        return cache.word(fields[index])
    }
}

private final class WordCache {
    private var bytes: [UInt8] = []
    private var text = ""

    func word(_ field: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        if !field.elementsEqual(bytes) {
            bytes = Array(field)
            text = String(decoding: field, as: UTF8.self).printableLine(limit: 40)
        }
        return text
    }
}
