package import Domain

/// The parsed value of the setting `DATABASE_URL`.
///
/// The description, the mirror and all messages omit the password.
package struct DatabaseURL: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    enum Place: Hashable, Sendable {
        /// Absolute path of the file.
        case sqlite(file: String)
        case postgres(PostgresAddress)
    }

    let place: Place

    /// Parses `sqlite:///absolute/path.db`, `postgres://…` and `postgresql://…` (several hosts allowed, as in libpq).
    /// - Throws: ``Malformed``, without the text itself, which may contain a password.
    package init(_ text: String) throws(Malformed) {
        guard let mark = text.firstRange(of: "://") else {
            throw text.isEmpty ? Malformed("it is empty", fr: "elle est vide") : .unknownScheme
        }
        let rest = text[mark.upperBound...]
        switch text[..<mark.lowerBound] {
        case "sqlite": place = .sqlite(file: try SQLiteAddress.file(in: rest))
        case "postgres", "postgresql": place = .postgres(try PostgresAddress(conninfo: text, rest: rest))
        default: throw .unknownScheme
        }
    }

    private init(_ place: Place) { self.place = place }

    /// The URL of an SQLite file at an absolute path of any characters.
    package static func sqlite(file: String) -> DatabaseURL { DatabaseURL(.sqlite(file: file)) }

    /// Engine, user, hosts, ports and name; never the password.
    package var description: String {
        switch place {
        case .sqlite(let file): "sqlite://\(file)"
        case .postgres(let address): address.description
        }
    }

    /// Shows the description alone, so that a reflection has no password either.
    package var customMirror: Mirror { Mirror(self, children: ["description": description]) }

    /// Path of the SQLite file; `nil` for a server.
    package var file: String? {
        if case .sqlite(let file) = place { file } else { nil }
    }

    /// 16 hexadecimal digits, equal for processes that use the same database, whatever their user and password: of
    /// hosts, ports and name, or of the path.
    package var fingerprint: String {
        let subject =
            switch place {
            case .sqlite(let file): "sqlite://\(file)"
            case .postgres(let address): "postgres://\(address.location)"
            }
        return subject.utf8.fnv1a.hexadecimal
    }

    /// The reason that a `DATABASE_URL` is invalid. Has no part of the URL.
    package struct Malformed: Error, Hashable, CustomStringConvertible {
        /// What is wrong, as the end of a sentence.
        package let reason: Phrase

        init(_ english: String, fr french: String) { reason = Phrase(english, fr: french) }

        init(_ reason: Phrase) { self.reason = reason }

        static let unknownScheme = Malformed(
            "it does not begin with sqlite://, postgres:// or postgresql://",
            fr: "elle ne commence pas par sqlite://, postgres:// ou postgresql://")

        /// The reason, with an example of each form.
        package var description: String {
            "DATABASE_URL cannot be understood: \(reason.english); write it like "
                + "sqlite:///var/lib/bitcoin-analyzer/data.db or postgres://user:password@host:5432/name"
        }
    }
}
