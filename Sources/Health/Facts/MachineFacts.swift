package import Domain
package import OperatingSystem

/// The process that listens on a port, and its response.
package struct PortFacts: Hashable, Sendable {
    package enum Response: Hashable, Sendable {
        /// `isOurs`: according to its `Server` header. `date`: its clock.
        case responded(status: Int, isOurs: Bool, date: Timestamp?)
        /// Nothing is listening.
        case refused
        /// Something is listening, but did not respond in time.
        case timedOut
        case broken(String)
        /// Not requested: a request would start a stopped service through its socket unit.
        case notAsked

        /// Whether this program responded.
        package var isOurs: Bool { if case .responded(_, isOurs: true, _) = self { true } else { false } }
    }

    /// `api` or `web`.
    package let role: String
    package let listen: SettingsFacts.Listen
    package let holder: RunningProcess?
    package let response: Response
    /// The reason that it is not ready, from its `/readyz`; `nil` when it is, or was not requested.
    package let notReady: String?
    /// What the service's own environment makes of the setting; `nil` where that is unknown.
    package var unitListen: SettingsFacts.Listen?
    /// The response there, where it is another address.
    package var unitResponse: Response?

    package init(
        role: String, listen: SettingsFacts.Listen, holder: RunningProcess?, response: Response, notReady: String? = nil
    ) {
        self.role = role
        self.listen = listen
        self.holder = holder
        self.response = response
        self.notReady = notReady
    }
}

/// A folder that the service writes to.
package struct FolderFacts: Hashable, Sendable {
    package enum Use: String, Hashable, Sendable { case state, logs, database }

    package struct Space: Hashable, Sendable {
        package let freeBytes: UInt64
        package let totalBytes: UInt64
        package let freeNodes: UInt64
        /// 0 where the file system does not count them.
        package let totalNodes: UInt64
        package init(freeBytes: UInt64, totalBytes: UInt64, freeNodes: UInt64, totalNodes: UInt64) {
            self.freeBytes = freeBytes
            self.totalBytes = totalBytes
            self.freeNodes = freeNodes
            self.totalNodes = totalNodes
        }
    }

    package let path: String
    package let uses: Set<Use>
    package let exists: Bool
    package let space: ProbeResult<Space>
    /// Paths, the folder's own or of files in it, that `user` may not write.
    package let notWritable: [String]
    /// The user whose permission to write was tested.
    package let user: String
    /// Those that no user, not even root, may change until the attribute is removed (chattr(1)): `i`, and `a`
    /// where more is needed than to grow.
    package var immutable: [String] = []
    /// Whether the journal, and the downloads of apt(8), are on its file system, so that deleting them frees space
    /// there.
    package var sharesWithJournal = false
    package var sharesWithPackages = false
    /// Whether its file system is mounted read-only.
    package var isReadOnlySystem = false
    /// The first folder above it that the user may not enter; `nil` for none.
    package var barrier: String?

    package init(
        path: String, uses: Set<Use>, exists: Bool = true, space: ProbeResult<Space>, notWritable: [String] = [],
        user: String
    ) {
        self.path = path
        self.uses = uses
        self.exists = exists
        self.space = space
        self.notWritable = notWritable
        self.user = user
    }
}

/// The file descriptors of a process of the service.
package struct DescriptorFacts: Hashable, Sendable {
    package let process: Int32
    /// The systemd unit that it belongs to; `nil` outside of any service.
    package let unit: String?
    package let descriptors: OpenDescriptors
    /// When it last had none left for a new connection; `nil` where that is not known.
    package let exhausted: Timestamp?

    package init(process: Int32, unit: String?, descriptors: OpenDescriptors, exhausted: Timestamp? = nil) {
        self.process = process
        self.unit = unit
        self.descriptors = descriptors
        self.exhausted = exhausted
    }
}

package struct ClockFacts: Hashable, Sendable {
    /// Whether the kernel's clock follows a time server; `nil` where timedatectl(1) is not installed.
    package let synchronised: Bool?
    /// Whether a service that synchronises it is installed; `nil` when unknown.
    package let hasTimeService: Bool?

    package init(synchronised: Bool?, hasTimeService: Bool? = nil) {
        self.synchronised = synchronised
        self.hasTimeService = hasTimeService
    }
}

/// The cron lines that concern this program.
package struct CronFacts: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        /// `/etc/cron.d/bitcoin-analyzer`, `/etc/crontab`, `crontab -l`, or `crontab -u USER -l`.
        package let place: String
        package let text: String
        /// The files that its arguments name.
        package let files: [String: ExecutableFacts]
        /// Why cron does not run its table; `nil` when it does.
        package var refusal: CronRefusal?
        package var refusalEvidence: Evidence?
        /// Whether the line ends in CR LF.
        package var hasCarriageReturn = false
        /// A process other than a collection that holds the lock for which the line gives up.
        package var lockHolder: Evidence?
        /// The last line of its log, where that is the shell's reason for not running the command.
        package var logged: Evidence?

        /// The line as evidence: without the values of its variables and the secrets of its addresses.
        var evidence: Evidence {
            Evidence(source: place, line: CronLine.withoutSecrets(text))
        }

        package init(place: String, text: String, files: [String: ExecutableFacts] = [:]) {
            self.place = place
            self.text = text
            self.files = files
        }
    }

    package let lines: [Line]
    /// Whether a cron daemon runs.
    package let daemonRuns: Bool
    /// The cron daemon, where it is stopped by a signal; `nil` otherwise, or where it is not visible.
    package var stoppedDaemon: Int32?
    /// The command that undoes a mask of the daemon's unit; `nil` where it has none.
    package var daemonUnmasking: String?
    /// Why a table could not be read, so that there may be more lines, as the end of a sentence; `nil` where all were
    /// read.
    package let unread: Phrase?
    /// Whether there may be tables of other users that this one may not read (only root may).
    package var hidesTables = false
    /// When a table of the system was last written, put there or removed; `nil` when unknown.
    package var tablesChanged: Timestamp?

    package init(lines: [Line] = [], daemonRuns: Bool = false, unread: Phrase? = nil) {
        self.lines = lines
        self.daemonRuns = daemonRuns
        self.unread = unread
    }
}

/// The properties of a program file, without running it.
package struct ExecutableFacts: Hashable, Sendable {
    package let exists: Bool
    package let isExecutable: Bool
    /// First line of a script that begins with `#!`, without these two characters.
    package let interpreter: String?
    /// Whether it is a compiled program (ELF).
    package let isBinary: Bool
    /// The program of ``interpreter``, where that does not exist.
    package var missingInterpreter: String?
    /// Whether it is empty, or a compiled program that is shorter than its own header says.
    package var isDamaged = false
    /// Interpreters that cannot parse it.
    package var unreadableBy: Set<String> = []

    package init(exists: Bool, isExecutable: Bool = true, interpreter: String? = nil, isBinary: Bool = false) {
        self.exists = exists
        self.isExecutable = isExecutable
        self.interpreter = interpreter
        self.isBinary = isBinary
    }
}
