import Domain
import FoundationEssentials

/// A PostgreSQL database as its URI names it.
///
/// Used for messages, and to reject a malformed URI early and without repeating a password that an unescaped character
/// has moved to another part; libpq parses the URI again to connect
/// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS).
struct PostgresAddress: Hashable, Sendable, CustomStringConvertible {
    /// The original URI, for libpq. Contains the password.
    let conninfo: String
    let user: String?
    let hosts: [Host]
    let database: String
    /// Passwords, encoded and decoded.
    private let secrets: [String]
    /// Whether the URI has a `target_session_attrs`.
    let choosesSession: Bool
    let encryption: PostgresEncryption

    struct Host: Hashable, CustomStringConvertible {
        let name: String
        let port: Int
        var description: String { "\(name):\(port)" }
    }

    init(conninfo: String, rest: Substring) throws(DatabaseURL.Malformed) {
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let parts = rest[authority.endIndex...].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first ?? ""
        guard !path.contains("@") else {
            throw DatabaseURL.Malformed(
                "there is an @ after the host (in a password, @ is written %40, / is %2F and ? is %3F)",
                fr:
                    "un @ suit l’hôte (dans un mot de passe, @ s’écrit\u{A0}%40, / s’écrit\u{A0}%2F et «\u{A0}?\u{A0}» s’écrit\u{A0}%3F)"
            )
        }
        let parameters = try Self.parameters(parts.count > 1 ? parts[1] : "")

        let at = authority.lastIndex(of: "@")
        let (user, password) = try Self.credentials(at.map { authority[..<$0] } ?? "")
        let named = try Self.hosts(at.map { authority[authority.index(after: $0)...] } ?? authority)
        let inPath = try PercentCoding.decode(
            path.dropFirst(), in: Phrase("the database name", fr: "le nom de la base"))
        let database = parameters["dbname"] ?? inPath
        guard !database.isEmpty else {
            throw DatabaseURL.Malformed(
                "it names no database after the host",
                fr: "aucun nom de base ne suit l’hôte")
        }

        try PercentCoding.check(database, Phrase("the database name", fr: "le nom de la base"))
        try PercentCoding.check(
            parameters["user"] ?? user?.decoded ?? "", Phrase("the user name", fr: "le nom d’utilisateur"))
        self.conninfo = conninfo
        self.user = parameters["user"] ?? user?.decoded
        self.database = database
        hosts = try Self.replaced(named, by: parameters)
        for host in hosts { try PercentCoding.check(host.name, Phrase("the host name", fr: "le nom d’hôte")) }
        choosesSession = parameters["target_session_attrs"] != nil
        let written = at.map { authority[authority.index(after: $0)...] } ?? authority
        // hostaddr is what is connected to, whatever the name beside it.
        encryption = PostgresEncryption(
            hosts: parameters["hostaddr"]?.split(separator: ",").map(String.init)
                ?? (parameters["host"] == nil && written.isEmpty ? [""] : hosts.map(\.name)),
            parameters: parameters, environment: ProcessInfo.processInfo.environment)
        let hidden = [password?.encoded, password?.decoded, parameters["password"], parameters["sslpassword"]]
        secrets = Set(hidden.compactMap(\.self).filter { !$0.isEmpty }).sorted { $0.count > $1.count }
    }

    /// `host:5432/name`, without the user.
    var location: String { hosts.map(\.description).joined(separator: ",") + "/" + database }

    var description: String { "postgres://" + (user.map { $0 + "@" } ?? "") + location }

    /// The text with every password masked: libpq may repeat parts of its input.
    func redacted(_ text: String) -> String {
        secrets.reduce(text) { $0.replacing($1, with: "***") }
    }
}

extension PostgresAddress {
    private typealias Credential = (encoded: String, decoded: String)

