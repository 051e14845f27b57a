import Collection
import Domain
import Health
import Incidents
import OperatingSystem
import Storage

extension DatabaseFacts {
    /// Opens the database as a reader does, asks all that the checks want to know, and closes it.
    /// - Parameter thorough: whether a file is read from end to end for damage, which takes time.
    static func ask(_ settings: Settings, thorough: Bool = true) async -> DatabaseFacts {
        do {
            let database = try await Database.open(settings.databaseURL, migrate: false)
            do {
                let contents = try await contents(of: database, settings, thorough: thorough)
                await database.close()
                return .answered(contents)
            } catch {
                await database.close()
                throw error
            }
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
        contents.collecting = try await database.leases.holder(of: Collector.lease).map {
            CollectionLease(holder: $0, isGone: ProcessIdentity.isGone($0))
        }
        do {
            let marker = try settings.runMarker.read()
            contents.marker = .known(
                try await MarkerVerdict.judge(marker, own: settings.databaseIdentity, in: database.runs))
        } catch let error as RunMarkerFile.Unreadable {
            contents.marker = .unknown(error.description)
        }
        return contents
    }
}
