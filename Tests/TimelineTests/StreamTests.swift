import Domain
import Foundation
import Testing

@testable import Timeline

@Suite("Streams") struct StreamTests {
    static let lines = (0..<20_000).map { "2026-11-23T19:00:00.\(100 + $0 % 900)Z info line \($0)\n" }.joined()
    static let syslog = (0..<20_000).map { "Nov 23 19:00:00 h a[1]: line \($0)\n" }.joined()

    /// Writes into a FIFO from a thread of its own, as another program does.
    static func feed(_ path: String, _ text: String) {
        Thread.detachNewThread {
            let descriptor = open(path, O_WRONLY)
            let bytes = Array(text.utf8)
            var done = 0
            while done < bytes.count {
                let count = bytes.withUnsafeBytes {
                    write(descriptor, $0.baseAddress.map { $0 + done }, min(4096, bytes.count - done))
                }
                if count < 0 { break }
                done += count
            }
            close(descriptor)
        }
    }

    @Test("by a path are read once and completely", arguments: [lines, syslog])
    func fifo(text: String) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/fifo"
            #expect(mkfifo(path, 0o600) == 0)
            Self.feed(path, text)
            let sources = DefaultLogs.sources(of: [path], now: Timestamp(Date()))
            #expect(sources[0].isStream)
            let rows = try await Reading.rows(sources)
            #expect(rows.count == 20_000)
            #expect(rows.filter { $0.message.hasSuffix("line 19999") }.count == 1)
        }
    }

    @Test("that are small end, and an empty one is empty")
    func small() async throws {
        try await withTemporaryFolder { folder in
            for text in ["Nov 23 19:00:00 h a: x\n", "", "x"] {
                let path = folder + "/fifo\(text.count)"
                #expect(mkfifo(path, 0o600) == 0)
                Self.feed(path, text)
                let rows = try await Reading.rows(DefaultLogs.sources(of: [path], now: Timestamp(Date())))
                #expect(rows.count == (text.isEmpty ? 0 : 1))
            }
        }
    }

    @Test("that one program fills one after the other are all awaited, without a thread for each")
    func several() async throws {
        try await withTemporaryFolder { folder in
            let paths = (0..<12).map { folder + "/fifo\($0)" }
            for path in paths { #expect(mkfifo(path, 0o600) == 0) }
            Thread.detachNewThread {
                for (index, path) in paths.enumerated().reversed() {
                    let descriptor = open(path, O_WRONLY)
                    // More than a pipe holds.
                    let bytes = Array(
                        (0..<4000).map { "2026-11-23T19:00:\(10 + $0 % 50)Z info \(index) \($0)\n" }.joined().utf8)
                    var done = 0
                    while done < bytes.count {
                        let count = bytes.withUnsafeBytes {
                            write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
                        }
                        if count < 0 { break }
                        done += count
                    }
                    close(descriptor)
                }
            }
            let rows = try await Reading.rows(DefaultLogs.sources(of: paths, now: Timestamp(Date())))
            #expect(rows.count == 48_000)
        }
    }

    @Test("give the same years as a file with the same text")
    func years() async throws {
        try await withTemporaryFolder { folder in
            let text = "Nov 20 10:00:00 h a: 1\nJan  1 10:00:00 h a: 2\nNov 20 10:00:00 h a: 3\n"
            try Data(text.utf8).write(to: URL(filePath: folder + "/file"))
            #expect(mkfifo(folder + "/fifo", 0o600) == 0)
            Self.feed(folder + "/fifo", text)
            let now = Timestamp(Date())
            let file = try await Reading.rows(DefaultLogs.sources(of: [folder + "/file"], now: now))
            let stream = try await Reading.rows(DefaultLogs.sources(of: [folder + "/fifo"], now: now))
            #expect(file.map(\.time) == stream.map(\.time) && file.count == 3)
        }
    }

    @Test("whose years run over the present are not later than it, with a warning")
    func future() async throws {
        // The end of the year comes behind what is known of a stream when its first line is given.
        let long = String(repeating: "x", count: 200)
        let first = (0..<2000).map { "Nov 20 10:00:00 h a: \($0) \(long)\n" }.joined()
        let text = first + "Jan  1 10:00:00 h a: last\n"
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        Thread.detachNewThread {
            let bytes = Array(text.utf8)
            var done = 0
            while done < bytes.count {
                let count = bytes.withUnsafeBytes {
                    write(writing, $0.baseAddress.map { $0 + done }, bytes.count - done)
                }
                if count < 0 { break }
                done += count
            }
            close(writing)
        }
        let now = try #require(Timestamp(rfc3339: "2026-11-23T20:00:00Z"))
        let (json, summary) = try await Reading.text(
            [LogSource(.descriptor(reading), label: "stdin", newest: now)], as: .json)
        let rows = try JSONDecoder().decode([Row].self, from: Data(json.utf8))
        #expect(rows.count == 2001 && rows.allSatisfy { $0.time < "2026-11-25" })
        #expect(summary.warnings.contains { $0.warning == .uncertainYears })
    }
}
