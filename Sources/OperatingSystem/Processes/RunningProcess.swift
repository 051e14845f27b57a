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
    /// - Parameter host: the address that is listened on; a program on another address is not in the way.
    /// - Returns: `nil` when nothing is listening, or when this user may not see the process.
    ///
    /// Reads the descriptors of all processes.
    package static func of(port: Int, on host: String) -> RunningProcess? { find(port: port, on: host)?.holder }

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

    /// `nil` when nothing is listening on the port of this address.
    package static func find(port: Int, on host: String) -> Listener? {
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map { ProcFile.text($0) ?? "" }
        let sockets = listeningSockets(port: port, on: host, tables)
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

    /// The unit of the system in a process's control group (cgroups(7)): `0::/system.slice/nginx.service`.
    ///
    /// Below its own manager (`user@1000.service`) a user makes units and control groups of any name: they are none of
    /// the system, and a name from there is not one to put into a command.
    static func unit(of groups: String) -> String? {
        for line in groups.textLines() {
            let path = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).last ?? ""
            let parts = path.split(separator: "/")
            guard !parts.contains(where: { $0.hasPrefix("user@") }),
                let unit = parts.last(where: { $0.hasSuffix(".service") }), unit.utf8.allSatisfy(isOfUnitName)
            else { continue }
            return String(unit)
        }
        return nil
    }

    /// Of the characters of a unit's name (systemd.unit(5)) those that also mean nothing to a shell: not a backslash.
    private static func isOfUnitName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: ":-_.@".utf8.contains(byte)
        }
    }

    /// Inodes of listening sockets (state 0A) on the port of this address.
    /// - Parameter tables: of IPv4 and IPv6, as proc(5) has them.
    static func listeningSockets(port: Int, on host: String, _ tables: [String]) -> Set<String> {
        var sockets: [(address: ListeningAddress, value: String)] = []
        for line in tables.flatMap({ $0.textLines().dropFirst() }) {
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[3] == "0A" else { continue }
            let place = fields[1].split(separator: ":")
            guard place.count == 2, Int(place[1], radix: 16) == port, let address = ListeningAddress(proc: place[0])
            else { continue }
            sockets.append((address, "socket:[\(fields[9])]"))
        }
        return Set(ListeningAddress.inTheWay(of: host, sockets))
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
