import FoundationEssentials

/// The process that listens on a TCP port of this host, found in `/proc` (proc(5): `/proc/net/tcp`, `/proc/PID/fd`).
package struct PortHolder: Hashable, Sendable, CustomStringConvertible {
    package let process: Int32
    /// Its command line, words separated by spaces, at most 200 characters.
    package let command: String

    package var description: String { "process \(process) (\(command))" }

    /// `nil` when nobody listens there, or when this user may not see who.
    package static func of(port: Int) -> PortHolder? {
        let inodes = listeningSockets(port: port)
        guard !inodes.isEmpty, let entries = try? FileManager.default.contentsOfDirectory(atPath: "/proc") else { return nil }
        for id in entries.compactMap(Int32.init) where holds(id, oneOf: inodes) {
            let words = ProcFile.text("/proc/\(id)/cmdline")?.split(separator: "\0").joined(separator: " ") ?? ""
            return PortHolder(process: id, command: words.isEmpty ? "unknown" : String(words.prefix(200)))
        }
        return nil
    }

    /// Inodes of the sockets that listen (state 0A) on the port, IPv4 and IPv6.
    private static func listeningSockets(port: Int) -> Set<String> {
        var inodes: Set<String> = []
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            for line in (ProcFile.text(table) ?? "").split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ")
                guard fields.count > 9, fields[3] == "0A", let hexPort = fields[1].split(separator: ":").last, Int(hexPort, radix: 16) == port
                else { continue }
                inodes.insert("socket:[\(fields[9])]")
            }
        }
        return inodes
    }

    private static func holds(_ process: Int32, oneOf sockets: Set<String>) -> Bool {
        let folder = "/proc/\(process)/fd"
        guard let descriptors = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return false }
        return descriptors.contains { descriptor in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)")).map(sockets.contains) ?? false
        }
    }
}
