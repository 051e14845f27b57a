import Domain
import FoundationEssentials
import OperatingSystem
import Timeline

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads what was asked for, and writes it where it was asked for.
struct TimelineSession: Sendable {
    let request: TimelineRequest
    let options: CommonOptions

    private var language: Language { options.language }

    func run() async throws {
        let settings = try options.settings()
        let paths = request.isUsual ? DefaultLogs.files(folder: settings.logsDirectory) : request.files
        if !request.isUsual { try refuseAbsent(paths) }
        let kept = try await readRecords()
        var sources: [LogSource] = []
        if let kept {
            sources.append(
                RecordLines.source(runs: kept.runs, incidents: kept.incidents, language: language, now: request.now))
        }
        let files = DefaultLogs.sources(of: paths, skews: request.skews, now: request.now)
        refuseNothing(sources + files)

        var story: Story?
        var identities: [String] = []
        if let trace = request.trace {
            // A run's id leads to its trace, and a trace to its runs.
            let own = (kept?.runs ?? []).filter { $0.traceID == trace || $0.id.rawValue == trace }
            identities = Array(Set([trace] + own.flatMap { [$0.traceID, $0.id.rawValue] })).sorted()
            let first = identities
            let found = try await withSources(sources, files) {
                try await Timeline($0, zone: request.zone, filter: request.filter(identities: first)).outline()
            }
            identities = Array(Set(identities).union(found.runs)).sorted()
            let all = identities
            let outline =
                all == first
                ? found
                : try await withSources(sources, files) {
                    try await Timeline($0, zone: request.zone, filter: request.filter(identities: all)).outline()
                }
            story = Story(trace: own.first?.traceID ?? trace, outline: outline)
        }
        let (told, wanted) = (story, identities)
        do {
            let ending = try await withSources(sources, files) { try await write($0, wanted, told) }
            TimelineNotes(language: language).tell(ending, of: request)
        } catch OutputBuffer.Failure.closed {
            // Whoever read has seen enough, and has gone.
        }
    }

    private func write(_ sources: [LogSource], _ identities: [String], _ story: Story?) async throws -> Timeline.Ending
    {
        let timeline = Timeline(sources, zone: request.zone, filter: request.filter(identities: identities))
        do {
            guard let page = request.page else {
                let colour = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
                return try await timeline.write(
                    to: OutputBuffer(STDOUT_FILENO), as: options.json ? .json : .terminal(colour: colour), story: story,
                    language: language)
            }
            let descriptor = open(page, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else {
                let code = errno
                throw CommandFailure(
                    code == EACCES ? .permission : .io, "\(page) cannot be written: \(String(cString: strerror(code)))",
                    hint: "name a file in a folder that is there, and that you may write to")
            }
            defer { close(descriptor) }
            let ending = try await timeline.write(
                to: OutputBuffer(descriptor), as: .page, story: story, language: language)
            struct Written: Encodable { let file: String; let entries: Int }
            try Output(options: options).give(Written(file: page, entries: ending.entries)) { language in
                [
                    language.localized(
                        "\(ending.entries) entries in \(page)", fr: "\(ending.entries) entrées dans \(page)")
                ]
            }
            return ending
        } catch OutputBuffer.Failure.other(let reason) {
            throw CommandFailure(.io, "the output cannot be written: \(reason)", hint: "is the disk full? df -h")
        }
    }

    /// Lends the sources, the journal among them where it is wanted: its reader runs as long as it is read.
    private func withSources<T: Sendable>(
        _ first: [LogSource], _ files: [LogSource], _ body: ([LogSource]) async throws -> T
    ) async throws -> T {
        let isThere = JournalLines.areThere(searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
        guard request.wantsJournal || request.isUsual && isThere else { return try await body(first + files) }
        do {
            return try await JournalLines.with(since: request.since, until: request.until, now: request.now) {
                try await body(first + [$0] + files)
            }
        } catch let trouble as CommandError {
            throw CommandFailure(
                .unavailable, "the journal cannot be read: \(trouble)",
                hint: "name log files instead: bitcoin-analyzer timeline FILE…")
        }
    }

    /// `nil` where they are not wanted, or not there and nobody asked for them by name.
    private func readRecords() async throws -> (runs: [Run], incidents: [Incident])? {
        guard request.wantsRecords || request.isUsual else { return nil }
        let wiring = try Wiring(options)
        do {
            return try await wiring.withDatabase(for: .reading) {
                try await $0.records.records(since: request.since, until: request.until)
            }
        } catch let failure as ArchiveFailure where !request.wantsRecords {
            writeToStandardError(
                language.localized(
                    "note: without the records: \(failure)\n", fr: "note : sans les enregistrements : \(failure)\n"))
            return nil
        }
    }

    private func refuseAbsent(_ paths: [String]) throws(CommandFailure) {
        for path in paths where path != "-" && access(path, R_OK) != 0 {
            let code = errno
            throw CommandFailure(
                code == EACCES ? .permission : .io, "\(path) cannot be read: \(String(cString: strerror(code)))",
                hint: "ls -l \(path); logs of the system are read as root or in the group adm")
        }
    }

    private func refuseNothing(_ sources: [LogSource]) {
        guard sources.isEmpty, request.isUsual else { return }
        writeToStandardError(
            language.localized(
                "note: no log file is in its usual place; name some: bitcoin-analyzer timeline FILE…\n",
                fr: "note : aucun journal à sa place habituelle ; nommez-en : bitcoin-analyzer timeline FICHIER…\n"))
    }
}
