import Domain
import Support
import Testing

@testable import Interchange

/// Files as spreadsheets and portals write them.
struct SpreadsheetTests {
    static let expected = [
        "2025-01-01T00:00:00Z 94000 94027.67 93876.06 93895.19 305.92082",
        "2025-01-01T01:00:00Z 93895.19 93949.69 93893.54 93945.48 420.35985",
    ]

    static let frenchFiles = [
        """
        Date;Ouverture;Plus haut;Plus bas;Clôture;Volume
        2025-01-01 00:00:00;94000,0;94027,67;93876,06;93895,19;305,92082
        2025-01-01 01:00:00;93895,19;93949,69;93893,54;93945,48;420,35985
        """,
        """
        Date;Ouv.;+Haut;+Bas;Clôt.;Vol.
        2025-01-01 00:00:00;94000.0;94027.67;93876.06;93895.19;305.92082
        2025-01-01 01:00:00;93895.19;93949.69;93893.54;93945.48;420.35985
        """,
        """
        DATE ET HEURE;COURS D’OUVERTURE;PLUS HAUT;PLUS BAS;COURS DE CLÔTURE;VOLUME BTC
        2025-01-01 00:00;94\u{202F}000,00;94\u{202F}027,67;93\u{202F}876,06;93\u{202F}895,19;305,92082
        2025-01-01 01:00;93\u{A0}895,19;93 949,69;93.893,54;93’945,48;420,35985
        """,
    ]

    @Test("French names of columns, with decimal commas and grouped thousands", arguments: frenchFiles)
    func french(_ text: String) throws {
        let read = try ReadFile(text)
        #expect(read.candles.map { ReadFile.line($0.candle) } == Self.expected)
        #expect(read.file.layout.family == .plain && read.file.interval == .oneHour)
    }

