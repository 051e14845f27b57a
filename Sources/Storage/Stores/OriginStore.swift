import Domain

/// Whether the rows of a database are about the real world or about the simulated one.
package enum DataOrigin: String, Sendable { case real, simulated }

/// The origin, as the row `origin` of `meta`. Written once, by whoever writes first.
struct OriginStore: Sendable {
    let engine: any SQLEngine

    func claim(_ origin: DataOrigin) async throws(ArchiveFailure) {
        let place = engine.place
        try await engine.write { database throws(ArchiveFailure) in
            try database.execute(
                "INSERT INTO meta (key, value) VALUES ('origin', ?) ON CONFLICT (key) DO NOTHING",
                [.text(origin.rawValue)])
            let found = try Self.origin(in: database)
            guard found == origin else { throw .originMismatch(place, wanted: origin) }
        }
    }

    func origin() async throws(ArchiveFailure) -> DataOrigin? {
        try await engine.read { database throws(ArchiveFailure) in try Self.origin(in: database) }
    }

    private static func origin(in database: any SQLConnection) throws(ArchiveFailure) -> DataOrigin? {
        try database.rows("SELECT value FROM meta WHERE key = 'origin'").first?.name(0)
    }
}

extension ArchiveFailure {
    fileprivate static func originMismatch(_ place: String, wanted: DataOrigin) -> ArchiveFailure {
        switch wanted {
        case .real:
            ArchiveFailure(
                .originMismatch, "\(place) holds simulated data, and real data would be mixed into it",
                hint:
                    "point DATABASE_URL to another database, or remove this one if the simulated data is no longer wanted"
            )
        case .simulated:
            ArchiveFailure(
                .originMismatch, "\(place) holds real data, and simulated data would be mixed into it",
                hint: "point DATABASE_URL to another database for the simulated world")
        }
    }
}
