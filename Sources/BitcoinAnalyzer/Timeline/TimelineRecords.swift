import Domain
import Synchronization
import Timeline

/// The stored runs and incidents of a timeline.
struct StoredRecords: Sendable {
    let runs: [Run]
    let incidents: [Incident]

    func source(_ language: Language, now: Timestamp) -> LogSource {
        RecordLines.source(runs: runs, incidents: incidents, language: language, now: now)
    }
}

/// Reads the stored runs and incidents of a timeline request.
struct TimelineRecords: Sendable {
    let request: TimelineRequest
    let options: CommonOptions

    /// `nil` when records are not requested, or when they are unavailable and only part of the default sources.
    func read() async throws -> StoredRecords? {
        guard request.wantsRecords || request.usesDefaultSources else { return nil }
        do {
            return try await read(since: request.since ?? (request.follows ? request.now : nil))
        } catch let failure as ArchiveFailure where !request.wantsRecords {
            writeToStandardError(
                (Phrase(
                    "note: without the stored runs and incidents: ",
                    fr: "note\u{A0}: sans les collectes et incidents enregistrés\u{A0}: ") + failure.sentence)[
                        options.language] + "\n")
            return nil
        }
    }

    private func read(since: Timestamp?) async throws -> StoredRecords {
        // The logs of the system need root, or the group adm.
        let wiring = try Wiring(options, keepingRoot: true)
        let until = request.until
        return try await wiring.withDatabase(for: .reading) {
            let (runs, incidents) = try await $0.records.records(since: since, until: until)
            return StoredRecords(runs: runs, incidents: incidents)
        }
    }

    /// Asks for the lines that are new each time. While the database is away there are none.
    func newLines(
        after known: StoredRecords, since start: Timestamp, _ language: Language
    ) -> TimelineFollower.NewLines {
        let seen = SeenLines(known.source(language, now: start))
        return {
            let now = MarketClock.real.now()
            guard let stored = try? await read(since: start) else { return [] }
            return seen.takeNew(of: stored.source(language, now: now))
        }
    }
}

/// The lines of records that have been shown.
private final class SeenLines: Sendable {
    private let lines = Mutex<Set<[UInt8]>>([])

    init(_ source: LogSource) { _ = takeNew(of: source) }

    func takeNew(of source: LogSource) -> [UInt8] {
        guard case .bytes(let bytes) = source.origin else { return [] }
        return lines.withLock { seen in
            bytes.split(separator: UInt8(ascii: "\n")).flatMap { line in
                seen.insert(Array(line)).inserted ? line + [UInt8(ascii: "\n")] : []
            }
        }
    }
}
