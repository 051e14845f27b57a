import Domain
import GRDB

/// The rows of an SQLite file, as earlier versions wrote backups.
///
/// A stranger's file can hold views and triggers that never end or change values later, tables that are computed, and
/// pages that lead in circles (https://www.sqlite.org/security.html). So the file is only read, from plain tables with
/// the columns of this program, row by row, within limits of time, memory and size.
struct SQLiteBackupFile: BackupRows {
    let path: String
    let schema: Int
    private let folder: ScratchFolder
    private let copy: String
    private let size: Int
    private let catalog: SchemaCatalog

    /// For one pass over a file: far more than millions of rows need.
    static let timeLimit: Duration = .seconds(600)
    /// Bytes that SQLite may allocate in this process (https://www.sqlite.org/pragma.html#pragma_hard_heap_limit).
    private static let memoryLimit = 256 << 20

    /// Copies the file. Blocks.
    /// - Throws: ``ArchiveFailure``, `stopped` when cancelled, ``BackupFailure``
    init(_ input: BackupInput, _ cancellation: Cancellation) throws {
        path = input.path
        size = input.size
        folder = try ScratchFolder()
        copy = folder.path + "/backup.db"
        // A copy, so that no file beside it (-wal, -journal) is read, and no other process writes it.
        try input.copy(to: copy, cancellation)
        let name = path
        let found = try Self.reading(copy, path, timeLimit: Self.timeLimit) { database throws(ArchiveFailure) in
            try Self.schema(in: database, name)
        }
        guard let found else { throw BackupFailure.otherProgram(path) }
        guard found <= Migration.newest else {
            throw ArchiveFailure.newer(path, schema: found, known: Migration.newest)
        }
        schema = found
        catalog = try SchemaCatalog(version: found)
    }

    func forEachBatch(_ body: (SchemaCatalog.Table, [SQLRow]) throws(ArchiveFailure) -> Void) throws(ArchiveFailure) {
        try Self.reading(copy, path, timeLimit: Self.timeLimit) { database throws(ArchiveFailure) in
            var left = SizeLimit(rows: size, bytes: size.multipliedClamped(by: 2), path: path)
            for table in catalog.copied {
                try Self.requirePlain(table, in: database, path)
                let rules = RowRules(table)
                var (count, batch) = (0, [SQLRow]())
                let columns = table.columns.map(\.name).joined(separator: ", ")
                try database.forEachRow("SELECT \(columns) FROM main.\(table.name)") { values throws(ArchiveFailure) in
                    count += 1
                    try left.take(values)
                    do throws(RowRules.Refusal) { batch.append(try rules.checked(values)) } catch {
                        throw .refused(path, table.name, row: count, error)
                    }
                    if batch.count == TableReader.batchSize {
                        try body(table, batch)
                        batch.removeAll(keepingCapacity: true)
                    }
                }
                if !batch.isEmpty || count == 0 { try body(table, batch) }
            }
        }
    }

    /// `nil` without a plain table of versions.
    private static func schema(in database: SQLiteConnection, _ path: String) throws(ArchiveFailure) -> Int? {
        let columns = [RowBatch.Column(name: "version", kind: .integer)]
        let versions = SchemaCatalog.Table(name: SchemaCatalog.versions, columns: columns, key: [], required: [])
        guard try kind(of: versions, in: database) != nil else { return nil }
        try requirePlain(versions, in: database, path)
        var newest: Int64 = 0
        try database.forEachRow("SELECT version FROM main.\(versions.name)") { values in
            if case .integer(let version)? = values.first { newest = max(newest, version) }
        }
        return newest > 0 ? Int(newest) : nil
    }

    private static func kind(of table: SchemaCatalog.Table, in database: SQLiteConnection) throws(ArchiveFailure)
        -> String?
    {
        try database.rows(
            "SELECT type FROM pragma_table_list WHERE schema = 'main' AND name = ?", [.text(table.name)]
        ).first?.text(0)
    }

    /// Neither a view nor a virtual table, and no column of it is computed.
    private static func requirePlain(
        _ table: SchemaCatalog.Table, in database: SQLiteConnection, _ path: String
    ) throws(ArchiveFailure) {
        guard try kind(of: table, in: database) == "table" else {
            throw .damaged(path, "\(table.name) is not a plain table")
        }
        var plain: Set<String> = []
        for row in try database.rows("SELECT name, hidden FROM pragma_table_xinfo(?, 'main')", [.text(table.name)])
        where try row.integer(1) == 0 {
            plain.insert(try row.text(0))
        }
        guard plain.isSuperset(of: table.columns.map(\.name)) else {
            throw .damaged(path, "\(table.name) lacks a column, or computes one")
        }
    }

    /// - Parameter recovers: whether SQLite may write the copy, to roll back what a journal beside it has; statements
    ///   may not in either case.
    static func reading<Value>(
        _ copy: String, _ path: String, timeLimit: Duration, recovers: Bool = false,
        _ body: (SQLiteConnection) throws(ArchiveFailure) -> Value
    ) throws(ArchiveFailure) -> Value {
        let file = SQLiteFile(path: copy, place: path)
        return try file.translated {
            var configuration = Configuration()
            configuration.readonly = !recovers
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA trusted_schema = OFF")
                try database.execute(sql: "PRAGMA cell_size_check = ON")
                try database.execute(sql: "PRAGMA query_only = ON")
                try database.execute(sql: "PRAGMA mmap_size = 0")
                try database.execute(sql: "PRAGMA hard_heap_limit = \(memoryLimit)")
            }
            let queue = try DatabaseQueue(path: copy, configuration: configuration)
            let watchdog = Task.detached {
                // Repeatedly: an interrupt ends what runs at that moment.
                try await Task.sleep(for: timeLimit)
                while !Task.isCancelled {
                    queue.interrupt()
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            defer { watchdog.cancel() }
            return try queue.unsafeRead { try body(SQLiteConnection(database: $0, file: file)) }
        }
    }

    /// What a file of this size can hold: pages that are in a tree more than once make more.
    private struct SizeLimit {
        var rows, bytes: Int
        let path: String

        mutating func take(_ values: [SQLValue]) throws(ArchiveFailure) {
            rows -= 1
            for case .text(let text) in values { bytes -= text.utf8.count }
            guard rows >= 0, bytes >= 0 else {
                throw .damaged(path, "it has more rows than fit into a file of its size")
            }
        }
    }
}
