import Domain

/// The listening sockets of all users, as root had ss(8) write them for a process with fewer rights.
package struct ListenerTable: Sendable {
    /// Written by the unit of the recorder before each start.
    package static let path = "/run/bitcoin-analyzer/listeners"

    private let lines: [Substring]

    /// - Parameter text: the output of `ss -Hltnp --cgroup`.
    package init(_ text: String) { lines = text.textLines() }

    /// The table of this machine; empty where nothing wrote one.
    package static func current() -> ListenerTable { ListenerTable(ProcFile.text(path) ?? "") }

    /// The process that listens on a port of an address; a service before systemd, which keeps the socket that it
    /// passed on.
    package func holder(port: Int, on host: String) -> RunningProcess? {
        var sockets: [(address: ListeningAddress, value: Substring)] = []
        for line in lines {
            let fields = line.split(separator: " ")
            guard fields.count > 4, fields[3].hasSuffix(":\(port)"),
                let address = ListeningAddress(fields[3].dropLast("\(port)".utf8.count + 1))
            else { continue }
            sockets.append((address, line))
        }
        return ListeningAddress.inTheWay(of: host, sockets).lazy.compactMap { Self.holder(in: $0) }.first
    }

    private static func holder(in line: Substring) -> RunningProcess? {
        let processes = processes(in: line)
        guard let process = processes.first(where: { $0.id != 1 }) ?? processes.first else { return nil }
        let group = line.split(separator: " ").last { $0.hasPrefix("cgroup:") }.map { "0::" + $0.dropFirst(7) } ?? ""
        return RunningProcess(
            process: process.id, command: process.name.printableLine(), unit: RunningProcess.unit(of: group),
            since: ProcessTimes.started(process.id),
            // The kernel keeps the first 15 bytes of a program's name.
            isOurs: process.name == "bitcoin-analyzer".prefix(15))
    }

    /// `users:(("bitcoin-analyze",pid=812,fd=7),("systemd",pid=1,fd=41))`; a program may give itself a name with spaces
    /// and parentheses (`gunicorn: maste`).
    private static func processes(in line: Substring) -> [(name: String, id: Int32)] {
        guard let start = line.firstRange(of: " users:((\"") else { return [] }
        var found: [(name: String, id: Int32)] = []
        var rest = line[start.upperBound...]
        while let mark = rest.firstRange(of: "\",pid=") {
            let name = String(rest[..<mark.lowerBound])
            rest = rest[mark.upperBound...]
            if let id = Int32(rest.prefix { $0.isNumber }) { found.append((name, id)) }
            guard let next = rest.firstRange(of: "),(\"") else { break }
            rest = rest[next.upperBound...]
        }
        return found
    }
}
