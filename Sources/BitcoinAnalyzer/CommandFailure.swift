import ArgumentParser
import Collection
import Deployment
import Domain
import FoundationEssentials
import Health
import Incidents
import Interchange
import OperatingSystem
import Storage

/// The reason that a command fails, with an exit code of sysexits(3).
struct CommandFailure: Error {
    enum Code: Int32 {
        case usage = 64
        case badInput = 65
        case unavailable = 69
        case `internal` = 70
        case io = 74
        case temporary = 75
        case permission = 77
        case configuration = 78
    }

    let code: Code
    let message: Phrase
    /// What to do.
    let hint: Phrase
    /// The raw line that it rests on, of a database, a program or the operating system.
    var detail: String?
    /// The cause of the incident that the failure opens; `nil` when it says nothing about the installation. Printed
    /// below the message, where the recorder of a failed unit finds it in the journal.
    var cause: Cause?
    /// The incident's evidence, besides the message.
    var evidence: [Evidence] = []
    /// Whether its incident has been recorded already.
    var isRecorded = false
    /// Whether a healthy copy of the service already does what was asked for.
    var isAlreadyRunning = false
    /// Whether the JSON document on stdout already reports the failure.
    var isReported = false

    init(_ code: Code, _ message: Phrase, hint: Phrase, detail: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.detail = detail
    }

    /// Of a file that could not be written: why, where the error is ours, else its text as the detail.
    init(writing message: Phrase, _ error: any Error, hint: Phrase) {
        if let error = error as? FileError {
            self.init(.io, message + Phrase(": ", fr: "\u{A0}: ") + error.phrase, hint: hint)
        } else {
            self.init(.io, message, hint: hint, detail: "\(error)")
        }
    }

    /// `nil` for ArgumentParser's own errors: usage, help, exit codes.
    init?(_ error: any Error) {
        switch error {
        case let failure as CommandFailure:
            self = failure
        case let failure as SettingsFailure:
            self.init(failure.isPermission ? .permission : .configuration, failure.message, hint: failure.hint)
            cause = .configurationInvalid
        case let failure as ArchiveFailure:
            self.init(Code(failure.kind), failure.message, hint: failure.hint)
            detail = failure.detail
            cause = Cause(ofDatabase: failure.kind)
        case let failure as BackupFailure:
            self.init(Code(failure.kind), failure.message, hint: failure.hint)
            detail = failure.detail
            cause = failure.kind == .diskFull ? .diskFull : nil
        case let failure as ImportFailure:
            self.init(Code(failure.kind), failure.message, hint: failure.hint)
        case let failure as UserRights.Failure:
            self.init(
                .permission, failure.phrase,
                hint: Phrase(
                    "run the command as that user: sudo -u \(failure.name) bitcoin-analyzer …",
                    fr: "lancez la commande avec cet utilisateur\u{A0}: sudo -u \(failure.name) bitcoin-analyzer …"))
        case let failure as SourceFailure:
            self.init(
                .unavailable,
                Phrase(
                    "\(failure.source): \(failure.message.english)",
                    fr: "\(failure.source)\u{A0}: \(failure.message.french)"),
                hint: failure.hint)
        case let failure as DeploymentFailure:
            self.init(Code(failure.kind), failure.message, hint: failure.hint)
        case let lost as LeaseLost:
            self.init(
                .temporary, lost.phrase,
                hint: lost == .takenOver
                    ? Phrase("run the command again", fr: "relancez la commande")
                    : Phrase(
                        "check the database with bitcoin-analyzer doctor, then run the command again",
                        fr: "vérifiez la base de données avec bitcoin-analyzer doctor, puis relancez la commande"))
        case is CancellationError:
            self.init(
                .temporary,
                Phrase(
                    "stopped by a signal; what was collected is kept",
                    fr: "arrêt demandé par un signal\u{A0}; ce qui a été collecté est conservé"),
                hint: Phrase("run the command again to continue", fr: "relancez la commande pour continuer"))
        case is ExitCode, is CleanExit, is ValidationError:
            return nil
        default:
            // ArgumentParser's own errors have the usage code; any other error is unexpected.
            guard BitcoinAnalyzer.exitCode(for: error) == .failure else { return nil }
            self.init(
                .internal, Phrase(verbatim: "\(error)"),
                hint: Phrase(
                    "this is a bug: please report it with the log",
                    fr: "c’est une erreur du programme\u{A0}: merci de la signaler avec le journal"))
        }
    }

    /// Prints the failure to stderr (and to stdout as JSON, where requested), and exits with its code.
    func reportAndExit(_ language: Language, json: Bool) -> Never {
        if json, !isReported {
            struct Body: Encodable {
                let error, hint: String
                let detail: String?
                let cause: Cause?
                let exit_code: Int32
            }
            if let text = try? JSONEncoder.compact.printableText(
                Body(
                    error: message[language], hint: hint[language], detail: detail, cause: cause,
                    exit_code: code.rawValue))
            {
                // The failure itself decides the exit code.
                try? StandardOutput.printLine(text)
            }
        }
        // SQLite's text for a result code that it did not set itself.
        let details =
            detail.flatMap { $0 == "not an error" ? nil : $0 }.map {
                Phrase("  details: \($0)\n", fr: "  détails\u{A0}: \($0)\n")
            } ?? .empty
        let text = Phrase(
            "error: \(message.english)\n\(details.english)  what to do: \(hint.english)\n",
            fr: "erreur\u{A0}: \(message.french)\n\(details.french)  que faire\u{A0}: \(hint.french)\n")
        // The same in both languages: the recorder of a failed unit reads it.
        let causeLine = cause.map { "  cause: \($0.rawValue)\n" } ?? ""
        writeToStandardError(text[language].printableLines() + causeLine)
        Terminal.end(code.rawValue)
    }
}

extension CommandFailure.Code {
    init(_ kind: ArchiveFailure.Kind) {
        self =
            switch kind {
            case .unreachable, .connectionsExhausted: .unavailable
            case .authentication, .readOnly: .permission
            case .notFound, .newer, .notMigrated, .originMismatch, .foreign, .otherSchema: .configuration
            case .locked, .stopped, .outOfMemory, .outOfDescriptors: .temporary
            case .corrupt, .schemaDamaged: .badInput
            case .replaced: .io
            case .notEmpty: .usage
            case .diskFull: .io
            case .statement: .internal
            }
    }

    init(_ kind: BackupFailure.Kind) {
        self =
            switch kind {
            case .toolMissing: .unavailable
            case .forbidden: .permission
            case .locked: .temporary
            case .unusable, .unverified: .badInput
            case .exists: .usage
            case .diskFull, .unwritable: .io
            }
    }

    init(_ kind: ImportFailure.Kind) {
        self =
            switch kind {
            case .unreadable, .diskFull: .io
            case .forbidden: .permission
            case .damaged, .unknownLayout, .badRows, .needsOption: .badInput
            }
    }

    init(_ kind: DeploymentFailure.Kind) {
        self =
            switch kind {
            case .configuration: .configuration
            case .permission: .permission
            case .unavailable: .unavailable
            case .io: .io
            case .badInput: .badInput
            case .temporary: .temporary
            case .internal: .internal
            }
    }
}
