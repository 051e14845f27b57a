package import Domain

/// Which column of a file holds what, and what the file says about itself.
package struct CandleLayout: Hashable, Sendable {
    /// The publishers whose files are known by their columns.
    package enum Family: String, Sendable, Codable {
        /// data.binance.vision: https://github.com/binance/binance-public-data
        case binanceVision = "binance-vision"
        /// https://www.cryptodatadownload.com/data/
        case cryptoDataDownload = "cryptodatadownload"
        /// Kraken's downloadable OHLCVT: https://support.kraken.com/articles/360047124832
        case krakenOHLCVT = "kraken-ohlcvt"
        /// Columns in Bitfinex's order, close before high: https://docs.bitfinex.com/reference/rest-public-candles
        case bitfinex
        /// Columns in Coinbase's order, low before high before open:
        /// https://docs.cdp.coinbase.com/exchange/reference/exchangerestapi_getproductcandles
        case coinbase
        /// Written by `bitcoin-analyzer export candles`.
        case bitcoinAnalyzer = "bitcoin-analyzer"
        /// Named columns, or open, high, low, close, volume.
        case plain

        package var title: Phrase {
            switch self {
            case .binanceVision: Phrase("Binance Vision klines", fr: "chandeliers de Binance Vision")
            case .cryptoDataDownload: Phrase(verbatim: "CryptoDataDownload")
            case .krakenOHLCVT: Phrase("Kraken OHLCVT", fr: "OHLCVT de Kraken")
            case .bitfinex: Phrase("Bitfinex order", fr: "ordre de Bitfinex")
            case .coinbase: Phrase("Coinbase order", fr: "ordre de Coinbase")
            case .bitcoinAnalyzer: Phrase("export of Bitcoin Analyzer", fr: "export de Bitcoin Analyzer")
            case .plain: Phrase("plain CSV", fr: "CSV simple")
            }
        }
    }

    package enum Column: String, Sendable, Codable, CaseIterable {
        case time, open, high, low, close, volume
        /// The volume in the quote currency.
        case quoteVolume = "quote_volume"
        case closeTime = "close_time"
        case quote, source, closed, symbol
        /// Of a candle made from finer ones, in our own export: how many of them, and how many there should be.
        case known, expected
        /// Why the price is doubtful, in our own export.
        case doubtful
        /// Not used.
        case other = "-"

        package var title: Phrase {
            switch self {
            case .time: Phrase("time", fr: "date")
            case .open: Phrase("open", fr: "ouverture")
            case .high: Phrase("high", fr: "plus haut")
            case .low: Phrase("low", fr: "plus bas")
            case .close: Phrase("close", fr: "clôture")
            case .volume: Phrase("volume", fr: "volume")
            case .quoteVolume: Phrase("quote volume", fr: "volume en devise")
            case .closeTime: Phrase("close time", fr: "fin")
            case .quote: Phrase("quote", fr: "devise")
            case .source: Phrase("source", fr: "source")
            case .closed: Phrase("closed", fr: "clos")
            case .symbol: Phrase("symbol", fr: "symbole")
            case .known: Phrase("known", fr: "connus")
            case .expected: Phrase("expected", fr: "attendus")
            case .doubtful: Phrase("doubtful", fr: "douteux")
            case .other: Phrase(verbatim: "-")
            }
        }
    }

    package var family: Family
    package var delimiter: UInt8
    /// What each column holds, from the left.
    package var columns: [Column]
    package var hasHeader: Bool
    /// Lines before the header that are no rows, such as the address line of CryptoDataDownload.
    package var preamble: [String] = []

    init(_ family: Family, delimiter: UInt8, columns: [Column], hasHeader: Bool, preamble: [String] = []) {
        self.family = family
        self.delimiter = delimiter
        self.columns = columns
        self.hasHeader = hasHeader
        self.preamble = preamble
    }

    func index(of column: Column) -> Int? { columns.firstIndex(of: column) }

    /// The columns that every row must have.
    static let required: [Column] = [.time, .open, .high, .low, .close, .volume]
}
