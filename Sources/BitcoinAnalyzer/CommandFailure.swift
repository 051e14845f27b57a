import ArgumentParser
import Collection
import Deployment
import Domain
import FoundationEssentials
import Health
import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why a command ends, in words for a person and as an exit code of sysexits(3).
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
    let message: String
    let hint: String
    /// The raw line that it rests on, of a database, a program or the operating system.
    var detail: String?
    /// What an incident that begins with it is called, where it says something about the installation. Written under the failure, where
    /// whoever records why a unit failed reads it.
    var cause: Cause?
    /// What an incident rests on, beside the message.
    var evidence: [Evidence] = []
    /// Whether its incident has been recorded already.
    var isRecorded = false
    /// Whether stdout has the command's one JSON document already, which tells of the failure too.
    var isReported = false

    init(_ code: Code, _ message: String, hint: String) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// `nil` for what ArgumentParser throws about the words of the command line.
    init?(_ error: any Error) {
        switch error {
        case let failure as CommandFailure:
            self = failure
        case let failure as SettingsFailure:
            self.init(failure.isPermission ? .permission : .configuration, failure.message, hint: failure.hint)
            cause = .configurationInvalid
        case let failure as ArchiveFailure:
            self.init(Code(failure.kind), failure.message.english, hint: failure.hint.english)
            detail = failure.detail
            cause = Cause(failure.kind)
        case let failure as BackupFailure:
            self.init(Code(failure.kind), failure.message.english, hint: failure.hint.english)
            detail = failure.detail
            cause = failure.kind == .diskFull ? .diskFull : nil
        case let failure as SourceFailure:
            self.init(.unavailable, "\(failure.source): \(failure.message)", hint: failure.hint)
        case let failure as DeploymentFailure:
            self.init(Code(failure.kind), failure.message, hint: failure.hint)
        case is LeaseLost:
            self.init(.temporary, "\(error)", hint: "run the command again")
        case is CancellationError:
            self.init(
                .temporary, "stopped before the end; what was collected is kept", hint: "run the command again to go on"
            )
        case is ExitCode, is CleanExit, is ValidationError:
            return nil
        default:
            // ArgumentParser's own errors have its usage code; anything else was not foreseen.
            guard BitcoinAnalyzer.exitCode(for: error) == .failure else { return nil }
            self.init(.internal, "\(error)", hint: "this is a bug: please report it with the log")
        }
    }

    func reportAndExit(json: Bool) -> Never {
        if json, !isReported {
            struct Body: Encodable {
                let error, hint: String
                let detail: String?
                let cause: Cause?
                let exit_code: Int32
            }
            if let data = try? JSONEncoder.compact.encode(
                Body(error: message, hint: hint, detail: detail, cause: cause, exit_code: code.rawValue))
            {
                print(String(decoding: data, as: UTF8.self))
            }
        }
        let line =
            "error: \(message)\n" + (detail.map { "  details: \($0)\n" } ?? "") + "  what to do: \(hint)\n"
            + (cause.map { "  cause: \($0.rawValue)\n" } ?? "")
        writeToStandardError(line)
        Terminal.end(code.rawValue)
    }
}

extension CommandFailure.Code {
    init(_ kind: ArchiveFailure.Kind) {
        self =
            switch kind {
            case .unreachable: .unavailable
            case .authentication, .readOnly: .permission
            case .notFound, .newer, .notMigrated, .originMismatch: .configuration
            case .locked: .temporary
            case .corrupt: .badInput
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
            case .locked, .stopped: .temporary
            case .unusable: .badInput
            case .exists: .usage
            case .diskFull: .io
            }
    }
}

extension CommandFailure.Code {
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
