import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why no connection was made, from libpq's own text, which is in English unless the program sets a locale.
struct PostgresReach {
    private let address: PostgresAddress
    private let message: String

    init(_ address: PostgresAddress, _ message: String) {
        self.address = address
        self.message = message
    }

    /// The end of the sentence that says that it cannot be reached, what to do, and a command.
    var advice: (what: Phrase, hint: Phrase, command: String) {
        if let name = unresolvedName {
            return (
                Phrase(
                    ": the host name \(name) cannot be resolved", fr: "\u{A0}: le nom \(name) ne peut pas être résolu"),
                Phrase(
                    "correct the host in DATABASE_URL, or make its name known: getent hosts \(PostgresAddress.word(name))",
                    fr:
                        "corrigez l’hôte dans DATABASE_URL, ou faites connaître son nom\u{A0}: getent hosts \(PostgresAddress.word(name))"
                ),
                "getent hosts \(PostgresAddress.word(name)); bitcoin-analyzer settings"
            )
        }
        let ready = address.ready
        guard !address.isHere else {
            return (
                .empty,
                Phrase(
                    "check the host in DATABASE_URL and that its server runs: \(ready)",
                    fr: "vérifiez l’hôte dans DATABASE_URL et que son serveur tourne\u{A0}: \(ready)"),
                isNotRunning ? "\(ready); sudo systemctl start postgresql" : "\(ready); \(Self.log)"
            )
        }
        let host = address.hosts.first?.name ?? "HOST"
        guard message.contains("refused") else {
            let route = Self.route(to: host)
            return (
                Phrase(": no response from \(host)", fr: "\u{A0}: pas de réponse de \(host)"),
                Phrase(
                    "check the host in DATABASE_URL, the network to it and its firewall: \(route)",
                    fr: "vérifiez l’hôte dans DATABASE_URL, le réseau qui y mène et son pare-feu\u{A0}: \(route)"),
                "\(ready); \(route)"
            )
        }
        return (
            Phrase(": nothing is listening there", fr: "\u{A0}: rien n’y écoute"),
            Phrase(
                "start PostgreSQL on \(host), or correct the host and the port in DATABASE_URL: \(ready)",
                fr: "démarrez PostgreSQL sur \(host), ou corrigez l’hôte et le port dans DATABASE_URL\u{A0}: \(ready)"),
            ready
        )
    }

    /// The command that shows the route to a host; ip(8) takes addresses alone.
    static func route(to host: String) -> String {
        var (four, six) = (in_addr(), in6_addr())
        let isAddress = inet_pton(AF_INET, host, &four) == 1 || inet_pton(AF_INET6, host, &six) == 1
        return isAddress
            ? "ip route get \(host)"
            : "ip route get $(getent ahosts \(PostgresAddress.word(host)) | head -n 1 | cut -d ' ' -f 1)"
    }

    /// Nothing listens on the port or the socket, rather than that a server failed to respond.
    private var isNotRunning: Bool { message.contains("refused") || message.contains("No such file or directory") }

    /// The newest lines of the logs of the servers on this machine.
    private static let log = "sudo journalctl -u 'postgresql*' -n 50; sudo tail -n 50 /var/log/postgresql/*.log"

    /// `could not translate host name "db1" to address: Name or service not known`
    private var unresolvedName: String? {
        guard let start = message.firstRange(of: "could not translate host name \"") else { return nil }
        let name = message[start.upperBound...].prefix { $0 != "\"" }
        return name.isEmpty ? nil : String(name)
    }
}

extension PostgresAddress {
    /// Whether its server is on this machine, as far as the name says.
    var isHere: Bool {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, 255)
        let own = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return hosts.contains { host in
            ["localhost", "::1", own].contains(host.name) || host.name.hasPrefix("127.") || host.name.hasPrefix("/")
        }
    }

    /// The command that asks whether the server accepts connections, without a password.
    var ready: String {
        "pg_isready -h \(Self.word(hosts.first?.name ?? "HOST")) -p \(hosts.first?.port ?? 5432)"
    }

    /// The command with which the administrator of the server runs SQL in this database.
    /// - Parameter other: another database of the server, where this one accepts no connections.
    func superuser(_ sql: String, in other: String? = nil) -> String {
        let port = hosts.first?.port ?? 5432
        let reach =
            isHere
            ? "sudo -u postgres psql -p \(port)"
            : "psql -h \(Self.word(hosts.first?.name ?? "HOST")) -p \(port) -U postgres"
        return "\(reach) -d \(Self.word(other ?? database)) -c \"\(Self.inQuotationMarks(sql))\""
    }

    /// A name in SQL (https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS).
    static func identifier(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    /// A text in SQL.
    static func text(_ value: String) -> String { "'" + value.replacing("'", with: "''") + "'" }

    /// A word of a command for the shell, quoted where that is necessary.
    static func word(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            let character = Character(UnicodeScalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber) || "-_.".contains(character)
        }
        return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }

    /// The text between quotation marks of the shell, within which these keep their meaning
    /// (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_03).
    private static func inQuotationMarks(_ text: String) -> String {
        ["\\", "\"", "$", "`"].reduce(text) { $0.replacing($1, with: "\\" + $1) }
    }
}
