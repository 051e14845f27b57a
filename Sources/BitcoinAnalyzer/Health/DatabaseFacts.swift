import Collection
import Domain
import Health
import Incidents
import OperatingSystem
import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension DatabaseFacts {
    /// Opens the database as a reader, reads the facts of all checks, and closes it.
    /// - Parameter thorough: whether to read a complete file for damage, which takes time.
    static func read(_ settings: Settings, thorough: Bool = true) async -> DatabaseFacts {
        await facts {
            let database = try await Database.open(settings.databaseURL, migrate: false, isInspection: true)
            do {
                let contents = try await contents(of: database, settings, thorough: thorough)
                await database.close()
                return contents
            } catch {
                await database.close()
                throw error
            }
        }
    }

    /// Reads the facts of all checks from an open database.
    static func read(_ database: Database, _ settings: Settings) async -> DatabaseFacts {
        await facts {
            try await database.checkSchema()
            return try await contents(of: database, settings, thorough: false)
        }
    }

    private static func facts(_ contents: () async throws -> Contents) async -> DatabaseFacts {
        do {
            return .read(try await contents())
        } catch let failure as ArchiveFailure {
            return .failed(failure)
        } catch {
            return .failed(
                ArchiveFailure(
                    .statement, Phrase("the database failed", fr: "la base de données a échoué"),
                    hint: Phrase("this is a bug: please report it", fr: "c’est un bogue\u{A0}: merci de le signaler"),
                    detail: "\(error)"))
        }
    }

    private static func contents(of database: Database, _ settings: Settings, thorough: Bool) async throws -> Contents {
        var contents = Contents(schema: try await database.schemaVersion())
        let examination = try await database.examine(thorough: thorough)
        contents.damage = examination.damage
        contents.writing = examination.writing
        contents.serverTime = examination.serverTime
        contents.simulated = try await database.isSimulated()
        contents.newestCandle = try await database.candles.candles(of: .oneHour, in: nil, limit: 1).first
        contents.newestArticle = try await database.news.articles(matching: NewsQuery(), limit: 1).first?.firstSeen
        contents.runs = try await database.runs.runs(before: nil, limit: 30)
        contents.openIncidents = try await database.incidents.incidents(
            matching: IncidentQuery(state: .open), limit: 100)
        contents.collecting = try await database.leases.holder(of: Collector.lease).map {
            CollectionLease(holder: $0, isGone: ProcessIdentity.isGone($0))
        }
        do {
            let marker = try settings.runMarker.read()
            contents.marker = .known(
                try await MarkerVerdict.judge(marker, own: settings.databaseIdentity, in: database.runs))
        } catch let error as RunMarkerFile.Unreadable {
            contents.marker = .unknown(error.phrase)
        }
        return contents
    }
}

/// The file that a path refers to: an open connection keeps reading the old file after a replacement.
struct FileIdentity: Equatable {
    private let device: dev_t
    private let node: ino_t

    /// `nil` where there is no file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = status.st_dev
        node = status.st_ino
    }
}
