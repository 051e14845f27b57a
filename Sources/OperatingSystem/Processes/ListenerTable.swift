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

    /// The process that listens on a port; a service before systemd, which keeps the socket that it passed on.
    package func holder(port: Int) -> RunningProcess? {
        for line in lines {
            let fields = line.split(separator: " ")
            guard fields.count > 4, fields[3].hasSuffix(":\(port)"),
                let users = fields.first(where: { $0.hasPrefix("users:((") })
            else { continue }
            // `users:(("bitcoin-analyze",pid=812,fd=7),("systemd",pid=1,fd=41))`
            let processes = users.split(separator: "(").compactMap { part -> (name: String, id: Int32)? in
                let values = part.split(separator: ",")
                guard values.count > 1, values[1].hasPrefix("pid="), let id = Int32(values[1].dropFirst(4)) else {
                    return nil
                }
                return (values[0].filter { $0 != "\"" }, id)
            }
            guard let process = processes.first(where: { $0.id != 1 }) ?? processes.first else { continue }
            let group = fields.first { $0.hasPrefix("cgroup:") }.map { "0::" + $0.dropFirst(7) } ?? ""
            return RunningProcess(
                process: process.id, command: process.name, unit: RunningProcess.unit(of: group),
                since: ProcessTimes.started(process.id),
                // The kernel keeps the first 15 bytes of a program's name.
                isOurs: process.name == "bitcoin-analyzer".prefix(15))
        }
        return nil
    }
}
