import Domain

/// One step of the schema. Never edited once released: a later step corrects it.
struct Migration: Sendable {
    let version: Int
    let name: String
    let statements: @Sendable (SQLDialect) -> [String]
    /// Moves rows after ``statements``; calls `progress` with the completed share, 0 to 1.
    var move: (@Sendable (any SQLConnection, _ progress: (Double) -> Void) throws(ArchiveFailure) -> Void)?
}

extension Migration {
    /// Oldest first. Append only.
    static let all: [Migration] = [
        .firstTables, .incidents, .incidentPlaces, .compactCandles, .feedStates, .modelCalls, .analysisScores,
        .priceAlerts, .pushSubscriptions,
    ]

    /// The version of the schema that this program reads and writes.
    static var newest: Int { all.last?.version ?? 0 }
}
