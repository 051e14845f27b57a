import Crypto
import Domain
import Foundation
import Support
import Testing

@testable import Storage

/// A backup as an attacker could write it: any rows, with the right checksums.
struct SampleBackup {
    var schema = Migration.newest
    /// Lines of rows, by table.
    var rows: [String: [String]] = [:]
    var without: Set<String> = []
    var first = BackupLayout.first

    static let candle = "28333380\t1\t100.0\t120.0\t90.0\t110.5\t3.25\t\\N"
    /// The candle with its origin.
    static let candleRows = [
        "candles_1h": [candle], "origins": ["1\t1\t1\tr1\t1700010000000"], "sources": ["1\tkraken"],
        "quotes": ["1\tUSD"],
    ]
    /// The same candle as schemas 1 to 3 had it.
    static let firstCandle = "1h\t1700002800000\t100.0\t120.0\t90.0\t110.5\t3.25\tUSD\tkraken\tr1\t1700010000000\t1"
    static let article =
        "a1\tTitle\thttps://example.org/1\tPublisher\t1700000000000\t1700000000000\tSummary\ten\tfeed\tr1\t1700000000000\t1700000000000\t\\N\t0"

    var bytes: [UInt8] {
        get throws {
            var frame = SHA256()
            var bytes: [UInt8] = []
            func line(_ text: String) {
                frame.add(text)
                bytes += (text + "\n").utf8
            }
            line(first)
            line(BackupLayout.schema(schema))
            for table in try SchemaCatalog(version: min(schema, Migration.newest)).copied
            where !without.contains(table.name) {
                line(BackupLayout.table(table))
                var hash = SHA256()
                for row in rows[table.name] ?? [] {
                    hash.add(row)
                    bytes += (row + "\n").utf8
                }
                line(BackupLayout.endOfRows)
                line(BackupLayout.rows(rows[table.name]?.count ?? 0, hash.finalize()))
            }
            return bytes + (BackupLayout.end(frame.finalize()) + "\n").utf8
        }
    }

    func write(to path: String) throws { try Data(bytes).write(to: URL(filePath: path)) }
}

/// A database with some rows, which a refused restore must leave as it is.
struct UntouchedTarget {
    let url: DatabaseURL
    private let folder: String
    private let before: [String: Data]

    init(in folder: String) async throws {
        self.folder = folder + "/target"
        url = .sqlite(file: self.folder + "/data.db")
        try await withOpen(url) { _ = try await $0.candles.keep([try .hour(5, close: 77)]) }
        before = try Self.files(self.folder)
    }

    func check() throws { #expect(try Self.files(folder) == before, "the target was touched") }

    private static func files(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            files[name] = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
        }
        return files
    }
}

/// Lends a folder, and an empty database to restore into.
func withTarget(_ engine: Engine, _ body: (_ folder: String, _ url: DatabaseURL) async throws -> Void) async throws {
    try await withFolder { folder in try await body(folder, try await engine.emptyDatabase(in: folder + "/new")) }
}

/// Restores a file, with the tools of this machine.
func restore(
    _ path: String, into url: DatabaseURL, unverified: Bool = false,
    runTool: @escaping RunTool = { _ in .notRun("no tool", hint: "") }
) async throws -> Restore.Report {
    try await Restore(into: url, runTool: runTool, isGone: { _ in false }, now: .hour(500_000)).read(
        from: try BackupInput(path), replacing: true, unverified: unverified)
}

/// What every table holds.
func allRows(of url: DatabaseURL) async throws -> [String: [[SQLValue]]] {
    let database = try await Database.open(url)
    let catalog = try SchemaCatalog()
    let rows = try await database.engine.read { connection throws(ArchiveFailure) in
        var rows: [String: [[SQLValue]]] = [:]
        for table in catalog.copied {
            try TableReader(table: table, database: connection).forEachBatch { batch in
                rows[table.name, default: []] += batch.map(\.values)
            }
        }
        return rows
    }
    await database.close()
    return rows
}
