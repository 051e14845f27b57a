package import Domain

/// Exit statuses that systemd itself gives when it cannot run a unit's program (systemd.exec(5), Process Exit Codes).
package enum UnitExitStatus {
    package struct Fault: Hashable, Sendable {
        /// As `systemctl status` shows it: `EXEC`.
        package let name: String
        package let phrase: Phrase
    }

    /// `nil` for the status of a program.
    package static func fault(_ status: Int) -> Fault? {
        switch status {
        case 200: return Fault(name: "CHDIR", phrase: of("WorkingDirectory="))
        case 201: return Fault(name: "NICE", phrase: of("Nice="))
        case 203:
            return Fault(
                name: "EXEC",
                phrase: Phrase(
                    "the program of ExecStart= does not exist, is not executable, or its interpreter is missing",
                    fr: "le programme de ExecStart= n’existe pas, n’est pas exécutable, ou son interpréteur manque"))
        case 205: return Fault(name: "LIMITS", phrase: of("Limit…="))
        case 214...215: return Fault(name: status == 214 ? "SETSCHEDULER" : "CPUAFFINITY", phrase: of("CPU…="))
        case 216: return Fault(name: "GROUP", phrase: of("Group="))
        case 217: return Fault(name: "USER", phrase: of("User="))
        case 218: return Fault(name: "CAPABILITIES", phrase: of("CapabilityBoundingSet="))
        case 219...223, 225: return Fault(name: "\(status)", phrase: of("ControlGroup=, PAMName="))
        case 226: return Fault(name: "NAMESPACE", phrase: of("ReadWritePaths=, Protect…=, Private…="))
        case 228: return Fault(name: "SECCOMP", phrase: of("SystemCallFilter="))
        case 233: return Fault(name: "RUNTIME_DIRECTORY", phrase: of("RuntimeDirectory="))
        case 238: return Fault(name: "STATE_DIRECTORY", phrase: of("StateDirectory="))
        case 240: return Fault(name: "LOGS_DIRECTORY", phrase: of("LogsDirectory="))
        case 202...245:
            return Fault(
                name: "\(status)",
                phrase: Phrase(
                    "see systemd.exec(5), Process Exit Codes", fr: "voir systemd.exec(5), Process Exit Codes"))
        default: return nil
        }
    }

    private static func of(_ setting: String) -> Phrase {
        Phrase("\(setting) of the unit cannot be applied", fr: "\(setting) de l’unité ne peut pas être appliqué")
    }
}

/// Names of signals (signal(7)), as on x86 and ARM.
package enum SignalName {
    private static let names: [Int: String] = [
        1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
        9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM", 24: "SIGXCPU", 25: "SIGXFSZ",
        31: "SIGSYS",
    ]

    package static func of(_ signal: Int) -> String { names[signal] ?? "signal \(signal)" }
}
