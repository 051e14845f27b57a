import Domain
import Support
import Testing

@testable import Interchange

/// Files as their publishers write them.
struct LayoutTests {
    @Test("Binance Vision with milliseconds: twelve columns without a header")
    func binanceMilliseconds() throws {
        let read = try ReadFile(
            """
            1601510400000,10776.59,10776.59,10729.25,10735.98,1345.41,1601513999999,14464538.1,27261,642.1,6901.2,0
            1601514000000,10735.98,10763.01,10725.00,10749.48,1213.95,1601517599999,13041213.9,22222,600.0,6500.5,0
            """, name: "BTCUSDT-1h-2020-10.csv")
        #expect(read.file.layout.family == .binanceVision)
        #expect(read.file.interval == .oneHour)
        #expect(read.file.first.source == "binance")
        #expect(read.file.first.quote == .usdt)
        #expect(read.first == "2020-10-01T00:00:00Z 10776.59 10776.59 10729.25 10735.98 1345.41")
        #expect(read.candles.count == 2)
    }

    @Test("Binance Vision with microseconds since 2025, from standard input, with the interval of its close times")
    func binanceMicroseconds() throws {
        let read = try ReadFile(
            """
            1735689600000000,93576.00,94509.42,93489.03,94401.14,755.99,1735693199999999,71077413.5,155553,414.5,38970961.4,0
            """, name: "standard input")
        #expect(read.file.layout.family == .binanceVision)
        #expect(read.file.interval == .oneHour)
        #expect(read.file.first.quote == .usdt)
        #expect(read.summary.timeUnits == ["microseconds"])
        #expect(read.first == "2025-01-01T00:00:00Z 93576 94509.42 93489.03 94401.14 755.99")
    }

    @Test("Binance Vision with the header of its newer files")
    func binanceHeader() throws {
        let read = try ReadFile(
            """
            open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore
            1609459200000,28923.63,28961.66,28913.12,28961.66,27.457032,1609459259999,794382.04,1292,16.777195,485390.8,0
            """)
        #expect(read.file.layout.family == .binanceVision)
        #expect(read.file.interval == .oneMinute)
        #expect(read.first == "2021-01-01T00:00:00Z 28923.63 28961.66 28913.12 28961.66 27.457032")
    }

