package import Domain
import FoundationEssentials

/// A process of this host as people know it (proc(5)): one that is in the way of this program, by a port that it
/// listens on or a lock that it holds.
package struct RunningProcess: Hashable, Sendable, CustomStringConvertible {
    package let process: Int32
    /// Its command line, separated by spaces, at most 200 characters.
    package let command: String
    /// The systemd unit that it belongs to; `nil` outside of any service.
    package let unit: String?
    /// When it started.
    package let since: Timestamp?
    /// Whether it runs this program.
    package let isOurs: Bool

    package init(process: Int32, command: String, unit: String?, since: Timestamp?, isOurs: Bool) {
        self.process = process
        self.command = command
        self.unit = unit
        self.since = since
        self.isOurs = isOurs
    }

    package var description: String { phrase.english }

    /// The name of the program, from its command line.
    private var program: String {
        let first = command.split(separator: " ").first ?? ""
        return (first.split(separator: "/").last ?? first).printableLine(limit: 60)
    }

    /// Whether it is a running service of this program: a unit, rather than a copy that was started by hand.
    package var isService: Bool { isOurs && unit?.hasPrefix("bitcoin-analyzer") == true }

    package var phrase: Phrase {
        // The command line may hold a password.
        let words = command.contains(" ") ? " " + command.printableLine().quotation : ""
        var text = Phrase("process \(process) (\(program)\(words)", fr: "processus \(process) (\(program)\(words)")
        if let unit { text = text + Phrase(", unit \(unit)", fr: ", unité \(unit)") }
        if let since { text = text + Phrase(", since \(since.rfc3339)", fr: ", depuis \(since.rfc3339)") }
        let copy =
            isService
            ? Phrase(", the running service", fr: ", le service en marche")
            : isOurs ? Phrase(", another copy of this program", fr: ", une autre copie de ce programme") : Phrase.empty
        return text + Phrase(verbatim: ")") + copy
    }

    /// Evidence for an incident, which is resolved when this process releases the port.
    package func evidence(at moment: Timestamp) -> Evidence {
        Evidence(time: moment, source: Self.place(of: process), line: description)
    }

    package static func place(of process: Int32) -> String { "/proc/\(process)" }

    /// How to find out whether the process is needed, which is for a person to decide, and how to release the port.
    package var releaseHint: Phrase {
        if process == 1 {
            return Phrase(
                "find the socket unit that systemd listens for with systemctl list-sockets",
                fr: "trouvez l’unité socket pour laquelle systemd écoute avec systemctl list-sockets")
        }
        // A healthy copy of this program is no obstacle: it already does what was asked for.
        if isOurs, unit == nil {
            return Phrase(
                "it already runs: use it, or stop it where it was started (ps -fp \(process) shows where)",
                fr: "il fonctionne déjà\u{A0}: utilisez-le, ou arrêtez-le là où il a été lancé (ps -fp \(process) le "
                    + "montre)")
        }
        if isService, let unit {
            return Phrase(
                "the service already runs: use it (systemctl status \(unit))",
                fr: "le service fonctionne déjà\u{A0}: utilisez-le (systemctl status \(unit))")
        }
        if let unit {
            return Phrase(
                "check the unit with systemctl status \(unit), and stop it only if it is not needed",
                fr: "vérifiez l’unité avec systemctl status \(unit), et ne l’arrêtez que si elle n’est pas nécessaire")
        }
        return Phrase(
            "check the process with ps -fp \(process), and stop it with kill \(process) only if it is not needed",
            fr: "vérifiez le processus avec ps -fp \(process), et ne l’arrêtez avec kill \(process) "
                + "que s’il n’est pas nécessaire")
    }

    /// The oldest process with the socket: the parent that opened it, where its children share it.
    /// - Returns: `nil` when nothing is listening, or when this user may not see the process.
    ///
    /// Reads the descriptors of all processes.
    package static func of(port: Int) -> RunningProcess? { find(port: port)?.holder }

    private static func of(sockets inodes: Set<String>) -> RunningProcess? {
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: "/proc") else { return nil }
        let all = entries.compactMap(Int32.init).filter { holds($0, oneOf: inodes) }
        // systemd keeps the socket that it passed to a service: the service is the one to name.
        let holders = all.count > 1 ? all.filter { $0 != 1 } : all
        return holders.map { ($0, ProcessTimes.ticks(of: $0) ?? .max) }.min { $0.1 < $1.1 }.map {
            RunningProcess(of: $0.0)
        }
    }

    /// A listening socket; `holder` is `nil` when this user may not see its process.
    package struct Listener: Hashable, Sendable {
        package let holder: RunningProcess?
        package init(holder: RunningProcess?) { self.holder = holder }
    }

    /// `nil` when nothing is listening on the port.
    package static func find(port: Int) -> Listener? {
        let sockets = listeningSockets(port: port)
        return sockets.isEmpty ? nil : Listener(holder: of(sockets: sockets))
    }

    package init(of id: Int32) {
        let words = ProcFile.text("/proc/\(id)/cmdline")?.split(separator: "\0").joined(separator: " ") ?? ""
        self.init(
            process: id, command: words.isEmpty ? "unknown" : String(words.prefix(200)),
            unit: Self.unit(of: ProcFile.text("/proc/\(id)/cgroup") ?? ""),
            since: ProcessTimes.started(id),
            isOurs: Self.program(of: id) != nil
                && Self.program(of: id) == Self.program(of: ProcessIdentity.current().id))
    }

    /// The name of the program's file, also when an upgrade has replaced it.
    private static func program(of id: Int32) -> Substring? {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/exe"))?
            .replacing(" (deleted)", with: "").split(separator: "/").last
    }

    /// The unit that this process belongs to; `nil` outside of any service.
    package static var ownUnit: String? { unit(of: ProcFile.text("/proc/self/cgroup") ?? "") }

    /// The unit in a process's control group (cgroups(7)): `0::/system.slice/nginx.service`.
    static func unit(of groups: String) -> String? {
        for line in groups.textLines() {
            let path = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).last ?? ""
            // User managers are not services that an operator would stop.
            if let unit = path.split(separator: "/").last(where: { $0.hasSuffix(".service") }), !unit.hasPrefix("user@")
            {
                return String(unit)
            }
        }
        return nil
    }

    /// Inodes of listening sockets (state 0A) on the port, IPv4 and IPv6.
    private static func listeningSockets(port: Int) -> Set<String> {
        var inodes: Set<String> = []
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            for line in (ProcFile.text(table) ?? "").textLines().dropFirst() {
                let fields = line.split(separator: " ")
                guard fields.count > 9, fields[3] == "0A", let hexPort = fields[1].split(separator: ":").last,
                    Int(hexPort, radix: 16) == port
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
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)")).map(
                sockets.contains) ?? false
        }
    }
}
