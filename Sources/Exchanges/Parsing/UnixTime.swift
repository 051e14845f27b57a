import Domain
import FoundationEssentials

/// A Unix time as written by a venue: `1502402520` or `"1502402520"` in seconds, `1588280400000` in milliseconds.
enum UnixTime {
    struct Seconds: DecodableTime {
        let time: Timestamp

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            time = Timestamp(seconds: try checked(try container.decode(Int64.self), upTo: lastSecond, in: container))
        }
    }

    struct SecondsText: DecodableTime {
        let time: Timestamp

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            time = Timestamp(
                seconds: try checked(Int64(try container.decode(String.self)), upTo: lastSecond, in: container))
        }
    }

    struct Milliseconds: DecodableTime {
        let time: Timestamp

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            time = Timestamp(
                milliseconds: try checked(try container.decode(Int64.self), upTo: lastSecond * 1000, in: container))
        }
    }

    /// The end of the year 9999: later times could overflow.
    private static let lastSecond: Int64 = 253_402_300_799

    private static func checked(_ count: Int64?, upTo last: Int64, in container: any SingleValueDecodingContainer)
        throws -> Int64
    {
        guard let count, (0...last).contains(count) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a Unix time")
        }
        return count
    }
}
