package import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Start times of processes (proc(5): `/proc/PID/stat`, field 22, in clock ticks since boot).
package enum ProcessTimes {
    package static func ticks(of id: Int32) -> UInt64? {
        // The second field, the program's name in parentheses, may itself contain parentheses: count from the last one.
        guard let stat = ProcFile.text("/proc/\(id)/stat"), let close = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: close)...].split(separator: " ")
        return fields.count > 19 ? UInt64(fields[19]) : nil
    }

    package static func started(_ id: Int32) -> Timestamp? {
        guard let ticks = ticks(of: id), let boot = bootTime() else { return nil }
        return Timestamp(milliseconds: (boot + Int64(ticks) / Int64(max(sysconf(Int32(_SC_CLK_TCK)), 1))) * 1000)
    }

    /// When this machine booted, in seconds since 1970 (`btime`).
    private static func bootTime() -> Int64? {
        ProcFile.text("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }.flatMap {
            Int64($0.dropFirst(6))
        }
    }
}
