import Crypto
import Domain
import FoundationEssentials
import Storage
import Support

extension FuzzTarget {
    /// Backups, with the checksums that an attacker would compute: what is left to refuse them are the layout and the
    /// values.
    static let backups = FuzzTarget(
        "backups", maxLength: 4096, mutations: 250,
        words: [
            "table candles_1h", "table articles", "table origins", "\\.\n", "\nrows 1 sha256 ", "\nend sha256 ", "\t",
            "\\N", "\\t", "\\\\", "nan", "inf", "1e999", "-9223372036854775808", "schema 4", "schema 3", "\nschema -1",
            "28333380\t1\t100.0\t120.0\t90.0\t110.5\t3.25\t\\N",
        ]
    ) { (bytes) throws(Broken) in
        let folder = FileManager.default.temporaryDirectory.path + "/backup-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(signed(bytes)).write(to: URL(filePath: folder + "/backup"))
        } catch { return }
        try await restore(folder + "/backup", into: .sqlite(file: folder + "/data.db"))
    }

    private static func restore(_ path: String, into url: DatabaseURL) async throws(Broken) {
        let now = Timestamp(seconds: 1_790_000_000)
        do {
            let restore = Restore(
                into: url, runTool: { _ in .notRun("no tool", hint: "") }, isGone: { _ in false }, now: now)
            _ = try await restore.read(from: try BackupInput(path), replacing: false, unverified: true)
        } catch is ArchiveFailure { return } catch is BackupFailure { return } catch {
            throw Broken("refused by \(type(of: error)), which no command explains: \(error)")
        }
        do {
            let database = try await Database.open(url)
            for interval in Interval.allCases {
                let all = TimeRange(.earliest, until: .latest)
                // Reading refuses a row that cannot be a candle.
                _ = try await database.candles.candles(of: interval, in: all, limit: 100)
            }
            await database.close()
        } catch {
            throw Broken("what was restored cannot be read: \(error)")
        }
    }

    /// The bytes with the right checksums in the lines that have one (`Documentation/Data.md`).
    private static func signed(_ bytes: [UInt8]) -> [UInt8] {
        var (signed, frame, rows): ([UInt8], SHA256, SHA256?) = ([], SHA256(), nil)
        var count = 0
        for part in bytes.split(separator: 10, omittingEmptySubsequences: true) {
            var line = Array(part)
            if line.starts(with: Array("rows ".utf8)), let hash = rows {
                line = Array("rows \(count) sha256 \(hexadecimal(hash.finalize()))".utf8)
                rows = nil
            } else if line.starts(with: Array("end ".utf8)) {
                line = Array("end sha256 \(hexadecimal(frame.finalize()))".utf8)
            }
            line.append(10)
            let isEnd = line == Array("\\.\n".utf8)
            if rows != nil, !isEnd {
                rows?.update(data: line)
                count += 1
            } else {
                frame.update(data: line)
                if line.starts(with: Array("table ".utf8)) { (rows, count) = (SHA256(), 0) }
            }
            signed += line
        }
        return signed
    }

    private static func hexadecimal(_ digest: SHA256Digest) -> String {
        digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
