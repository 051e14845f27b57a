import Domain
import FoundationEssentials
// Needed for named zones; FoundationEssentials alone knows only GMT.
import FoundationInternationalization

/// The time zone of times written without one.
package struct LocalZone: Sendable {
    private let zone: TimeZone
    /// Offsets change on quarters of an hour, so one lookup per quarter is enough.
    private var quarter = Int64.min
    private var offset: Int64 = 0
    /// Where clocks went back: the offset of the quarter's second occurrence.
    private var laterOffset: Int64 = 0

    package static let utc = LocalZone(.gmt)
    /// The zone of this host (`TZ`, else `/etc/localtime`).
    package static var here: LocalZone { LocalZone(.current) }

    private init(_ zone: TimeZone) { self.zone = zone }

    /// - Parameter name: a tz database name (`Europe/Paris`), `UTC`, or an offset (`+02:00`). `nil` for an unknown
    ///   zone.
    package init?(_ name: String) {
        if let date = Timestamp(rfc3339: "1970-01-02T00:00:00" + name), name.count == 6 {
            guard let zone = TimeZone(secondsFromGMT: Int(86_400 - date.seconds)) else { return nil }
            self.init(zone)
        } else if ["UTC", "GMT", "Z"].contains(name) {
            self = .utc
        } else {
            // TimeZone would also guess at three-letter abbreviations.
            guard name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
            self.init(zone)
        }
    }

    /// Converts local seconds since 1970 to UTC. A local time skipped when clocks go forward is taken an hour later; an
    /// ambiguous one, when clocks go back, is its first occurrence.
    package mutating func utc(_ local: Int64) -> Int64 { moments(local).first }

    /// The moments that a local time may be: two where clocks went back, else twice the same.
    mutating func moments(_ local: Int64) -> (first: Int64, second: Int64) {
        let quarter = (local < 0 ? local - 899 : local) / 900
        if quarter != self.quarter {
            let (before, after) = (seconds(at: local - 86_400), seconds(at: local + 86_400))
            let (isFirst, isSecond) = (seconds(at: local - before) == before, seconds(at: local - after) == after)
            offset = isFirst || !isSecond ? before : after
            laterOffset = isFirst && isSecond ? after : offset
            self.quarter = quarter
        }
        return (local - offset, local - laterOffset)
    }

    /// Converts UTC seconds since 1970 to local seconds.
    package func local(_ utc: Int64) -> Int64 { utc + seconds(at: utc) }

    private func seconds(at utc: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(utc))))
    }
}
