import Domain
import Foundation

/// Ten years of hours as a file to import.
enum LongHistory {
    static let years = 10

    /// Writes the file, up to the hour before the current one, or to an earlier end.
    /// - Parameter age: how long ago the newest hour closed.
    static func write(to path: String, age: Duration = .zero) throws {
        let end = Interval.oneHour.openTime(containing: Timestamp(Date()) - age)
        let start = end - .days(Int64(years) * 365)
        var lines = ["time,open,high,low,close,volume,quote,source,closed"]
        lines.reserveCapacity(years * 8760 + 1)
        var price = 700.0
        var time = start
        var hour = 0
        while time < end {
            // Years of rise and fall, days, and the noise of hours.
            let years = Double(hour) / 8760
            let target = 700 * exp(years * 0.5 + sin(years * 1.6) * 0.7) * (1 + sin(Double(hour) / 97) * 0.02)
            let close = (price + (target - price) * 0.2) * (1 + sin(Double(hour) * 12.9898) * 0.004)
            let (high, low) = (max(price, close) * 1.003, min(price, close) * 0.997)
            lines.append(
                "\(time.rfc3339),\(cents(price)),\(cents(high)),\(cents(low)),\(cents(close)),"
                    + "\(10 + hour % 24),USD,coinbase,true")
            (price, hour, time) = (close, hour + 1, time + .hours(1))
        }
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }

    private static func cents(_ price: Double) -> Double { (price * 100).rounded() / 100 }
}