    @Test("beside decimal commas a number whose point may group thousands is refused, and read where there are none")
    func ambiguous() throws {
        func file(_ prices: String, _ volume: String) -> String {
            "Date;Ouverture;Plus haut;Plus bas;Clôture;Volume\n"
                + "2025-01-01 00:00:00;\(prices);12\n2025-01-01 01:00:00;\(prices);\(volume)\n"
        }
        let commas = "94000,5;94027,67;93876,06;93895,19"
        let found = failure { try ReadFile(file(commas, "1.234")) }
        #expect(found?.kind == .badRows)
        #expect(
            found?.message.english
                == "candles.csv:3: volume is '1.234', not one number only: beside decimal commas the point may group "
                + "thousands")
        #expect(try ReadFile(file(commas, "0.234")).candles.map(\.candle.volume) == [12, 0.234])
        let points = "94000.5;94027.67;93876.06;93895.19"
        #expect(try ReadFile(file(points, "1.234")).candles.map(\.candle.volume) == [12, 1.234])
    }

    @Test("a header in Latin 1, as older spreadsheets write it")
    func latin1() throws {
        let bytes = Self.frenchFiles[0].unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        #expect(bytes.contains(0xF4))
        #expect(try ReadFile(bytes).candles.map { ReadFile.line($0.candle) } == Self.expected)
    }

    @Test("what is missing in a header is named, with its line and its own letters")
    func incompleteHeader() throws {
        let header = "Date;Ouverture;Plus haut;Clôture;Nombre;Remarque\n2025-01-01;1,5;2,5;2,0;3;4\n"
        let latin = header.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        for bytes in [Array(header.utf8), latin] {
            let found = failure { try ReadFile(bytes) }
            #expect(found?.kind == .unknownLayout)
            #expect(found?.message.english.hasPrefix("candles.csv:1: no column has the low and volume: '") == true)
            #expect(found?.message.french.contains("Clôture") == true)
            #expect(found?.message.french.contains("plus bas et volume") == true)
        }
    }

    @Test("thousands within quotes")
    func quoted() throws {
        let read = try ReadFile(
            """
            time,open,high,low,close,volume
            1735689600,"94,000.00","94,027.67","93,876.06","93,895.19","305.92082"
            1735693200,"93,895.19","93,949.69","93,893.54","93,945.48","420.35985"
            """)
        #expect(read.candles.map { ReadFile.line($0.candle) } == Self.expected)
    }

    @Test(
        "grouped thousands are read where they are clear",
        arguments: [
            ("94,000.50", 94000.5), ("94.000,50", 94000.5), ("1,234,567", 1_234_567), ("1.234.567", 1_234_567),
            ("94 000", 94000), ("94\u{A0}000,5", 94000.5), ("1\u{202F}234\u{202F}567.25", 1_234_567.25),
            ("1’234.5", 1234.5), ("1'234,5", 1234.5),
        ])
    func grouped(_ text: String, _ number: Double) { #expect(grouped(text) == number) }

    @Test(
        "what may be a decimal comma, and what is no grouping, is no number",
        arguments: [
            "94,000", "94.000", "94,00.5", "1234,567.5", ",123.4", "94,000.5.5", "94,000.5,5", "9 4 000", "52.10K",
            "94,000.5K", "1,,234.5", " ", ",", "94 000 ,5", "１２,３４５.6", "-94,000.5",
        ])
    func notGrouped(_ text: String) { #expect(grouped(text) == nil) }

    private func grouped(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { DecimalText.grouped($0[...]) }
    }

    @Test("where no time can be read the row is named, and not its interval")
    func unreadableTimes() throws {
        let rows = (1...3).map { "01/0\($0)/2025 12:00 AM,94000.0,94027.67,93876.06,93895.19,305.9" }
        let found = failure { try ReadFile((["Date,Open,High,Low,Close,Volume"] + rows).joined(separator: "\n")) }
        #expect(found?.kind == .badRows)
        #expect(found?.message.english == "candles.csv:2: time is '01/01/2025 12:00 AM', not a time")
        #expect(found?.hint.english.contains("2025-01-31 14:00:00") == true)
        let investing = failure {
            try ReadFile(
                """
                "Date","Price","Open","High","Low","Vol.","Change %"
                "01/20/2025","94,500.0","94,000.0","95,000.0","93,000.0","52.10K","0.5%"
                """)
        }
        #expect(investing?.message.english == "candles.csv:2: time is '01/20/2025', not a time")
    }

    @Test("a header without rows has no rows", arguments: ["", "\n", "\n\n"])
    func headerOnly(_ end: String) {
        let found = failure { try ReadFile("time,open,high,low,close,volume" + end) }
        #expect(found?.message.english == "candles.csv has no rows")
    }

    @Test("volumes in dollars are not taken for bitcoins, by their column or their size")
    func dollars() throws {
        for header in [
            "Date,Open,High,Low,Close,Adj Close,Volume", "timeOpen,open,high,low,close,marketCap,volume",
        ] {
            let row = "2025-01-01,94000,95000,93000,94500,94500,35000000000"
            let found = failure { try ReadFile("\(header)\n\(row)\n") }
            #expect(found?.message.english.contains(":1: its volume is in the quote currency") == true)
        }
        let found = failure {
            try ReadFile("time,open,high,low,close,volume\n2025-01-01,9,9,9,9,35000000000\n2025-01-02,9,9,9,9,1\n")
        }
        #expect(
            found?.message.english == "candles.csv:2: volume is 35000000000, more bitcoins than exist")
    }

    @Test("CoinMarketCap's open time is used, not its timestamp, which is the close")
    func coinMarketCap() throws {
        let read = try ReadFile(
            """
            timeOpen;timeClose;name;open;high;low;close;volume btc;timestamp
            "2025-01-20T00:00:00.000Z";"2025-01-20T23:59:59.999Z";"2781";94000;95000;93000;94500;35000;"2025-01-20T23:59:59.999Z"
            "2025-01-19T00:00:00.000Z";"2025-01-19T23:59:59.999Z";"2781";93000;95000;92000;94000;34000;"2025-01-19T23:59:59.999Z"
            """)
        #expect(read.file.interval == .oneDay)
        #expect(
            read.candles.map(\.candle.openTime.rfc3339).sorted() == ["2025-01-19T00:00:00Z", "2025-01-20T00:00:00Z"])
    }
}
