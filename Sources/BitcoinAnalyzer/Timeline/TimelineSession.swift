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
        let files = DefaultLogs.sources(of: paths, skews: request.skews, now: request.now)
        try TimelineInputs(request: request).check(paths, files)
        let stored = try await TimelineRecords(request: request, options: options).read()
        if request.follows { return try await follow(files, stored) }
        let first = stored.map { [$0.source(language, now: request.now)] } ?? []
        warnIfEmpty(first + files)
        let (traceToShow, wanted) = try await selectTrace(first, files, stored)
        do {
            let (written, warning) = try await withSources(first, files) {
                try await write($0, wanted, traceToShow)
            }
            let summary = written.adding(warning, about: JournalLines.label)
            TimelineNotes(language: language).write(summary, of: request)
            try failIfPartial(summary)
        } catch OutputBuffer.Failure.closed {
            // The reader has closed the pipe, as head(1) does: not an error.
        } catch let error as UnknownUnit {
            throw failure(error)
        }
    }

    /// The ids of a trace and its runs: those of a run are the same as its trace's, wherever a line or a record holds
    /// both.
    private func selectTrace(
        _ first: [LogSource], _ files: [LogSource], _ stored: StoredRecords?
    ) async throws -> (TraceSelection?, [String]) {
        guard let trace = request.trace else { return (nil, []) }
        let matching = (stored?.runs ?? []).filter { $0.traceID == trace || $0.id.rawValue == trace }
        var identities = Set([trace] + matching.flatMap { [$0.traceID, $0.id.rawValue] })
        var outline = TraceOutline()
        // A run leads to its trace, and that one to its other runs.
        for _ in 0..<3 {
            let known = identities.sorted()
            outline = try await withSources(first, files) {
                try await Timeline($0, zone: request.zone, filter: request.filter(identities: known)).outline()
            }.value
            identities.formUnion(outline.runs)
            if matching.isEmpty, let found = outline.trace, !identities.contains(where: { $0.utf8.count == 32 }) {
                identities.insert(found)
            }
            if identities.count == known.count { break }
        }
        let id = matching.first?.traceID ?? outline.trace ?? trace
        return (TraceSelection(id: id, outline: outline), identities.sorted())
    }

    private func write(_ sources: [LogSource], _ identities: [String], _ trace: TraceSelection?) async throws
        -> Timeline.Summary
    {
        let timeline = Timeline(sources, zone: request.zone, filter: request.filter(identities: identities))
        do {
            guard let page = request.page else {
                let json: Timeline.OutputFormat = request.follows ? .jsonLines : .json
                return try await timeline.write(
                    to: OutputBuffer(STDOUT_FILENO), as: options.json ? json : .terminal(colour: hasColour),
                    trace: trace, language: language)
            }
            return try await writePage(page, timeline, trace)
        } catch let error as FileError {
            throw CommandFailure(
                .io, error.phrase,
                hint: Phrase("check the free disk space: df -h", fr: "vérifiez l’espace disque\u{A0}: df -h"))
        } catch OutputBuffer.Failure.other(let reason) {
            throw StandardOutput.failure(reason)
        }
    }

    private var hasColour: Bool {
        isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    }

    private func writePage(_ page: String, _ timeline: Timeline, _ trace: TraceSelection?) async throws
        -> Timeline.Summary
    {
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
    }

    /// Calls `body` with the sources, including the journal where requested: journalctl runs until `body` returns.
    /// - Returns: what `body` returns, and a warning about the journal where journalctl failed.
    private func withSources<T: Sendable>(
        _ first: [LogSource], _ files: [LogSource], before boundary: Timestamp? = nil,
        _ body: ([LogSource]) async throws -> T
    ) async throws -> (value: T, warning: LogSourceWarning?) {
        guard wantsJournal else { return (try await body(first + files), nil) }
        return try await explainingJournal {
            try await JournalLines.with(
                since: request.since, until: request.until, boundary: boundary, now: request.now
            ) {
                try await body(first + [$0] + files)
            }
        }
    }

    private var wantsJournal: Bool {
        request.wantsJournal
            || request.usesDefaultSources
                && JournalLines.isAvailable(searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
    }

    private func explainingJournal<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        do { return try await body() } catch let error as CommandError {
            throw CommandFailure(
                .unavailable,
                Phrase("cannot read the journal: ", fr: "impossible de lire le journal\u{A0}: ") + error.phrase,
                hint: Phrase(
                    "name log files instead: bitcoin-analyzer timeline FILE…",
                    fr: "indiquez plutôt des fichiers journaux\u{A0}: bitcoin-analyzer timeline FICHIER…"))
        }
    }

    /// Shows what was before, where a beginning is given, and then what comes.
    private func follow(_ files: [LogSource], _ stored: StoredRecords?) async throws {
        let (files, ends) = TimelineInputs.limited(files)
        let start = MarketClock.real.now()
        let first = stored.map { [$0.source(language, now: request.now)] } ?? []
        if request.since != nil {
            do {
                let (written, warning) = try await withSources(first, files.filter { !$0.isStream }, before: start) {
                    try await write($0, [], nil)
                }
                TimelineNotes(language: language).write(
                    written.adding(warning, about: JournalLines.label), of: request)
            } catch OutputBuffer.Failure.closed {
                return
            } catch is UnknownUnit {
                // It may come.
            }
        }
        let records = stored.map {
            TimelineRecords(request: request, options: options).newLines(after: $0, since: start, language)
        }
        let followed = zip(files, ends).filter { $0.1 != nil || $0.0.isStream }.map {
            TimelineFollower.Source($0.0, from: $0.1)
        }
        do {
            guard wantsJournal else { return try await write(followed, records) }
            _ = try await explainingJournal {
                try await JournalLines.with(since: nil, until: nil, boundary: start, follows: true, now: request.now) {
                    try await write(followed + [TimelineFollower.Source($0)], records)
                }
            }
        } catch OutputBuffer.Failure.closed {
            // As above.
        } catch OutputBuffer.Failure.other(let reason) {
            throw StandardOutput.failure(reason)
        }
    }

    private func write(_ sources: [TimelineFollower.Source], _ records: TimelineFollower.NewLines?) async throws {
        try await TimelineFollower(
            sources, records: records, zone: request.zone, filter: request.filter(identities: []),
            now: { MarketClock.real.now() }
        ).write(to: OutputBuffer(STDOUT_FILENO), asJSON: options.json, colour: hasColour)
    }

    /// What was read in part only is a failure, after all of it has been shown. Files and a journal that were found,
    /// not named, may be others'.
    private func failIfPartial(_ summary: Timeline.Summary) throws(CommandFailure) {
        let partial = summary.warnings.filter { item in
            guard item.warning.isPartial else { return false }
            guard request.usesDefaultSources, case .unreadable(let error) = item.warning else { return true }
            return error.kind != .forbidden && error.kind != .absent && item.label != JournalLines.label
        }
        guard !partial.isEmpty else { return }
        let labels = partial.map(\.label).joined(separator: ", ")
        var failure = CommandFailure(
            .io,
            Phrase(
                "not all logs were read completely: \(labels)", fr: "journaux lus en partie seulement\u{A0}: \(labels)"),
            hint: Phrase(
                "see the notes above for the reasons; what could be read is shown",
                fr: "les notes ci-dessus donnent les raisons\u{A0}; ce qui a pu être lu est affiché"))
        failure.isReported = options.json
        throw failure
    }

    private func failure(_ error: UnknownUnit) -> CommandFailure {
        let known = error.known.prefix(40).joined(separator: ", ") + (error.known.count > 40 ? ", …" : "")
        let unit = request.unit ?? ""
        return CommandFailure(
            .usage,
            Phrase("no entry is of the unit '\(unit)'", fr: "aucune entrée n’est de l’unité «\u{A0}\(unit)\u{A0}»"),
            hint: Phrase("--unit takes one of: \(known)", fr: "--unit accepte\u{A0}: \(known)"))
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
