import Domain
import FoundationEssentials
import GRDB
import OperatingSystem

/// An SQLite file: opening it, and mapping its failures.
struct SQLiteFile: Sendable {
    let path: String
    /// The name in messages.
    let place: String
    /// How long its connections wait for another process's lock.
    var lockTimeout = busyTimeout

    func open(create: Bool, readers: Int) throws(ArchiveFailure) -> DatabasePool {
        try prepareFolder(create: create)
        try requireUnplanted()
        var configuration = Self.configuration
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(lockTimeout / .seconds(1))
        return try translated {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return pool
        }
    }

    /// Another process may hold the lock for one large write.
    static let busyTimeout: Duration = .seconds(5)

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "bitcoin-analyzer"
        configuration.busyMode = .timeout(busyTimeout / .seconds(1))
        // Where not even a rollback has the memory it needs, GRDB would end the process. The next write rolls back.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { database in
            database.add(
                function: DatabaseFunction("folded", argumentCount: 1, pure: true) { values in
                    String.fromDatabaseValue(values[0])?.folded
                })
        }
        return configuration
    }

    /// Leaves WAL mode, so that the database is a single file.
    func leaveWAL() throws(ArchiveFailure) {
        try translated {
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            try queue.writeWithoutTransaction { database in
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
            }
            try queue.close()
        }
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
            guard isRegularFile(path) else {
                throw failure(
                    .notFound,
                    Phrase(
                        "is a pipe or a device, not a regular file",
                        fr: "est un tube ou un périphérique, pas un fichier ordinaire"),
                    hint: Phrase("name a file in DATABASE_URL", fr: "indiquez un fichier dans DATABASE_URL"))
            }
            return
        }
        // Where its disk is missing, the file is not: a new one in its place would hide it.
        if let missing = MissingDisk.above(path) {
            var failure = failure(
                .unreachable, Phrase("is not there: ", fr: "est introuvable\u{A0}: ") + missing.phrase,
                hint: missing.hint)
            failure.command = missing.command
            throw failure
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

    /// SQLite opens its files by their names; see ``OpenFolder/requireUnplanted(_:)``.
    func requireUnplanted() throws(ArchiveFailure) {
        do throws(FileError) {
            let folder = try OpenFolder(folder)
            let name = folderAndName(of: path).name
            for end in ["", "-wal", "-shm", "-journal"] { try folder.requireUnplanted(name + end) }
        } catch {
            if !FreeDescriptors.areLeft() { throw .outOfDescriptors(place, error.description) }
            throw failure(
                .readOnly, Phrase("is not opened by root: ", fr: "n’est pas ouverte par root\u{A0}: ") + error.phrase,
                hint: Phrase(
                    "list the folder (ls -la \(folder.shellQuoted)), remove the link, and run the command as the service’s user",
                    fr:
                        "examinez le dossier (ls -la \(folder.shellQuoted)), supprimez le lien et lancez la commande avec "
                        + "l’utilisateur du service"))
        }
    }

    var folder: String { folderAndName(of: path).folder }
}
