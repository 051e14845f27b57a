import Domain

/// Where the database is: what the setting `DATABASE_URL` says, understood.
///
/// Whatever is shown of it (description, reflection, messages) is without the password.
package struct DatabaseURL: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    enum Place: Hashable, Sendable {
        /// Absolute path of the file.
        case sqlite(file: String)
        case postgres(PostgresAddress)
    }

    let place: Place

    /// Understands `sqlite:///absolute/path.db`, `postgres://…` and `postgresql://…` (several hosts allowed, as in
    /// libpq).
    /// - Throws: ``Malformed``, which says what is wrong without repeating what may be a password.
    package init(_ text: String) throws(Malformed) {
        guard let mark = text.firstRange(of: "://") else {
            throw Malformed(
                text.isEmpty ? "it is empty" : "it does not begin with sqlite://, postgres:// or postgresql://")
        }
        let rest = text[mark.upperBound...]
        switch text[..<mark.lowerBound] {
        case "sqlite": place = .sqlite(file: try SQLiteAddress.file(in: rest))
        case "postgres", "postgresql": place = .postgres(try PostgresAddress(conninfo: text, rest: rest))
        default: throw Malformed("it does not begin with sqlite://, postgres:// or postgresql://")
        }
    }

    private init(_ place: Place) { self.place = place }

    /// The SQLite file at an absolute path, which may hold any character.
    package static func sqlite(file: String) -> DatabaseURL { DatabaseURL(.sqlite(file: file)) }

    /// Engine, user, hosts, ports and name; never the password.
    package var description: String {
        switch place {
        case .sqlite(let file): "sqlite://\(file)"
        case .postgres(let address): address.description
        }
    }

    package var customMirror: Mirror { Mirror(self, children: ["description": description]) }

    /// Path of the SQLite file; `nil` for a server.
    package var file: String? {
        if case .sqlite(let file) = place { file } else { nil }
    }

    /// 16 hexadecimal digits, the same for two processes that were given the same place, whatever user and password
    /// they go in with (FNV-1a over hosts, ports and name, or the path: http://www.isthe.com/chongo/tech/comp/fnv/).
    package var fingerprint: String {
        let subject =
            switch place {
            case .sqlite(let file): "sqlite://\(file)"
            case .postgres(let address): "postgres://\(address.location)"
            }
        let hash = subject.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        return hash.hexadecimal
    }

    package struct Malformed: Error, Hashable, CustomStringConvertible {
        /// What is wrong, as the end of a sentence.
        package let reason: String

        init(_ reason: String) { self.reason = reason }

        package var description: String {
            "DATABASE_URL cannot be understood: \(reason); write it like sqlite:///var/lib/bitcoin-analyzer/data.db or "
                + "postgres://user:password@host:5432/name"
        }
    }
}
