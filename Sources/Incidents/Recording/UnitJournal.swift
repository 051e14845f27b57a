import Domain
import FoundationEssentials

/// The last log lines of a unit, as `journalctl --output=json` prints them (systemd.journal-fields(7)).
enum UnitJournal {
    /// One JSON object per line, oldest first; an unreadable line is skipped.
    static func evidence(_ text: String, source: String) -> [Evidence] {
        text.textLines().compactMap { line in
            guard let entry = try? JSONDecoder().decode(Entry.self, from: Data(line.utf8)), let message = entry.message
            else { return nil }
            return Evidence(time: entry.time, source: source, line: message.printableLine(limit: 500))
        }
    }

    private struct Entry: Decodable {
        let time: Timestamp?
        let message: String?

        enum CodingKeys: String, CodingKey { case time = "__REALTIME_TIMESTAMP", message = "MESSAGE" }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            time = try container.decodeIfPresent(String.self, forKey: .time).flatMap(Int64.init).map {
                Timestamp(milliseconds: $0 / 1000)
            }
            // journalctl writes text that is not UTF-8 as a list of bytes.
            if let bytes = try? container.decode([UInt8].self, forKey: .message) {
                message = String(decoding: bytes, as: UTF8.self)
            } else {
                message = try? container.decode(String.self, forKey: .message)
            }
        }
    }
}
