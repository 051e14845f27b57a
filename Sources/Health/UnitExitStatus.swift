package import Domain

/// Exit statuses that systemd itself gives when it cannot run a unit's program (systemd.exec(5), Process Exit Codes).
package enum UnitExitStatus {
    package struct Fault: Hashable, Sendable {
        /// As `systemctl status` shows it: `EXEC`.
        package let name: String
        package let phrase: Phrase
        /// How the settings begin that may be the reason.
        package let settings: [String]

        fileprivate init(_ name: String, _ phrase: Phrase, _ settings: [String]) {
            self.name = name
            self.phrase = phrase
            self.settings = settings
        }
    }

    /// `nil` for the status of a program.
    package static func fault(_ status: Int) -> Fault? {
        switch status {
        case 200: of("CHDIR", "WorkingDirectory=", ["WorkingDirectory=", "Root"])
        case 201: of("NICE", "Nice=", ["Nice="])
        case 203:
            Fault(
                "EXEC",
                Phrase(
                    "the program of ExecStart= does not exist, is not executable, or its interpreter is missing",
                    fr: "le programme de ExecStart= n’existe pas, n’est pas exécutable, ou son interpréteur manque"),
                ["ExecStart=", "Root", "InaccessiblePaths=", "NoExecPaths=", "TemporaryFileSystem=", "Bind"])
        case 205: of("LIMITS", "Limit…=", ["Limit"])
        case 214: of("SETSCHEDULER", "CPU…=", ["CPU"])
        case 215: of("CPUAFFINITY", "CPU…=", ["CPU"])
        case 216: of("GROUP", "Group=", ["Group=", "SupplementaryGroups="])
        case 217: of("USER", "User=", ["User=", "DynamicUser="])
        case 218: of("CAPABILITIES", "CapabilityBoundingSet=", ["CapabilityBoundingSet=", "AmbientCapabilities="])
        case 219...223, 225: of("\(status)", "ControlGroup=, PAMName=", ["PAMName=", "Slice="])
        case 226:
            of(
                "NAMESPACE", "ReadWritePaths=, Protect…=, Private…=",
                [
                    "ReadWritePaths=", "ReadOnlyPaths=", "InaccessiblePaths=", "ExecPaths=", "NoExecPaths=", "Bind",
                    "Protect", "Private", "TemporaryFileSystem=", "Root", "Network",
                ])
        case 228: of("SECCOMP", "SystemCallFilter=", ["SystemCall", "Restrict"])
        case 233: of("RUNTIME_DIRECTORY", "RuntimeDirectory=", ["RuntimeDirectory"])
        case 238: of("STATE_DIRECTORY", "StateDirectory=", ["StateDirectory"])
        case 240: of("LOGS_DIRECTORY", "LogsDirectory=", ["LogsDirectory"])
        case 202...245:
            Fault(
                "\(status)",
                Phrase("see systemd.exec(5), Process Exit Codes", fr: "voir systemd.exec(5), Process Exit Codes"), [])
        default: nil
        }
    }

    private static func of(_ name: String, _ setting: String, _ settings: [String]) -> Fault {
        Fault(
            name,
            Phrase("\(setting) of the unit cannot be applied", fr: "\(setting) de l’unité ne peut pas être appliqué"),
            settings)
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
