import Domain
import FoundationEssentials
// Named zones come from there; without it the essentials know GMT alone.
import FoundationInternationalization

/// The zone of times that were written without one.
package struct LocalZone: Sendable {
    private let zone: TimeZone
    /// Zones change on quarters of an hour: what was found for one holds for all of it.
    private var quarter = Int64.min
    private var offset: Int64 = 0

    package static let utc = LocalZone(.gmt)
    /// The zone of this host (`TZ`, else `/etc/localtime`).
    package static var here: LocalZone { LocalZone(.current) }

    private init(_ zone: TimeZone) { self.zone = zone }

    /// - Parameter name: as in the tz database (`Europe/Paris`), `UTC`, or an offset (`+02:00`). `nil` when there is no such zone.
    package init?(_ name: String) {
        if let date = Timestamp(rfc3339: "1970-01-02T00:00:00" + name), name.count == 6 {
            guard let zone = TimeZone(secondsFromGMT: Int(86_400 - date.seconds)) else { return nil }
            self.init(zone)
        } else if ["UTC", "GMT", "Z"].contains(name) {
            self = .utc
        } else {
            // The library would also take any three letters for an abbreviation it guesses at.
            guard name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
            self.init(zone)
        }
    }

    /// Seconds since 1970 of a local clock as seconds since 1970 in UTC. A time that a clock put forward has skipped is taken an hour later,
    /// one that a clock put back shows twice the first time.
    package mutating func utc(_ local: Int64) -> Int64 {
        if local / 900 != quarter {
            let (before, after) = (seconds(at: local - 86_400), seconds(at: local + 86_400))
            offset =
                seconds(at: local - before) == before ? before : seconds(at: local - after) == after ? after : before
            quarter = local / 900
        }
        return local - offset
    }

    /// Seconds since 1970 in UTC as this zone's clock shows them.
    package func local(_ utc: Int64) -> Int64 { utc + seconds(at: utc) }

    private func seconds(at utc: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(utc))))
    }
}
