import ArgumentParser
import Collection
import Deployment
import Domain
import FoundationEssentials
import Health

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
    /// The cause of the incident that the failure opens; `nil` when it says nothing about the installation. Printed below the message,
    /// where the recorder of a failed unit finds it in the journal.
    var cause: Cause?
    /// The incident's evidence, besides the message.
    var evidence: [Evidence] = []
    /// Whether its incident has been recorded already.
    var isRecorded = false
    /// Whether the JSON document on stdout already reports the failure.
    var isReported = false

    init(_ code: Code, _ message: Phrase, hint: Phrase) {
        self.code = code
        self.message = message
        self.hint = hint
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
            self.init(
                Code(failure.kind), Phrase(verbatim: failure.message), hint: Phrase(verbatim: failure.hint))
            cause = Cause(failure.kind)
        case let failure as SourceFailure:
            self.init(
                .unavailable, Phrase(verbatim: "\(failure.source): \(failure.message)"),
                hint: Phrase(verbatim: failure.hint))
        case let failure as DeploymentFailure:
            self.init(Code(failure.kind), failure.message, hint: failure.hint)
        case is LeaseLost:
            self.init(
                .temporary,
                Phrase(
                    "another process took over the collection",
                    fr: "un autre processus a pris le relais de la collecte"),
                hint: Phrase("run the command again", fr: "relancez la commande"))
        case is CancellationError:
            self.init(
                .temporary,
                Phrase(
                    "stopped by a signal; what was collected is kept",
                    fr: "arrêt demandé par un signal\u{202F}; ce qui a été collecté est conservé"),
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
            struct Body: Encodable { let error, hint: String; let cause: Cause?; let exit_code: Int32 }
            if let data = try? JSONEncoder().encode(
                Body(error: message[language], hint: hint[language], cause: cause, exit_code: code.rawValue))
            {
                print(String(decoding: data, as: UTF8.self))
            }
        }
        let text = Phrase(
            "error: \(message.english)\n  what to do: \(hint.english)\n",
            fr: "erreur\u{A0}: \(message.french)\n  que faire\u{A0}: \(hint.french)\n")
        // The same in both languages: the recorder of a failed unit reads it.
        let causeLine = cause.map { "  cause: \($0.rawValue)\n" } ?? ""
        writeToStandardError(text[language] + causeLine)
        Terminal.end(code.rawValue)
    }
}

extension CommandFailure.Code {
    init(_ kind: ArchiveFailure.Kind) {
        self =
            switch kind {
            case .unreachable, .toolMissing: .unavailable
            case .authentication, .readOnly, .forbiddenFile: .permission
            case .notFound, .newer, .notMigrated, .originMismatch: .configuration
            case .locked, .stopped: .temporary
            case .corrupt, .unusableFile: .badInput
            case .notEmpty: .usage
            case .diskFull: .io
            case .statement: .internal
            }
    }

    init(_ kind: DeploymentFailure.Kind) {
        self =
            switch kind {
            case .configuration: .configuration
            case .permission: .permission
            case .unavailable: .unavailable
            case .io: .io
            case .internal: .internal
            }
    }
}
