package import Domain

/// Candles as CSV (RFC 4180, with LF at the end of lines).
package enum CandleCSV {
    /// The names of the columns.
    package static let header = "time,open,high,low,close,volume,quote,source,closed\n"

    /// One line for each candle.
    package static func lines(_ candles: some Sequence<ArchivedCandle>) -> String {
        var text = ""
        for archived in candles {
            let candle = archived.candle
            text += candle.openTime.rfc3339
            for number in [candle.open, candle.high, candle.low, candle.close, candle.volume] {
                text += ","
                text += number.shortest
            }
            text += ",\(CSVField.text(candle.quote.rawValue)),\(CSVField.text(archived.source.rawValue))"
            text += archived.isClosed ? ",true\n" : ",false\n"
        }
        return text
    }
}

enum CSVField {
    /// Quoted where it has a separator, a quote or a line end (RFC 4180, 2.6).
    static func text(_ text: String) -> String {
        guard
            text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) || text.first == " "
                || text.last == " "
        else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