    @Test("CryptoDataDownload: address line, newest first, seconds and milliseconds mixed, volumes exchanged")
    func cryptoDataDownload() throws {
        let read = try ReadFile(
            """
            https://www.CryptoDataDownload.com
            unix,date,symbol,open,high,low,close,Volume BTC,Volume USD
            1593576000000,2020-07-01 04:00:00,BTC/USD,9140.00,9150.00,9130.00,9145.00,20.00,182800.00
            1593572400,2020-07-01 03:00:00,BTC/USD,9135.00,9142.00,9131.00,9140.00,91350.00,10.00
            1593568800,2020-07-01 02:00:00,BTC/USD,9133.00,9136.00,9130.00,9135.00,0.00,0.00
            """, name: "Bitstamp_BTCUSD_1h.csv")
        #expect(read.file.layout.family == .cryptoDataDownload)
        #expect(read.file.layout.preamble == ["https://www.CryptoDataDownload.com"])
        #expect(read.file.first.source == "bitstamp")
        #expect(read.file.first.quote == .usd)
        #expect(read.file.interval == .oneHour)
        #expect(
            read.candles.map { ReadFile.line($0.candle) } == [
                "2020-07-01T04:00:00Z 9140 9150 9130 9145 20", "2020-07-01T03:00:00Z 9135 9142 9131 9140 10",
                "2020-07-01T02:00:00Z 9133 9136 9130 9135 0",
            ])
        #expect(read.summary.swappedVolumes == 1)
        #expect(read.summary.timeUnits == ["milliseconds", "seconds"])
    }

    @Test("CryptoDataDownload's older files: a date with AM and PM, no Unix time")
    func cryptoDataDownloadDates() throws {
        let read = try ReadFile(
            """
            http://www.CryptoDataDownload.com
            Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USD
            2019-10-17 01-PM,BTCUSD,7998,8006,7993,8000,100,800000
            2019-10-17 12-PM,BTCUSD,7990,8000,7985,7998,100,800000
            2019-10-17 11-AM,BTCUSD,7990,8000,7985,7990,100,800000
            """, name: "Coinbase_BTCUSD_1h.csv")
        #expect(
            read.candles.map(\.candle.openTime.rfc3339) == [
                "2019-10-17T13:00:00Z", "2019-10-17T12:00:00Z", "2019-10-17T11:00:00Z",
            ])
        #expect(read.file.first.source == "coinbase")
    }

    @Test("Kraken's OHLCVT: seconds, no header, the number of trades last, absent minutes")
    func kraken() throws {
        let read = try ReadFile(
            """
            1381095240,122.0,122.0,122.0,122.0,0.1,1
            1381179000,123.61,123.61,123.61,123.61,0.1,1
            1381201080,124.19,124.19,123.9,123.9,1.9916,2
            1381201140,124.01687,124.01687,124.01687,124.01687,1.0,1
            """, name: "XBTUSD_1.csv")
        #expect(read.file.layout.family == .krakenOHLCVT)
        #expect(read.file.interval == .oneMinute)
        #expect(read.file.first.source == "kraken")
        #expect(read.first == "2013-10-06T21:34:00Z 122 122 122 122 0.1")
        #expect(read.summary.timeUnits == ["seconds"])
    }

    @Test("Kraken's OHLC as its API answers: the average price before the volume")
    func krakenAPI() throws {
        let read = try ReadFile(
            """
            1688670000,30306.1,30306.2,30305.7,30305.7,30306.1,3.39243896,23
            1688673600,30305.7,30400.0,30300.0,30390.0,30350.2,8.5,41
            """)
        #expect(read.file.first.source == "kraken")
        #expect(read.candles.first?.candle.volume == 3.39243896)
    }

    @Test("Bitfinex's order is recognized by its header")
    func bitfinexHeader() throws {
        let read = try ReadFile(
            """
            timestamp_ms,open,close,high,low,volume
            1514764800000,13763,13753,13788,13752.18233851,5.13326771
            1514764860000,13763,13772,13773,13741,15.53608162
            """)
        #expect(read.file.layout.family == .bitfinex)
        #expect(read.file.first.source == "bitfinex")
        #expect(read.file.interval == .oneMinute)
        #expect(read.first == "2018-01-01T00:00:00Z 13763 13788 13752.18233851 13753 5.13326771")
    }

    @Test("Bitfinex's order is recognized by its prices when there is no header")
    func bitfinexPrices() throws {
        let read = try ReadFile(
            """
            1514764800000,13763,13753,13788,13752.18233851,5.13326771
            1514764860000,13763,13772,13773,13741,15.53608162
            """)
        #expect(read.file.layout.family == .bitfinex)
        #expect(read.first == "2018-01-01T00:00:00Z 13763 13788 13752.18233851 13753 5.13326771")
    }

    @Test("Coinbase's order is recognized by its prices")
    func coinbasePrices() throws {
        let read = try ReadFile(
            """
            1609466400,29000.5,29250.1,29100.2,29200.3,120.5
            1609462800,28900.5,29150.1,29000.2,29100.2,110.5
            """)
        #expect(read.file.layout.family == .coinbase)
        #expect(read.first == "2021-01-01T02:00:00Z 29100.2 29250.1 29000.5 29200.3 120.5")
    }

    @Test("our own export, with the source and quote of each row, and an open candle that stays open")
    func ownExport() throws {
        let read = try ReadFile(
            """
            time,open,high,low,close,volume,quote,source,closed
            2026-01-01T00:00:00Z,87500,87600.5,87400,87550,12.5,USD,coinbase,true
            2026-01-01T01:00:00Z,87550,87700,87500,87650,1e-08,USDT,binance,true
            2026-01-01T02:00:00Z,87650,87700,87600,87660,0,USD,kraken,false
            """)
        #expect(read.file.layout.family == .bitcoinAnalyzer)
        #expect(read.candles.map(\.source) == ["coinbase", "binance", "kraken"])
        #expect(read.candles.map(\.candle.quote) == [.usd, .usdt, .usd])
        #expect(read.candles.map(\.isClosed) == [true, true, false])
        #expect(read.candles.map(\.candle.volume) == [12.5, 1e-08, 0])
    }

    @Test(
        "a column that is used and has the name of another one refuses the file",
        arguments: [
            "time,open,high,low,close,volume,Time", "time,open,OPEN,high,low,close,volume",
            "time,open,high,high,low,close,volume", "time,open,high,low,close,volume,low",
            "time,close,open,high,low,Close,volume", "time,open,high,low,close,volume, Volume ",
            "date,price,open,high,low,volume,Price",
            "time,open,high,low,close,volume,quote,source,closed,closed",
            "time,open,high,low,close,volume,quote,source,closed,known,expected,known",
        ])
    func repeatedColumn(_ header: String) throws {
        let fields = header.split(separator: ",").count
        let row = "2020-01-01T00:00:00Z" + String(repeating: ",1", count: fields - 1)
        let refused = try #require(failure { try ReadFile("\(header)\n\(row)\n") })
        #expect(refused.kind == .unknownLayout)
        #expect(refused.message.english.hasPrefix("candles.csv:1: the column '"), "\(refused.message.english)")
        #expect(refused.message.english.hasSuffix("' is there more than once"), "\(refused.message.english)")
        #expect(refused.message.french.hasSuffix("\u{A0}» figure plus d’une fois"), "\(refused.message.french)")
    }

    @Test(
        "columns that are not used may have one name, and two that mean the same thing may have two names",
        arguments: [
            "time,open,high,low,close,volume,note,note", "time,open,high,low,close,volume,,",
            "time,open,high,low,close,volume,date,date", "time,open,high,low,close,volume,volume btc,trades",
        ])
    func otherColumns(_ header: String) throws {
        let rows = ["00", "01"].map { "2020-01-01T\($0):00:00Z,1,1,1,1,1,7,7\n" }
        #expect(try ReadFile("\(header)\n" + rows.joined()).candles.map(\.candle.volume) == [1, 1])
    }

    @Test(
        "separators, spaces, quotes, line ends and dates in any usual form",
        arguments: [
            "Time;Open;High;Low;Close;Volume\n"
                + "2020-01-01 00:00;7200,5;7210;7190;7205;1,25\n2020-01-01 01:00;7200,5;7210;7190;7205;1,25",
            "\u{FEFF}time, open, high, low, close, volume\r\n"
                + "2020-01-01T00:00:00Z, 7200.5,7210 ,7190,7205,1.25\r\n2020-01-01T02:00:00+01:00,7200.5,7210,7190,7205,1",
            "\"Timestamp\"\t\"Open\"\t\"High\"\t\"Low\"\t\"Close\"\t\"Volume_(BTC)\"\n"
                + "\"1577836800\"\t\"7200.5\"\t7210\t7190\t7205\t1.25\n1577840400.0\t7200.5\t7210\t7190\t7205\t1.25",
            "t|o|h|l|c|v\n2020/01/01 00:00:00.000|7200.5|7210|7190|7205|1.25\n"
                + "1.5778404E+09|7200.5|7210|7190|7205|1.25\n\n",
        ])
    func forms(_ text: String) throws {
        let read = try ReadFile(text)
        #expect(read.first == "2020-01-01T00:00:00Z 7200.5 7210 7190 7205 1.25")
        #expect(read.candles.last?.candle.openTime.rfc3339 == "2020-01-01T01:00:00Z")
        #expect(read.candles.count == 2)
    }
}
