package import Domain
import FoundationEssentials
import OperatingSystem
import Subprocess
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// journald's entries about our units, through `journalctl -o json` (journalctl(1)).
package enum JournalLines {
    /// Whether this host keeps a journal and has journalctl.
    package static func isAvailable(searchPath: String) -> Bool {
        let hasJournal = ["/run/log/journal", "/var/log/journal"].contains {
            FileManager.default.fileExists(atPath: $0)
        }
        return hasJournal && searchPath.split(separator: ":").contains { access($0 + "/journalctl", X_OK) == 0 }
    }

    /// The name of the source.
    package static let label = "journal"

    /// The name pattern of our units (journalctl(1), `--unit=`).
    package static let units = ServiceUnits.pattern

    /// - Parameters:
    ///   - last: the newest so many only.
    ///   - boundary: where what was before and what is followed meet: the entries up to it, or those after it.
    ///   - follows: whether it goes on with the entries to come.
    package static func arguments(
        since: Timestamp?, until: Timestamp?, last: Int? = nil, boundary: Timestamp? = nil, follows: Bool = false
    ) -> [String] {
        var words = [
            "-o", "json", "--all", "--no-pager", "--quiet", "--unit=\(units)",
            "--output-fields=MESSAGE,PRIORITY,_SYSTEMD_UNIT,UNIT,SYSLOG_IDENTIFIER,TRACE_ID,RUN",
        ]
        if let since { words.append("--since=@\(since.seconds)") }
        if let until { words.append("--until=@\(until.seconds + 1)") }
        if let last { words.append("--lines=\(last)") }
        if let boundary {
            // Both ends are included, and the journal counts microseconds.
            let text = "@\(boundary.seconds)." + String(1000 + boundary.milliseconds % 1000).dropFirst()
            words.append(follows ? "--since=\(text)001" : "--until=\(text)000")
        }
        if follows { words.append("--follow") }
        return words
    }

    /// Runs journalctl and passes its output to `body` as a source; journalctl is terminated when `body` returns.
    /// - Returns: what `body` returns, and a warning where journalctl failed, unless it follows.
    /// - Throws: ``CommandError`` when it cannot be started, and what `body` throws.
    package static func with<T: Sendable>(
        since: Timestamp?, until: Timestamp?, boundary: Timestamp? = nil, follows: Bool = false, now: Timestamp,
        _ body: (LogSource) async throws -> T
    ) async throws -> (value: T, warning: LogSourceWarning?) {
        // See SystemCommand.
        guard FreeDescriptors.areLeft(FreeDescriptors.forCommand) else {
            throw CommandError.cannotRun("journalctl", detail: SystemError.phrase(EMFILE).english)
        }
        let (reading, writing) = try ends()
        let complaints: (reading: Int32, writing: Int32)
        do {
            complaints = try ends()
        } catch {
            for end in [reading, writing] { close(end) }
            throw error
        }
        defer { close(complaints.reading) }
        // It is read at the end: journalctl does not wait for it, however much it says.
        for end in [complaints.reading, complaints.writing] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(500))]
        do {
            let result = try await Subprocess.run(
                .name("journalctl"),
                arguments: Arguments(arguments(since: since, until: until, boundary: boundary, follows: follows)),
                environment: .inherit.updating(["LC_ALL": "C"]),
                platformOptions: options, input: .none,
                output: .fileDescriptor(FileDescriptor(rawValue: writing), closeAfterSpawningProcess: true),
                error: .fileDescriptor(
                    FileDescriptor(rawValue: complaints.writing), closeAfterSpawningProcess: true)
            ) { execution in
                // The process runs by now, so blocking on its output cannot delay its start.
                try await body(LogSource(.descriptor(reading), label: label, newest: now))
            }
            let status: Int32 =
                switch result.terminationStatus {
                case .exited(let code): code
                // No more of it was read.
                case .signaled(SIGPIPE): 0
                case .signaled(let signal): 128 + signal
                }
            let warning = follows ? nil : Self.warning(status: status, complaint: text(in: complaints.reading))
            return (result.closureResult, warning)
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw CommandError.notFound("journalctl")
        }
    }

    /// The ends of a pipe that no other program inherits.
    private static func ends() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw CommandError.cannotRun("journalctl", detail: SystemError.phrase(errno).english)
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func text(in pipe: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(pipe, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// - Parameters:
    ///   - status: of journalctl; 128 + the signal number when ended by a signal.
    ///   - complaint: what it wrote to stderr.
    static func warning(status: Int32, complaint: String) -> LogSourceWarning? {
        // ENODATA: the journal has no entry of any unit of this pattern.
        guard status != 0, !complaint.contains("No data available") else { return nil }
        let reason = Phrase(
            "journalctl ended with status \(status), and entries may be missing; run it to see why",
            fr: "journalctl s’est terminé avec le code \(status) et des entrées peuvent manquer\u{A0}; lancez-le "
                + "pour en voir la raison")
        return .unreadable(LogReadError(path: label, kind: .other(reason)))
    }
}
