package import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What `/proc/PID/stat` says of a process (proc(5)).
struct ProcessStatus: Hashable {
    let isZombie: Bool
    /// Stopped by a signal (SIGSTOP, Ctrl-Z) or a debugger.
    let isSuspended: Bool
    /// When it started, in clock ticks since boot (field 22).
    let startTicks: UInt64?
    /// Whether it has a controlling terminal (field 7).
    let hasTerminal: Bool

    /// `nil` when there is no such process, or this user may not see it.
    init?(of id: Int32) {
        guard let text = ProcFile.text("/proc/\(id)/stat") else { return nil }
        self.init(text)
    }

    init?(_ text: String) {
        // The second field, the program's name in parentheses, may itself contain parentheses: count from the last one.
        guard let close = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: close)...].split(separator: " ")
        isZombie = fields.first == "Z"
        isSuspended = fields.first == "T" || fields.first == "t"
        hasTerminal = fields.count > 4 && fields[4] != "0"
        startTicks = fields.count > 19 ? UInt64(fields[19]) : nil
    }
}

/// Start times of processes.
package enum ProcessTimes {
    static func ticks(of id: Int32) -> UInt64? { ProcessStatus(of: id)?.startTicks }

    package static func started(_ id: Int32) -> Timestamp? {
        guard let ticks = ticks(of: id), let boot = bootTime() else { return nil }
        let sinceBoot = Int64(clamping: ticks) / Int64(max(sysconf(Int32(_SC_CLK_TCK)), 1))
        return Timestamp(seconds: boot.addingClamped(sinceBoot))
    }

    /// When this machine booted, in seconds since 1970 (`btime`).
    private static func bootTime() -> Int64? {
        ProcFile.text("/proc/stat")?.textLines().first { $0.hasPrefix("btime ") }.flatMap {
            Int64($0.dropFirst(6))
        }
    }
}
