import Domain
import FoundationEssentials
import OperatingSystem
import Timeline

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads the sources of a timeline request and writes the result to stdout or to an HTML file.
struct TimelineSession: Sendable {
    let request: TimelineRequest
    let options: CommonOptions

    private var language: Language { options.language }

    func run() async throws {
        let settings = try options.settings()
        let paths = request.usesDefaultSources ? DefaultLogs.files(folder: settings.logsDirectory) : request.files
        if !request.usesDefaultSources { try requireReadable(paths) }
        let stored = try await readRecords()
        var sources: [LogSource] = []
        if let stored {
            sources.append(
                RecordLines.source(runs: stored.runs, incidents: stored.incidents, language: language, now: request.now)
            )
        }
        let files = DefaultLogs.sources(of: paths, skews: request.skews, now: request.now)
        warnIfEmpty(sources + files)

        var selection: TraceSelection?
        var identities: [String] = []
        if let trace = request.trace {
            // A run's id leads to its trace, and a trace to its runs.
            let matching = (stored?.runs ?? []).filter { $0.traceID == trace || $0.id.rawValue == trace }
            identities = Array(Set([trace] + matching.flatMap { [$0.traceID, $0.id.rawValue] })).sorted()
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
            selection = TraceSelection(id: matching.first?.traceID ?? trace, outline: outline)
        }
        let (traceToShow, wanted) = (selection, identities)
        do {
            let summary = try await withSources(sources, files) { try await write($0, wanted, traceToShow) }
            TimelineNotes(language: language).write(summary, of: request)
        } catch OutputBuffer.Failure.closed {
            // The reader has closed the pipe, as head(1) does: not an error.
        }
    }

    private func write(_ sources: [LogSource], _ identities: [String], _ trace: TraceSelection?) async throws
        -> Timeline.Summary
    {
        let timeline = Timeline(sources, zone: request.zone, filter: request.filter(identities: identities))
        do {
            guard let page = request.page else {
                let colour = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
                return try await timeline.write(
                    to: OutputBuffer(STDOUT_FILENO), as: options.json ? .json : .terminal(colour: colour), trace: trace,
                    language: language)
            }
            let file: OutputFile
            do { file = try OutputFile(page) } catch {
                throw CommandFailure(
                    error.isPermission ? .permission : .io, error.phrase,
                    hint: Phrase(
                        "choose a file in an existing, writable folder",
                        fr: "choisissez un fichier dans un dossier existant et accessible en écriture"))
            }
            let summary = try await timeline.write(
                to: OutputBuffer(file.descriptor), as: .page, trace: trace, language: language)
            try file.commit()
            struct Written: Encodable { let file: String; let entries: Int }
            try Output(options: options).write(Written(file: page, entries: summary.entries)) { language in
                [
                    language.localized(
                        "\(summary.entries) \(summary.entries == 1 ? "entry" : "entries") written to \(page)",
                        fr: summary.entries > 1
                            ? "\(summary.entries) entrées écrites dans \(page)"
                            : "\(summary.entries) entrée écrite dans \(page)")
                ]
            }
            return summary
        } catch let error as FileError {
            throw CommandFailure(
                .io, error.phrase,
                hint: Phrase("check the free disk space: df -h", fr: "vérifiez l’espace disque\u{A0}: df -h"))
        } catch OutputBuffer.Failure.other(let reason) {
            throw StandardOutput.failure(reason)
        }
    }

    /// Calls `body` with the sources, including the journal where requested: journalctl runs until `body` returns.
    private func withSources<T: Sendable>(
        _ first: [LogSource], _ files: [LogSource], _ body: ([LogSource]) async throws -> T
    ) async throws -> T {
        let isAvailable = JournalLines.isAvailable(searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
        guard request.wantsJournal || request.usesDefaultSources && isAvailable else {
            return try await body(first + files)
        }
        do {
            return try await JournalLines.with(since: request.since, until: request.until, now: request.now) {
                try await body(first + [$0] + files)
            }
        } catch let error as CommandError {
            throw CommandFailure(
                .unavailable,
                Phrase("cannot read the journal: ", fr: "impossible de lire le journal\u{A0}: ") + error.phrase,
                hint: Phrase(
                    "name log files instead: bitcoin-analyzer timeline FILE…",
                    fr: "indiquez plutôt des fichiers journaux\u{A0}: bitcoin-analyzer timeline FICHIER…"))
        }
    }

    /// `nil` when records are not requested, or when they are unavailable and only part of the default sources.
    private func readRecords() async throws -> (runs: [Run], incidents: [Incident])? {
        guard request.wantsRecords || request.usesDefaultSources else { return nil }
        // The logs of the system need root, or the group adm.
        let wiring = try Wiring(options, keepingRoot: true)
        do {
            return try await wiring.withDatabase(for: .reading) {
                try await $0.records.records(since: request.since, until: request.until)
            }
        } catch let failure as ArchiveFailure where !request.wantsRecords {
            writeToStandardError(
                (Phrase(
                    "note: without the stored runs and incidents: ",
                    fr: "note\u{A0}: sans les collectes et incidents enregistrés\u{A0}: ") + failure.sentence)[language]
                    + "\n")
            return nil
        }
    }

    private func requireReadable(_ paths: [String]) throws(CommandFailure) {
        for path in paths where path != "-" && access(path, R_OK) != 0 {
            let code = errno
            throw CommandFailure(
                code == EACCES ? .permission : .io,
                Phrase("cannot read \(path): ", fr: "impossible de lire \(path)\u{A0}: ") + SystemError.phrase(code),
                hint: Phrase(
                    "check the permissions: ls -l \(path); system logs require root or the group adm",
                    fr:
                        "vérifiez les droits\u{A0}: ls -l \(path)\u{A0}; les journaux du système demandent root ou "
                        + "le groupe adm"
                ))
        }
    }

    private func warnIfEmpty(_ sources: [LogSource]) {
        guard sources.isEmpty, request.usesDefaultSources else { return }
        writeToStandardError(
            language.localized(
                "note: no default log files found; name some: bitcoin-analyzer timeline FILE…\n",
                fr: "note\u{A0}: aucun fichier journal par défaut\u{A0}; indiquez-en\u{A0}: bitcoin-analyzer "
                    + "timeline FICHIER…\n"))
    }
}
