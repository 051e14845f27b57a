import Domain

/// Whether the rows of a database are about the real world or about the simulated one.
package struct DataOrigin: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let real = DataOrigin(rawValue: "real")
    package static let simulated = DataOrigin(rawValue: "simulated")

    package static let known: [DataOrigin] = [.real, .simulated]
}

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
            guard found == origin else { throw .originMismatch(place, found: found, wanted: origin) }
        }
    }

    func origin() async throws(ArchiveFailure) -> DataOrigin? {
        try await engine.read { database throws(ArchiveFailure) in try Self.origin(in: database) }
    }

    private static func origin(in database: any SQLConnection) throws(ArchiveFailure) -> DataOrigin? {
        let rows = try database.rows("SELECT value FROM meta WHERE key = 'origin'")
        guard let row = rows.first else { return nil }
        return DataOrigin(rawValue: try row.text(0))
    }
}

extension ArchiveFailure {
    fileprivate static func originMismatch(_ place: String, found: DataOrigin?, wanted: DataOrigin) -> ArchiveFailure {
        let removable = found == .simulated ? ", or remove this one if the simulated data is no longer wanted" : ""
        return ArchiveFailure(
            .originMismatch,
            "\(place) holds \(found?.rawValue ?? "other") data, and \(wanted) data would be mixed into it",
            hint: "point DATABASE_URL to another database\(removable)")
    }
}