    private static func credentials(_ text: Substring) throws(DatabaseURL.Malformed) -> (
        user: Credential?, password: Credential?
    ) {
        guard !text.contains("@") else {
            throw DatabaseURL.Malformed(
                "there is more than one @ before the host (in a user name or password it is written %40)",
                fr: "plusieurs @ précèdent l’hôte (dans un nom ou un mot de passe, @ s’écrit\u{A0}%40)")
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let user = try PercentCoding.decode(parts[0], in: Phrase("the user name", fr: "le nom d’utilisateur"))
        guard parts.count > 1 else { return (user.isEmpty ? nil : (String(parts[0]), user), nil) }
        return (
            (String(parts[0]), user),
            (String(parts[1]), try PercentCoding.decode(parts[1], in: Phrase("the password", fr: "le mot de passe")))
        )
    }

    private static func hosts(_ text: Substring) throws(DatabaseURL.Malformed) -> [Host] {
        var hosts: [Host] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name: Substring
            if item.hasPrefix("[") {
                guard let end = item.firstIndex(of: "]") else {
                    throw DatabaseURL.Malformed(
                        "an IPv6 address lacks its closing ]",
                        fr: "le ] final d’une adresse IPv6 manque")
                }
                name = item[...end]
            } else {
                name = item.prefix { $0 != ":" }
            }
            let bare = name.hasPrefix("[") ? name.dropFirst().dropLast() : name
            guard bare.utf8.allSatisfy(isOfHost) else {
                throw DatabaseURL.Malformed(
                    "the host name has a character that does not belong there",
                    fr: "le nom d’hôte contient un caractère interdit")
            }
            let decoded = try PercentCoding.decode(bare, in: Phrase("the host name", fr: "le nom d’hôte"))
            let port = item[name.endIndex...]
            guard port.isEmpty || port.hasPrefix(":") else {
                throw DatabaseURL.Malformed(
                    "something stands between host and port",
                    fr: "il y a du texte entre l’hôte et le port")
            }
            hosts.append(Host(name: decoded.isEmpty ? "localhost" : decoded, port: try number(port.dropFirst())))
        }
        return hosts
    }

    private static func number(_ port: some StringProtocol) throws(DatabaseURL.Malformed) -> Int {
        guard !port.isEmpty else { return 5432 }
        guard port.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(port),
            (1...65535).contains(number)
        else {
            throw DatabaseURL.Malformed(
                "the port is not a number from 1 to 65535 (in a password, / is written %2F, : is %3A and @ is %40)",
                fr: "le port n’est pas un nombre de 1 à 65\u{202F}535 ("
                    + "dans un mot de passe, / s’écrit\u{A0}%2F, «\u{A0}:\u{A0}» s’écrit\u{A0}%3A et @ s’écrit\u{A0}%40)"
            )
        }
        return number
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "%"): true
        default: false
        }
    }

    private static func parameters(_ query: Substring) throws(DatabaseURL.Malformed) -> [String: String] {
        var parameters: [String: String] = [:]
        guard !query.isEmpty else { return [:] }
        for item in query.split(separator: "&", omittingEmptySubsequences: false) {
            let parts = item.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].contains("@") else {
                throw DatabaseURL.Malformed(
                    "what follows the ? is not name=value&name=value (in a password, ? is written %3F)",
                    fr: "ce qui suit le «\u{A0}?\u{A0}» n’est pas nom=valeur&nom=valeur ("
                        + "dans un mot de passe, «\u{A0}?\u{A0}» s’écrit\u{A0}%3F)")
            }
            let name = try PercentCoding.decode(parts[0], in: Phrase("a parameter's name", fr: "le nom d’un paramètre"))
            guard PostgresKeywords.all.contains(name) else {
                throw DatabaseURL.Malformed(
                    "after the ? stands a parameter that libpq does not know ("
                        + "those it knows: host, port, sslmode, …)",
                    fr:
                        "libpq ne connaît pas un paramètre qui suit le «\u{A0}?\u{A0}» (il connaît host, port, sslmode, etc.)"
                )
            }
            parameters[name] = try PercentCoding.decode(
                parts[1], in: Phrase("the parameter \(name)", fr: "le paramètre \(name)"))
        }
        return parameters
    }

    /// Hosts and ports may also be parameters, as a directory of Unix sockets must be.
    private static func replaced(_ hosts: [Host], by parameters: [String: String]) throws(DatabaseURL.Malformed)
        -> [Host]
    {
        guard parameters["host"] ?? parameters["hostaddr"] ?? parameters["port"] != nil else { return hosts }
        let names =
            (parameters["host"] ?? parameters["hostaddr"])?.split(separator: ",").map(String.init) ?? hosts.map(\.name)
        let ports = parameters["port"]?.split(separator: ",") ?? []
        var replaced: [Host] = []
        for (index, name) in names.enumerated() {
            let port = ports.indices.contains(index) ? ports[index] : ports.first
            replaced.append(
                Host(
                    name: name,
                    port: try port.map { port throws(DatabaseURL.Malformed) in try number(port) } ?? hosts.first?.port
                        ?? 5432)
            )
        }
        return replaced
    }
}
