import Domain
import FoundationEssentials
import GRDB
import OperatingSystem

/// An SQLite file: opening it, and mapping its failures.
struct SQLiteFile: Sendable {
    let path: String
    /// The name in messages.
    let place: String

    func open(create: Bool, readers: Int) throws(ArchiveFailure) -> DatabasePool {
        try prepareFolder(create: create)
        var configuration = Self.configuration
        configuration.maximumReaderCount = readers
        return try translated {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return pool
        }
    }

    /// In seconds: another process may hold the lock for one large write.
    private static let busyTimeout = 5.0

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "bitcoin-analyzer"
        configuration.busyMode = .timeout(busyTimeout)
        return configuration
    }

    /// Creates the directories of the file, where it does not exist and may be created.
    func prepareFolder(create: Bool) throws(ArchiveFailure) {
        let files = FileManager.default
        var isFolder = false
        if files.fileExists(atPath: path, isDirectory: &isFolder) {
            guard !isFolder else {
                throw failure(
                    .notFound, Phrase("is a folder, not a file", fr: "est un dossier, pas un fichier"),
                    hint: Phrase("name a file in DATABASE_URL", fr: "indiquez un fichier dans DATABASE_URL"))
            }
            return
        }
        guard create else {
            throw failure(
                .notFound, Phrase("does not exist", fr: "n’existe pas"),
                hint: Phrase(
                    "run bitcoin-analyzer migrate to create it, or check DATABASE_URL",
                    fr: "lancez bitcoin-analyzer migrate pour la créer, ou vérifiez DATABASE_URL"))
        }
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw failure(
                .notFound,
                Phrase(
                    "cannot be created: the folder \(folder) cannot be created",
                    fr: "ne peut pas être créée\u{A0}: le dossier \(folder) ne peut pas être créé"),
                hint: Phrase(
                    "create that folder for this user, or change DATABASE_URL",
                    fr: "créez ce dossier pour cet utilisateur, ou changez DATABASE_URL"))
        }
    }

    var folder: String { folderAndName(of: path).folder }
}
