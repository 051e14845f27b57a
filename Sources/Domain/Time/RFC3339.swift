import FoundationEssentials

extension Timestamp: CustomStringConvertible, Codable {
    /// RFC 3339 in UTC, `2026-11-23T19:00:00Z`; with three decimals only where the milliseconds are not zero.
    package var rfc3339: String {
        date.formatted(milliseconds % 1000 == 0 ? .iso8601 : Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    package var description: String { rfc3339 }

    /// Reads RFC 3339 with any offset, with or without decimals, or a bare `YYYY-MM-DD` (midnight UTC). Anything else is `nil`.
    package init?(rfc3339 text: String) {
        let style = Date.ISO8601FormatStyle()
        let readers = [style, Date.ISO8601FormatStyle(includingFractionalSeconds: true), style.year().month().day()]
        for reader in readers {
            if let date = try? reader.parse(text) {
                self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
                return
            }
        }
        return nil
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Timestamp(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not an RFC 3339 time")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}
