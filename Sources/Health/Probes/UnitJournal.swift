package import Domain
import FoundationEssentials
import OperatingSystem

/// The last log lines of a unit, as `journalctl --output=json` prints them (systemd.journal-fields(7)).
package struct UnitJournal: Hashable, Sendable {
    /// One line, of the unit's processes or of systemd about it.
    package struct Line: Hashable, Sendable {
        package let evidence: Evidence
        /// Which start of the unit it belongs to; `nil` when unknown.
        package let invocation: String?
        package let message: String?
    }

    /// Oldest first.
    package let lines: [Line]

    /// - Parameter text: one JSON object per line, oldest first; an unreadable line is skipped.
    package init(_ text: String, source: String) {
        lines = text.textLines().compactMap { line in
            guard let entry = try? JSONDecoder().decode(Entry.self, from: Data(line.utf8)), let message = entry.message
            else { return nil }
            return Line(
                evidence: Evidence(time: entry.time, source: source, line: message.printableLine(limit: 500)),
                invocation: entry.invocation, message: entry.id)
        }
    }

    /// The number of lines that are read, and how old they may be: longer than a unit takes to start, or a pass takes.
    private static let newest = 80
    private static let minutes: Int64 = 30

    /// The words of the command that prints them.
    /// - Parameter ended: when the unit's process ended, which may be hours ago: a schedule may have one run a day.
    package static func command(_ unit: String, ended: Timestamp? = nil) -> [String] {
        let isLongAgo = ended.map { SystemdTimeSpan.now() - $0 > .minutes(minutes) } ?? false
        let since = isLongAgo ? ended.map { "@\(($0 - .minutes(minutes)).seconds)" } : nil
        return [
            "journalctl", "--unit=\(unit)", "--lines=\(newest)", "--output=json", "--no-pager", "--quiet",
            // Not --boot: it reads the boot's id in /proc, which the unit of the recorder may not see.
            "--since=" + (since ?? "-\(minutes)min"),
        ]
    }

    /// Empty where the journal cannot be read.
    static func read(_ unit: String, ended: Timestamp?, _ run: RunCommand, _ limit: Duration) async -> UnitJournal {
        let result = try? await run(command(unit, ended: ended), limit)
        return UnitJournal(result.flatMap { $0.status == 0 ? $0.output : nil } ?? "", source: "journalctl -u \(unit)")
    }

    /// `SD_MESSAGE_UNIT_FAILURE_RESULT` and `SD_MESSAGE_UNIT_PROCESS_EXIT` (sd-messages.h).
    private static let failed = "d9b373ed55a64feb8242e02dbe79a49c"
    private static let exited = "98e322203f7a4ed290d09fe03c09fe15"

    /// The lines of the start that failed last, rather than of one that follows or came long before; all of them where
    /// the journal does not say which they belong to.
    package var ofFailure: [Evidence] {
        let ended = lines.last { ($0.message == Self.failed || $0.message == Self.exited) && $0.invocation != nil }
        guard let invocation = ended?.invocation else { return lines.map(\.evidence) }
        return lines.filter { $0.invocation == invocation }.map(\.evidence)
    }

    /// How often the unit failed within these lines since it last succeeded.
    var failures: Int {
        let good = lines.lastIndex { $0.message == UnitJournal.started } ?? lines.startIndex
        return lines[good...].filter { $0.message == Self.failed }.count
    }

    /// `SD_MESSAGE_UNIT_STARTED`: systemd logs it when a service is ready, and when a `oneshot` has succeeded.
    static let started = "39f53479d3a045ac8e11786248231fbf"

    private struct Entry: Decodable {
        let time: Timestamp?
        let message: String?
        let invocation: String?
        let id: String?

        enum CodingKeys: String, CodingKey {
            case time = "__REALTIME_TIMESTAMP", message = "MESSAGE", own = "_SYSTEMD_INVOCATION_ID"
            case about = "INVOCATION_ID", id = "MESSAGE_ID"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            time = try container.decodeIfPresent(String.self, forKey: .time).flatMap(Int64.init).map {
                Timestamp(milliseconds: $0 / 1000)
            }
            id = try? container.decode(String.self, forKey: .id)
            // systemd's lines about a unit have that unit's start beside their own.
            invocation =
                (try? container.decode(String.self, forKey: .about))
                ?? (try? container.decode(String.self, forKey: .own))
            // journalctl writes text that is not UTF-8 as a list of bytes.
            if let bytes = try? container.decode([UInt8].self, forKey: .message) {
                message = String(decoding: bytes, as: UTF8.self)
            } else {
                message = try? container.decode(String.self, forKey: .message)
            }
        }
    }
}
