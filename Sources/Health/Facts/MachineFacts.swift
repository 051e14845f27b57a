package import Domain
package import OperatingSystem

/// Who is on a port, and what it says.
package struct PortFacts: Hashable, Sendable {
    package enum Answer: Hashable, Sendable {
        /// `isOurs`: it says so in its `Server` header. `date`: its clock.
        case answered(status: Int, isOurs: Bool, date: Timestamp?)
        /// Nobody listens.
        case refused
        /// Somebody listens, and had not answered in time.
        case silent
        case broken(String)
        /// Was not asked: a stopped service would be started by the question, through its socket unit.
        case notAsked
    }

    /// `api` or `web`.
    package let role: String
    package let listen: SettingsFacts.Listen
    package let holder: PortHolder?
    package let answer: Answer
    /// Why it is not ready, in its own words; `nil` when it is, or was not asked.
    package let notReady: String?

    package init(
        role: String, listen: SettingsFacts.Listen, holder: PortHolder?, answer: Answer, notReady: String? = nil
    ) {
        self.role = role
        self.listen = listen
        self.holder = holder
        self.answer = answer
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
    package let space: Known<Space>
    /// Paths, the folder's own or of files in it, that `user` may not write.
    package let notWritable: [String]
    /// Whose right to write was tried.
    package let user: String

    package init(
        path: String, uses: Set<Use>, exists: Bool = true, space: Known<Space>, notWritable: [String] = [], user: String
    ) {
        self.path = path
        self.uses = uses
        self.exists = exists
        self.space = space
        self.notWritable = notWritable
        self.user = user
    }
}

package struct ClockFacts: Hashable, Sendable {
    /// Whether the kernel's clock follows a time server; `nil` where timedatectl(1) is not there to say.
    package let synchronised: Bool?
    package init(synchronised: Bool?) { self.synchronised = synchronised }
}

/// What cron is told about this program.
package struct CronFacts: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        /// `/etc/cron.d/bitcoin-analyzer`, `/etc/crontab`, or `crontab -l`.
        package let place: String
        package let text: String
        /// The files that its words name, as they are.
        package let files: [String: ExecutableFacts]
        package init(place: String, text: String, files: [String: ExecutableFacts] = [:]) {
            self.place = place
            self.text = text
            self.files = files
        }
    }

    package let lines: [Line]
    /// Whether a cron daemon runs.
    package let daemonRuns: Bool

    package init(lines: [Line] = [], daemonRuns: Bool = false) {
        self.lines = lines
        self.daemonRuns = daemonRuns
    }
}

/// A file that is to be run, from outside.
package struct ExecutableFacts: Hashable, Sendable {
    package let exists: Bool
    package let isExecutable: Bool
    /// First line of a script that begins with `#!`, without these two characters.
    package let interpreter: String?
    /// Whether it is a compiled program (ELF).
    package let isBinary: Bool

    package init(exists: Bool, isExecutable: Bool = true, interpreter: String? = nil, isBinary: Bool = false) {
        self.exists = exists
        self.isExecutable = isExecutable
        self.interpreter = interpreter
        self.isBinary = isBinary
    }
}
