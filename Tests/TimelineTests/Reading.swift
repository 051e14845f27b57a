import Domain
import Foundation

@testable import Timeline

/// An entry as `--json` gives it.
struct Row: Decodable, Hashable {
    let time, source, format, message: String
    let level, unit, trace_id, run: String?
    let fields: [String: String]?
}

/// What a timeline writes.
enum Reading {
    static func text(
        _ sources: [LogSource], as form: Timeline.OutputFormat, zone: LocalZone = .utc,
        filter: EntryFilter = .everything,
        trace: TraceSelection? = nil, language: Language = .english
    ) async throws -> (text: String, summary: Timeline.Summary) {
        let path = NSTemporaryDirectory() + "timeline-" + UUID().uuidString
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
        defer {
            close(descriptor)
            unlink(path)
        }
        let summary = try await Timeline(sources, zone: zone, filter: filter).write(
            to: OutputBuffer(descriptor), as: form, trace: trace, language: language)
        return (String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self), summary)
    }

    static func rows(_ sources: [LogSource], zone: LocalZone = .utc, filter: EntryFilter = .everything) async throws
        -> [Row]
    {
        let text = try await text(sources, as: .json, zone: zone, filter: filter).text
        return try JSONDecoder().decode([Row].self, from: Data(text.utf8))
    }

    static func rows(_ text: String, zone: LocalZone = .utc, filter: EntryFilter = .everything) async throws -> [Row] {
        try await rows([.lines(text)], zone: zone, filter: filter)
    }
}

extension LogSource {
    /// Lines in memory, of a file that was written last on 2026-11-23.
    static func lines(
        _ text: String, label: String = "a.log", skew: Duration = .zero, newest: String = "2026-11-23T20:00:00Z"
    ) -> LogSource {
        LogSource(
            .bytes(Array(text.utf8)), label: label, skew: skew,
            newest: Timestamp(rfc3339: newest) ?? Timestamp(seconds: 0))
    }
}

/// Lends a folder that is gone afterwards.
func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = NSTemporaryDirectory() + "timeline-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}
