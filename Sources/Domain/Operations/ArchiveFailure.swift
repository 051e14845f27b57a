/// Why the database could not do what it was asked. Never holds a password.
package struct ArchiveFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// Cannot be reached, or went away: try again later.
        case unreachable
        /// Refuses the user or the password.
        case authentication
        /// Does not exist, or may not be created there.
        case notFound
        /// Written by a newer version of this program.
        case newer
        /// Its migrations have not been applied.
        case notMigrated
        case readOnly
        case locked
        case corrupt
        case diskFull
        /// Holds simulated data where real data is wanted, or the other way round.
        case originMismatch
        /// Holds rows that would be lost, and replacing them has not been allowed.
        case notEmpty
        /// A bug in this program's SQL.
        case statement
    }

    package let kind: Kind
    /// What happened, naming host and database or the file. The beginning of a sentence, without its full stop.
    package let message: Phrase
    /// What to do, naming the setting or the command.
    package let hint: Phrase
    /// The database's own line, in the language that it speaks: evidence, never part of a sentence.
    package let detail: String?

    package init(_ kind: Kind, _ message: Phrase, hint: Phrase, detail: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.detail = detail
    }

    /// What happened and what to do, for a person.
    package var sentence: Phrase { message + Phrase("; ", fr: "\u{202F}; ") + hint }
    /// What happened, with the database's own line: for logs and evidence, in English.
    package var evidence: String { message.english + (detail.map { " (\($0))" } ?? "") }
    package var description: String { "\(evidence); \(hint.english)" }
}
