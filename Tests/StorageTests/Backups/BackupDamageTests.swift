import Domain
import Foundation
import Support
import Testing

@testable import Storage

@Suite("A damaged backup") struct BackupDamageTests {
    private func withBackup(_ body: (String) async throws -> Void) async throws {
        try await withFolder { folder in
            let url = DatabaseURL.sqlite(file: folder + "/source.db")
            try await withOpen(url) { database in
                try await database.claim(.real)
                _ = try await database.candles.keep(try (0..<40).map { try .hour($0) })
                try await database.incidents.keep(
                    Incident(
                        id: IncidentID(rawValue: "i"), cause: .diskFull, severity: .warning, opened: .hour(0),
                        context: "tab\tand\nline", symptom: "back\\slash", diagnosis: "",
                        evidence: [Evidence(source: "df", line: "0 left")]))
            }
            _ = try await Backup(of: url).write(to: folder + "/b", replacing: false, progress: { _ in })
            try await body(folder)
        }
    }

    /// Whether the file is refused as it is now.
    private func isRefused(_ descriptor: Int32) -> Bool {
        do throws(ArchiveFailure) {
            _ = try BackupFile(descriptor, path: "b").content(
                Cancellation(ArchiveFailure(.stopped, .empty, hint: .empty)))
            return false
        } catch {
            return error.kind == .corrupt || error.kind == .newer
        }
    }

    @Test("every flipped bit is found, wherever it is")
    func flippedBits() async throws {
        try await withBackup { folder in
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder + "/b")))
            let file = open(folder + "/b", O_RDWR)
            try #require(file >= 0)
            defer { close(file) }
            #expect(!isRefused(file))
            let ends = Array(0..<100) + Array(bytes.count - 300..<bytes.count)
            let positions = Set(ends + Array(stride(from: 0, to: bytes.count, by: 11)))
            var accepted: [String] = []
            for position in positions.sorted() {
                // Each bit at the ends, where the words of the layout are; one of them elsewhere.
                for bit in position < 100 ? Array(0..<8) : [position % 8, 5] {
                    var flipped = bytes[position] ^ (1 << bit)
                    pwrite(file, &flipped, 1, off_t(position))
                    if !isRefused(file) { accepted.append("bit \(bit) of byte \(position)") }
                }
                var original = bytes[position]
                pwrite(file, &original, 1, off_t(position))
            }
            #expect(accepted == [])
            #expect(!isRefused(file), "the test has put everything back")
        }
    }

    @Test("every length but the right one is refused")
    func lengths() async throws {
        try await withBackup { folder in
            let bytes = try Data(contentsOf: URL(filePath: folder + "/b"))
            for length in Array(stride(from: 33, to: bytes.count, by: 13)) + [bytes.count - 2, bytes.count - 1] {
                try bytes.prefix(length).write(to: URL(filePath: folder + "/short"))
                let input = try BackupInput(folder + "/short")
                #expect(isRefused(input.descriptor), "\(length) of \(bytes.count) bytes")
            }
            for more in ["\n", "x", "\0", "end\n", String(decoding: bytes, as: UTF8.self)] {
                try (bytes + Data(more.utf8)).write(to: URL(filePath: folder + "/long"))
                let input = try BackupInput(folder + "/long")
                #expect(isRefused(input.descriptor), "with more after its end")
            }
        }
    }

    @Test("lines that have changed places or tables are refused")
    func exchanged() async throws {
        try await withBackup { folder in
            let text = try String(contentsOfFile: folder + "/b", encoding: .utf8)
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let first = try #require(lines.firstIndex { $0.hasPrefix("table candles_1h ") })
            lines.swapAt(first + 1, first + 2)
            try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: folder + "/c"))
            let input = try BackupInput(folder + "/c")
            #expect(isRefused(input.descriptor))
        }
    }

    @Test("a refused restore leaves the database untouched", arguments: ["flipped", "cut", "longer"])
    func untouched(_ damage: String) async throws {
        try await withBackup { folder in
            let target = try await UntouchedTarget(in: folder)
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: folder + "/b")))
            switch damage {
            case "flipped": bytes[bytes.count / 2] ^= 1
            case "cut": bytes.removeLast(70)
            default: bytes += "more\n".utf8
            }
            try Data(bytes).write(to: URL(filePath: folder + "/damaged"))
            let failure = try await archiveFailure { _ = try await restore(folder + "/damaged", into: target.url) }
            #expect(failure.kind == .corrupt && failure.message.english.contains("damaged"))
            try target.check()
        }
    }

    @Test("every row and every engine: what is backed up is what is restored", arguments: Engine.all, Engine.all)
    func roundTrip(_ from: Engine, _ to: Engine) async throws {
        try await withFolder { folder in
            let source = try await from.emptyDatabase(in: folder + "/from")
            let target = try await to.emptyDatabase(in: folder + "/to")
            try await withOpen(source) { database in
                try await database.claim(.simulated)
                _ = try await database.candles.keep(try (0..<2500).map { try .hour($0, close: 100 + Double($0) / 7) })
                let texts = ["", "\\N", "\\.", "tab\t, line\n, return\r\n, back\\slash \\t", "émoji 🟠 e\u{301}"]
                let articles = texts.enumerated().map { index, text in
                    ArchivedArticle(
                        Article(
                            id: ArticleID(rawValue: "a\(index)"), title: text, link: "https://example.org/\(index)",
                            publisher: text, published: index == 0 ? nil : Timestamp(milliseconds: -5), summary: text,
                            language: nil, feed: "feed"), run: RunID(rawValue: "r"), firstSeen: .hour(1))
                }
                _ = try await database.news.keep(articles)
                try await database.feeds.record(.full("https://example.org/feed"))
            }
            let report = try await Backup(of: source).write(to: folder + "/b", replacing: false, progress: { _ in })
            #expect(report.tables.first { $0.table == "candles_1h" }?.rows == 2500)
            let restored = try await restore(folder + "/b", into: target)
            #expect(restored.verified && restored.tables == report.tables)
            #expect(try await allRows(of: target) == allRows(of: source))
        }
    }
}
