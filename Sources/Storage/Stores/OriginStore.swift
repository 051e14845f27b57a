import Domain

/// Whether a database holds real or simulated data.
package struct DataOrigin: OpenEnum {
    /// The value in the table `meta`.
    package let rawValue: String
    /// Accepts any value, as a newer version may have written it.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Data of real sources.
    package static let real = DataOrigin(rawValue: "real")
    /// Data of the simulated sources of `demo` and the drills.
    package static let simulated = DataOrigin(rawValue: "simulated")

    /// The values that this version knows.
    package static let known: [DataOrigin] = [.real, .simulated]
}

/// The origin, stored as the row `origin` of `meta` by the first writer.
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

    static func origin(in database: any SQLConnection) throws(ArchiveFailure) -> DataOrigin? {
        let rows = try database.rows("SELECT value FROM meta WHERE key = 'origin'")
        guard let row = rows.first else { return nil }
        return DataOrigin(rawValue: try row.text(0))
    }
}

extension ArchiveFailure {
    static func originMismatch(_ place: String, found: DataOrigin?, wanted: DataOrigin) -> ArchiveFailure {
        let (held, added) = ((found ?? DataOrigin(rawValue: "?")).name, wanted.name)
        let removable =
            found == .simulated
            ? Phrase(
                ", or remove this one if the simulated data is no longer wanted",
                fr: ", ou supprimez celle-ci si les données simulées ne servent plus") : .empty
        return ArchiveFailure(
            .originMismatch,
            Phrase(
                "\(place) holds \(held.english) data, and \(added.english) data would be mixed into it",
                fr: "\(place) contient des données \(held.french), et des données \(added.french) s’y mêleraient"),
            hint: Phrase(
                "point DATABASE_URL to another database", fr: "indiquez une autre base dans DATABASE_URL") + removable)
    }
}

extension DataOrigin {
    fileprivate var name: Phrase {
        switch self {
        case .real: Phrase("real", fr: "réelles")
        case .simulated: Phrase("simulated", fr: "simulées")
        default: Phrase("'\(rawValue)'", fr: "«\u{A0}\(rawValue)\u{A0}»")
        }
    }
}
