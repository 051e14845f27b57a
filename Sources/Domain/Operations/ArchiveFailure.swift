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
        /// Holds something that would be lost, and nobody said that it may be.
        case notEmpty
        /// A file that was given cannot be used: it is not there, or is not what it should be.
        case unusableFile
        /// A file of a backup may not be written there.
        case forbiddenFile
        /// A program that is needed is not installed.
        case toolMissing
        /// Told to end before the end.
        case stopped
        /// A fault in this program's SQL.
        case statement
    }

    package let kind: Kind
    /// What happened, naming host and database or the file.
    package let message: String
    /// What to do, naming the setting or the command.
    package let hint: String

    package init(_ kind: Kind, _ message: String, hint: String) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    package var description: String { "\(message); \(hint)" }
}
