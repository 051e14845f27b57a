package import Domain

/// A time of day in which releases may be deployed, in UTC: `03:00-05:00`; over midnight where its end is earlier.
package struct UpdateWindow: Hashable, Sendable, CustomStringConvertible {
    /// Minutes of the day.
    private let start: Int
    private let end: Int

    /// Shorter ones could lie between two looks of the timer. Minutes.
    package static let shortest = 30

    /// `nil` for anything else than `HH:MM-HH:MM` of at least half an hour.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Self.minute($0) }
        guard parts.count == 2, let start = parts[0], let end = parts[1],
            (end - start + Self.day) % Self.day >= Self.shortest
        else { return nil }
        (self.start, self.end) = (start, end)
    }

    /// Whether a deployment may begin.
    package func contains(_ time: Timestamp) -> Bool {
        let minute = Int((time.seconds % 86_400 + 86_400) % 86_400 / 60)
        return start < end ? (start..<end).contains(minute) : minute >= start || minute < end
    }

    package var description: String { "\(Self.text(start))-\(Self.text(end))" }

    private static let day = 24 * 60

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { 48...57 ~= $0 } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    private static func text(_ minute: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return two(minute / 60) + ":" + two(minute % 60)
    }
}
