/// One step of the schema. Never edited once released: a later step corrects it.
struct Migration: Sendable {
    let version: Int
    let name: String
    let statements: @Sendable (SQLDialect) -> [String]
}

extension Migration {
    /// Oldest first. Append only.
    static let all: [Migration] = [.firstTables, .incidents, .incidentPlaces]

    /// The version of the schema that this program reads and writes.
    static var newest: Int { all.last?.version ?? 0 }
}
