/// A PostgreSQL database as its URI names it.
///
/// The URI is read here only to speak of it and to refuse what is wrong with it early and without repeating a password
/// that an unescaped character has moved out of its place; libpq reads it again to connect
/// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS).
struct PostgresAddress: Hashable, Sendable, CustomStringConvertible {
    /// The URI as it was given, for libpq. Holds the password.
    let conninfo: String
    let user: String?
    let hosts: [Host]
    let database: String
    /// What must not be shown, as written and as meant.
    private let secrets: [String]
    /// Whether the URI itself says which kind of server is wanted.
    let choosesSession: Bool

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
                "there is an @ after the host (in a password, @ is written %40, / is %2F and ? is %3F)")
        }
        let parameters = try Self.parameters(parts.count > 1 ? parts[1] : "")

        let at = authority.lastIndex(of: "@")
        let (user, password) = try Self.credentials(at.map { authority[..<$0] } ?? "")
        let named = try Self.hosts(at.map { authority[authority.index(after: $0)...] } ?? authority)
        let inPath = try PercentCoding.decode(path.dropFirst(), in: "the database name")
        let database = parameters["dbname"] ?? inPath
        guard !database.isEmpty else { throw DatabaseURL.Malformed("it names no database after the host") }

        self.conninfo = conninfo
        self.user = parameters["user"] ?? user?.meant
        self.database = database
        hosts = try Self.replaced(named, by: parameters)
        choosesSession = parameters["target_session_attrs"] != nil
        let hidden = [password?.written, password?.meant, parameters["password"], parameters["sslpassword"]]
        secrets = Set(hidden.compactMap(\.self).filter { !$0.isEmpty }).sorted { $0.count > $1.count }
    }

    /// `host:5432/name`, without the user.
    var location: String { hosts.map(\.description).joined(separator: ",") + "/" + database }

    var description: String { "postgres://" + (user.map { $0 + "@" } ?? "") + location }

    /// The text with every password in it blotted out: libpq may repeat parts of its input.
    func redacted(_ text: String) -> String {
        secrets.reduce(text) { $0.replacing($1, with: "***") }
    }
}

extension PostgresAddress {
    private typealias Credential = (written: String, meant: String)

    private static func credentials(_ text: Substring) throws(DatabaseURL.Malformed) -> (
        user: Credential?, password: Credential?
    ) {
        guard !text.contains("@") else {
            throw DatabaseURL.Malformed(
                "there is more than one @ before the host (in a user name or password it is written %40)")
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let user = try PercentCoding.decode(parts[0], in: "the user name")
        guard parts.count > 1 else { return (user.isEmpty ? nil : (String(parts[0]), user), nil) }
        return ((String(parts[0]), user), (String(parts[1]), try PercentCoding.decode(parts[1], in: "the password")))
    }

    private static func hosts(_ text: Substring) throws(DatabaseURL.Malformed) -> [Host] {
        var hosts: [Host] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name: Substring
            if item.hasPrefix("[") {
                guard let end = item.firstIndex(of: "]") else {
                    throw DatabaseURL.Malformed("an IPv6 address lacks its closing ]")
                }
                name = item[...end]
            } else {
                name = item.prefix { $0 != ":" }
            }
            let bare = name.hasPrefix("[") ? name.dropFirst().dropLast() : name
            guard bare.utf8.allSatisfy(isOfHost) else {
                throw DatabaseURL.Malformed("the host name has a character that does not belong there")
            }
            let decoded = try PercentCoding.decode(bare, in: "the host name")
            let port = item[name.endIndex...]
            guard port.isEmpty || port.hasPrefix(":") else {
                throw DatabaseURL.Malformed("something stands between host and port")
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
                "the port is not a number from 1 to 65535 (in a password, / is written %2F, : is %3A and @ is %40)")
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
                    "what follows the ? is not name=value&name=value (in a password, ? is written %3F)")
            }
            let name = try PercentCoding.decode(parts[0], in: "a parameter's name")
            guard PostgresKeywords.all.contains(name) else {
                throw DatabaseURL.Malformed(
                    "after the ? stands a parameter that libpq does not know (those it knows: host, port, sslmode, …)")
            }
            parameters[name] = try PercentCoding.decode(parts[1], in: "the parameter \(name)")
        }
        return parameters
    }

    /// Hosts and ports may also stand in the parameters, as a folder of Unix sockets has to.
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
