package import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Identifies a process, also against a later one with the same id (proc(5): `/proc/PID/stat`,
/// `/proc/sys/kernel/random/boot_id`).
package struct ProcessIdentity: Hashable, Sendable {
    package let host: String
    package let id: Int32
    /// Boot id, machine, PID namespace and start time in clock ticks since boot, `BOOT@MACHINE/NAMESPACE/TICKS`; empty
    /// when unknown.
    package let start: String

    /// Whether this process was started from a terminal, which it may have left since.
    package static var hasTerminal: Bool { ProcessStatus(of: getpid())?.hasTerminal ?? false }

    /// Whether that process is stopped (SIGSTOP); `false` when it is not visible.
    package static func isStopped(_ id: Int32) -> Bool { ProcessStatus(of: id)?.isSuspended ?? false }

    /// The process that runs this code.
    package static func current() -> ProcessIdentity {
        let id = getpid()
        return ProcessIdentity(host: hostName(), id: id, start: start(of: id) ?? "")
    }

    /// Whether a lease's holder is known to have ended: it ran on this host, and no process with that id and start
    /// exists. Always `false` for holders on other hosts.
    package static func isGone(_ holder: LeaseHolder) -> Bool {
        // If /proc hides our own entry, never report a lease holder as dead.
        guard holder.host == hostName(), !holder.processStart.isEmpty, let own = start(of: getpid()) else {
            return false
        }
        guard !areOfTwoMachines(own, holder.processStart) else { return false }
        if bootID(of: own) != bootID(of: holder.processStart) { return true }
        // In another container with the same host name, the id belongs to another process.
        let recorded = withoutMachine(holder.processStart)
        guard namespace(of: withoutMachine(own)) == namespace(of: recorded) else { return false }
        guard let start = start(of: holder.process) else {
            // A hidden process (hidepid) may still run.
            return kill(holder.process, 0) == -1 && errno == ESRCH || isZombie(holder.process)
        }
        return withoutMachine(start) != recorded
    }

    /// Whether a signal has suspended the process (SIGSTOP, Ctrl-Z); `false` where it cannot be seen.
    package static func isSuspended(_ holder: LeaseHolder) -> Bool {
        guard holder.host == hostName(), let start = start(of: holder.process),
            withoutMachine(start) == withoutMachine(holder.processStart)
        else { return false }
        return ProcessStatus(of: holder.process)?.isSuspended ?? false
    }

    /// Boot and PID namespace, within which ids are unique.
    private static func namespace(of start: String) -> Substring {
        start[..<(start.lastIndex(of: "/") ?? start.endIndex)]
    }
    private static func bootID(of start: String) -> Substring { start.prefix { $0 != "/" && $0 != "@" } }

    /// As earlier versions recorded it.
    private static func withoutMachine(_ start: String) -> String {
        String(bootID(of: start)) + start.drop { $0 != "/" }
    }

    /// Whether two starts are of machines that have the same name, as copies of one have: of those each other one's
    /// processes are not visible. `false` where one of them does not say.
    static func areOfTwoMachines(_ a: String, _ b: String) -> Bool {
        func machine(_ start: String) -> Substring { start.prefix { $0 != "/" }.drop { $0 != "@" } }
        return !machine(a).isEmpty && !machine(b).isEmpty && machine(a) != machine(b)
    }

    /// `@` and a digest of machine-id(5), which itself is not to be shown; empty without one.
    private static let machine: String = {
        guard let id = ProcFile.text("/etc/machine-id")?.textLines().first, !id.isEmpty else { return "" }
        let digest = "bitcoin-analyzer \(id)".utf8.fnv1a
        return "@" + String(digest, radix: 16)
    }()

    private static func isZombie(_ id: Int32) -> Bool { ProcessStatus(of: id)?.isZombie ?? false }

    private static func start(of id: Int32) -> String? {
        guard let status = ProcessStatus(of: id), !status.isZombie, let ticks = status.startTicks,
            let boot = ProcFile.text("/proc/sys/kernel/random/boot_id")
        else { return nil }
        let namespace = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
        return boot.filter { !$0.isWhitespace } + machine + "/" + namespace + "/" + String(ticks)
    }

    private static func hostName() -> String {
        ProcFile.text("/proc/sys/kernel/hostname").map { $0.filter { !$0.isWhitespace } } ?? "localhost"
    }
}

/// Reads files of `/proc`, whose size is not known in advance.
package enum ProcFile {
    package static func text(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
