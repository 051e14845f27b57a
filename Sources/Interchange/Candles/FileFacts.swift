import Domain

/// The interval, source and quote of a file: as the options say, else as its columns and first rows, else as its name.
struct FileFacts {
    let interval: Interval
    let source: SourceName
    let quote: Quote
    /// The market of the rows, where they name one.
    let symbol: [UInt8]?

    /// - Parameters:
    ///   - names: of the file, and of the file within an archive.
    ///   - rows: the first ones.
    ///   - line: the number of the line before them.
    init(
        name: String, names: [String?], layout: CandleLayout, rows: [[UInt8]], after line: Int, _ options: ImportOptions
    ) throws(ImportFailure) {
        let clues = names.map(FileNameClues.init)
        let sample = RowSample(rows, layout)
        if options.quote == nil, sample.symbol == nil, let other = clues.compactMap(\.otherMarket).first {
            throw Self.notBitcoin(name, market: other)
        }
        let market = sample.symbol.map { String(decoding: $0, as: UTF8.self) }
        if let market, let pair = Market(market), !pair.isBitcoin { throw Self.notBitcoin(name, market: market) }
        symbol = sample.symbol
        let found = options.quote ?? market.flatMap(Market.init)?.quote ?? clues.compactMap(\.quote).first
        quote = found ?? (layout.family == .binanceVision ? .usdt : .usd)
        guard
            options.quote != nil || layout.family == .bitcoinAnalyzer
                || ImportOptions.dollars.contains(quote.rawValue)
        else {
            throw ImportFailure(
                .needsOption,
                Phrase(
                    "\(name): the prices are in \(quote), not dollars",
                    fr: "\(name)\u{A0}: les cours sont en \(quote), "
                        + "pas en dollars"),
                hint: Phrase(
                    "import prices in USD, USDT or USDC; to keep these all the same, say --quote \(quote)",
                    fr: "importez des cours en USD, USDT ou USDC\u{A0}; pour les conserver malgré tout, indiquez "
                        + "--quote \(quote)"))
        }
        source = options.source ?? clues.compactMap(\.source).first ?? Self.source(of: layout.family)
        let named = zip(names, clues).compactMap { name, clue in clue.interval.map { (name ?? "", $0) } }.first
        if options.interval == nil, sample.made == nil, sample.interval.openTimes.isEmpty {
            throw Self.withoutTimes(name, layout, rows, after: line)
        }
        interval = try Self.interval(name, sample, named: named, options)
    }

    /// Where no row has a readable time, its text says why.
    private static func withoutTimes(_ name: String, _ layout: CandleLayout, _ rows: [[UInt8]], after line: Int)
        -> ImportFailure
    {
        guard let index = rows.firstIndex(where: { !$0.isEmpty }) else { return .noRows(in: name) }
        var fields = Fields()
        let reason = rows[index].withUnsafeBufferPointer { bytes in
            fields.split(bytes, at: layout.delimiter)
            let time = layout.index(of: .time) ?? 0
            return CandleRowReader.notATime(time < fields.count ? fields.text(time) : "")
        }
        let number = line + index - rows.startIndex + 1
        return ImportFailure(
            .badRows, Phrase("\(name):\(number): ", fr: "\(name):\(number)\u{A0}: ") + reason,
            hint: Phrase(
                "write times as 2025-01-31 14:00:00, in UTC, or as Unix time",
                fr: "écrivez les dates comme 2025-01-31 14:00:00, en UTC, ou en temps Unix"))
    }

    private static func source(of family: CandleLayout.Family) -> SourceName {
        switch family {
        case .binanceVision: "binance"
        case .krakenOHLCVT: "kraken"
        case .bitfinex: "bitfinex"
        case .coinbase: "coinbase"
        case .cryptoDataDownload: "cryptodatadownload"
        case .bitcoinAnalyzer, .plain: "import"
        }
    }

    private static func interval(
        _ name: String, _ sample: RowSample, named: (name: String, interval: Interval)?, _ options: ImportOptions
    ) throws(ImportFailure) -> Interval {
        if let interval = options.interval ?? sample.made { return interval }
        switch sample.interval.outcome(named: named?.interval) {
        case .found(let interval):
            guard let named, named.interval != interval else { return interval }
            let file = named.name.printableLine(limit: 80)
            throw needsInterval(
                name,
                Phrase(
                    "the name '\(file)' says \(named.interval.rawValue), the rows are \(interval.rawValue) apart",
                    fr: "le nom «\u{A0}\(file)\u{A0}» indique \(named.interval.rawValue), les lignes sont espacées de "
                        + "\(interval.rawValue)")
            )
        case .unsupported(let seconds):
            throw needsInterval(
                name,
                Phrase(
                    "the rows are \(seconds) seconds apart, which is no supported interval",
                    fr: "les lignes sont espacées de \(seconds) secondes, ce qui n’est pas un intervalle pris en charge"
                ))
        case .unknown:
            throw needsInterval(
                name, Phrase("one row does not show the interval", fr: "une seule ligne ne montre pas l’intervalle"))
        }
    }

    private static func needsInterval(_ name: String, _ reason: Phrase) -> ImportFailure {
        let intervals = Interval.allCases.map(\.rawValue).joined(separator: ", ")
        return ImportFailure(
            .needsOption, Phrase("\(name): ", fr: "\(name)\u{A0}: ") + reason,
            hint: Phrase(
                "say which it is: --interval, one of \(intervals)",
                fr: "précisez-le\u{A0}: --interval, parmi \(intervals)"))
    }

    private static func notBitcoin(_ name: String, market: String) -> ImportFailure {
        let shown = market.printableLine(limit: 20)
        return ImportFailure(
            .needsOption,
            Phrase(
                "\(name): the market is \(shown), not Bitcoin", fr: "\(name)\u{A0}: le marché est \(shown), pas Bitcoin"
            ),
            hint: Phrase(
                "import a file of BTC or XBT; if the name misleads, say --quote",
                fr: "importez un fichier de BTC ou XBT\u{A0}; si le nom est trompeur, indiquez --quote"))
    }
}

/// The first rows of a file.
private struct RowSample {
    private(set) var interval = IntervalDetection()
    private(set) var symbol: [UInt8]?
    /// What an export says of how many finer candles its own are made of: no two intervals have the same number.
    private(set) var made: Interval?

    init(_ rows: [[UInt8]], _ layout: CandleLayout) {
        var fields = Fields()
        let (time, close) = (layout.index(of: .time) ?? 0, layout.index(of: .closeTime))
        for row in rows {
            row.withUnsafeBufferPointer { bytes in
                fields.split(bytes, at: layout.delimiter)
                guard time < fields.count, let open = TimeText.parse(fields[time])?.milliseconds else { return }
                interval.openTimes.append(open)
                if made == nil, let index = layout.index(of: .expected), index < fields.count,
                    let parts = DecimalText.integer(fields[index])
                {
                    made = Interval.allCases.first { $0.part != nil && Int64($0.partCount) == parts }
                }
                if let index = layout.index(of: .symbol), index < fields.count, symbol == nil {
                    symbol = Array(fields[index])
                }
                if let close, close < fields.count, interval.length == nil,
                    let end = TimeText.lastMillisecond(fields[close])
                {
                    interval.length = end - open
                }
            }
        }
    }
}
