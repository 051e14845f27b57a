package import Domain
import FoundationEssentials

/// The end of a page of a list. Opaque to clients; it names its list, so that a cursor of another list is rejected.
package enum Cursor: Hashable, Sendable {
    case candles(Interval, before: Timestamp)
    case news(before: NewsPosition)
    case timeline(before: TimelineQuery.Position)
    case runs(RunPosition)
    case incidents(before: IncidentPosition)
    case modelCalls(before: ModelCallPosition)

    /// Base64url without padding (RFC 4648, 5).
    package var text: String {
        let plain =
            switch self {
            case .candles(let interval, let before): "c/\(interval.rawValue)/\(before.milliseconds)"
            case .news(let before): "n/\(before.time.milliseconds)/\(before.id.rawValue)"
            case .timeline(let before): "t/\(before.time.milliseconds)/\(before.given)"
            case .runs(let position): "r/\(position.started.milliseconds)/\(position.skipped)"
            case .incidents(let before): "i/\(before.opened.milliseconds)/\(before.id.rawValue)"
            case .modelCalls(let before): "m/\(before.started.milliseconds)/\(before.id)"
            }
        return Data(plain.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }

    /// `nil` for a text that is not a cursor of this program.
    package init?(text: String) {
        guard text.utf8.count <= 512 else { return nil }
        var padded = text.replacing("-", with: "+").replacing("_", with: "/")
        padded += String(repeating: "=", count: (4 - padded.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), let plain = String(validating: data, as: UTF8.self) else {
            return nil
        }
        let parts = plain.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return nil }
        switch parts[0] {
        case "c":
            guard let interval = Interval(rawValue: parts[1]), let before = Int64(parts[2]) else { return nil }
            self = .candles(interval, before: Timestamp(milliseconds: before))
        case "n":
            guard let time = Int64(parts[1]), !parts[2].isEmpty else { return nil }
            self = .news(before: NewsPosition(time: Timestamp(milliseconds: time), id: ArticleID(rawValue: parts[2])))
        case "t":
            guard let time = Int64(parts[1]), let given = Int(parts[2]), (0...100_000).contains(given)
            else { return nil }
            self = .timeline(before: .init(time: Timestamp(milliseconds: time), given: given))
        case "r":
            // At most 1000: the size of a page.
            guard let started = Int64(parts[1]), let skipped = Int(parts[2]), (1...1000).contains(skipped)
            else { return nil }
            self = .runs(RunPosition(started: Timestamp(milliseconds: started), skipped: skipped))
        case "i":
            guard let opened = Int64(parts[1]), !parts[2].isEmpty else { return nil }
            self = .incidents(
                before: IncidentPosition(opened: Timestamp(milliseconds: opened), id: IncidentID(rawValue: parts[2])))
        case "m":
            guard let started = Int64(parts[1]), !parts[2].isEmpty else { return nil }
            self = .modelCalls(before: ModelCallPosition(started: Timestamp(milliseconds: started), id: parts[2]))
        default:
            return nil
        }
    }
}
