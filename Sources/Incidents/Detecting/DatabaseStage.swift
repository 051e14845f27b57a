import Domain
import Health

/// How far the use of a database gets: what fails at one stage says nothing of the later ones.
enum DatabaseStage: Int, Comparable {
    /// A connection is made.
    case reached
    /// The server has one left.
    case accepted
    /// User and password are right.
    case authenticated
    /// The database exists.
    case found
    /// It is this program's, of its schema, and intact.
    case read
    case written

    static func < (a: DatabaseStage, b: DatabaseStage) -> Bool { a.rawValue < b.rawValue }

    /// The stage that a cause keeps the service from; `nil` for one that is not the database's own.
    fileprivate init?(_ cause: Cause) {
        switch cause {
        case .databaseUnreachable: self = .reached
        case .databaseConnectionsExhausted: self = .accepted
        case .databaseAuth: self = .authenticated
        case .databaseNotMigrated, .databaseMismatch, .databaseSchemaDamaged, .databaseCorrupt, .databaseReplaced:
            self = .read
        case .databaseReadOnly, .databaseLocked: self = .written
        default: return nil
        }
    }

    /// The stage at which the use of the database failed; `nil` where it did not.
    fileprivate init?(failedIn finding: Finding) {
        guard finding.check == .database, finding.outcome == .failed else { return nil }
        switch finding.problem {
        case .database(let kind)?:
            switch kind {
            case .notFound: self = .found
            case .newer, .originMismatch, .foreign: self = .read
            case .diskFull: self = .written
            default: self = Cause(ofDatabase: kind).flatMap { DatabaseStage($0) } ?? .reached
            }
        case .databaseDamaged?, .databaseReplaced?: self = .read
        default: self = .reached
        }
    }
}

extension CauseEntry {
    /// Whether the checks got as far as what this cause concerns, so that its absence shows something: a server that is
    /// down does not show that its password is right.
    func isReached(_ observation: Observation) -> Bool {
        guard proof == .checks, checks.contains(.database), let own = DatabaseStage(cause) else { return true }
        return observation.findings.allSatisfy { DatabaseStage(failedIn: $0).map { $0 > own } ?? true }
    }
}
