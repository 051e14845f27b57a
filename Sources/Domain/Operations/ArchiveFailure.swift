/// The reason that a database operation failed. Never contains a password.
package struct ArchiveFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// Unreachable, or the connection was lost: retry later.
        case unreachable
        /// Wrong user or password, or missing privileges.
        case authentication
        /// Does not exist, or cannot be created.
        case notFound
        /// Written by a newer version of this program.
        case newer
        /// Migrations are missing.
        case notMigrated
        /// Tables or columns that the recorded schema version has are missing or of another type: changed by hand.
        case schemaDamaged
        /// The file was deleted, or replaced by another, while in use.
        case replaced
        /// The server accepts no further connections.
        case connectionsExhausted
        case readOnly
        case locked
        case corrupt
        case diskFull
        /// This process got no more memory, or may open no more files.
        case outOfMemory, outOfDescriptors
        /// Holds simulated data where real data is expected, or vice versa.
        case originMismatch
        /// Holds tables of another program, and none of ours.
        case foreign
        /// The tables are in another schema of the database than the one that new sessions use.
        case otherSchema
        /// Holds rows, and may not be replaced.
        case notEmpty
        /// Cancelled, with nothing changed.
        case stopped
        /// A bug in this program's SQL.
        case statement
    }

    package let kind: Kind
    /// What happened, naming host and database or the file. The beginning of a sentence, without a full stop.
    package var message: Phrase
    /// What to do, naming the setting or the command.
    package var hint: Phrase
    /// The raw error message, in the language of the database: evidence, never part of a sentence.
    package let detail: String?
    /// A shell command that fixes it or shows what has to be fixed, more specific than that of its kind.
    package var command: String?
    /// What the database says about the reason: the sessions that hold a lock, or use up the connections.
    package var reasons: [Evidence] = []

    package init(_ kind: Kind, _ message: Phrase, hint: Phrase, detail: String? = nil, command: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.detail = detail
        self.command = command
    }

    /// What happened and what to do, for a person.
    package var sentence: Phrase { message + Phrase("; ", fr: "\u{A0}; ") + hint }
    /// What happened, with the database's own line: for logs and evidence, in English.
    package var evidence: String { message.english + (detail.map { " (\($0))" } ?? "") }
    package var description: String { "\(evidence); \(hint.english)" }
}
