import Domain
import Foundation
import Logging
import Support
import Testing

@testable import Timeline

/// What a follower has written so far.
private final class Followed: Sendable {
    let path = NSTemporaryDirectory() + "timeline-" + UUID().uuidString
    let descriptor: Int32
    let task: Task<Void, any Error>

    init(_ sources: [TimelineFollower.Source], filter: EntryFilter = .everything) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND, 0o600)
        self.descriptor = descriptor
        task = Task {
            try await TimelineFollower(
                sources, zone: .utc, filter: filter, pause: .milliseconds(5), now: { Timestamp(Date()) }
            ).write(to: OutputBuffer(descriptor), asJSON: true, colour: false)
        }
    }

    deinit {
        task.cancel()
        close(descriptor)
        unlink(path)
    }

    var messages: [String] {
        let bytes = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
        return bytes.split(separator: 10).compactMap { try? JSONDecoder().decode(Row.self, from: $0).message }
    }

    /// The messages, once there are so many.
    func messages(_ count: Int) async throws -> [String] {
        let end = ContinuousClock.now + hangLimit
        while messages.count < count, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(2)) }
        return messages
    }
}

@Suite("Following") struct FollowTests {
    func append(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        #expect(write(descriptor, bytes, bytes.count) == bytes.count)
    }

    func line(_ second: Int, _ text: String) -> String { "2026-11-23T19:00:\(10 + second)Z info \(text)\n" }

    private func follow(_ path: String, from end: FileEnd? = nil, filter: EntryFilter = .everything) -> Followed {
        let source = LogSource(.file(path), label: "a.log", newest: Timestamp(Date()))
        return Followed([TimelineFollower.Source(source, from: end ?? FileEnd(of: path))], filter: filter)
    }

    @Test("shows what comes, not what was there, and each line once it is complete")
    func new() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.log"
            try append(line(0, "old") + "2026-11-23T19:00:11Z info half", to: path)
            let followed = follow(path)
            try append("\n" + line(2, "two"), to: path)
            #expect(try await followed.messages(2) == ["half", "two"])
            try append("Traceback\n  file x\n", to: path)
            #expect(try await followed.messages(3).count == 3)
        }
    }

    @Test("goes on in the new file after a rename, with what was written to the old one before")
    func renamed() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.log"
            try append(line(0, "old"), to: path)
            let followed = follow(path)
            try append(line(1, "one"), to: path)
            _ = try await followed.messages(1)
            for round in 0..<5 {
                try append(line(2, "before \(round)"), to: path)
                #expect(rename(path, path + ".\(round)") == 0)
                try append(line(3, "late \(round)"), to: path + ".\(round)")
                try append(line(4, "after \(round)"), to: path)
                #expect(
                    try await followed.messages(4 + round * 3).suffix(3).sorted() == [
                        "after \(round)", "before \(round)", "late \(round)",
                    ])
            }
        }
    }

    @Test("shows what a program still writes to the old file after the new one is there, as nginx does")
    func late() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.log"
            try append(line(0, "old"), to: path)
            let followed = follow(path)
            try append(line(1, "one"), to: path)
            _ = try await followed.messages(1)
            #expect(rename(path, path + ".1") == 0)
            try append(line(2, "new"), to: path)
            #expect(try await followed.messages(2) == ["one", "new"])
            try append(line(3, "late"), to: path + ".1")
            #expect(try await followed.messages(3) == ["one", "new", "late"])
            try append(line(4, "next"), to: path)
            #expect(try await followed.messages(4).last == "next")
        }
    }

    @Test("a file that is replaced before following begins is read from its beginning")
    func early() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.log"
            try append(line(0, "an old line"), to: path)
            let end = FileEnd(of: path)
            #expect(rename(path, path + ".1") == 0)
            try append(line(1, "new"), to: path)
            #expect(try await follow(path, from: end).messages(1) == ["new"])
        }
    }

    @Test("goes on in a file that is emptied, also when it has grown past its old size meanwhile")
    func emptied() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.log"
            try append(line(0, "old"), to: path)
            let followed = follow(path)
            try append(line(1, "one"), to: path)
            _ = try await followed.messages(1)
            #expect(truncate(path, 0) == 0)
            try append(line(2, "two"), to: path)
            #expect(try await followed.messages(2) == ["one", "two"])
            #expect(truncate(path, 0) == 0)
            try append((3..<40).map { line($0, "line \($0)") }.joined(), to: path)
            #expect(try await followed.messages(39).last == "line 39")
        }
    }

    @Test("skips the hole that a writer without O_APPEND leaves")
    func hole() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.log"
            try append((0..<40).map { line($0, "old") }.joined(), to: path)
            let followed = follow(path)
            try append(line(41, "one"), to: path)
            _ = try await followed.messages(1)
            #expect(truncate(path, 0) == 0)
            let descriptor = open(path, O_WRONLY)
            let bytes = Array(line(42, "two").utf8)
            #expect(pwrite(descriptor, bytes, bytes.count, 50_000) == bytes.count)
            close(descriptor)
            #expect(try await followed.messages(2) == ["one", "two"])
        }
    }

    @Test("waits for a file that is not there yet, and filters")
    func absent() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.log"
            let followed = follow(path, filter: EntryFilter(level: .error))
            try append(line(0, "fine") + "2026-11-23T19:00:11Z error bad\n", to: path)
            #expect(try await followed.messages(1) == ["bad"])
        }
    }

    @Test("reads a stream to its end, and ends with it")
    func stream() async throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let source = LogSource(.descriptor(ends[0]), label: "stdin", newest: Timestamp(Date()))
        let followed = Followed([TimelineFollower.Source(source)])
        let first = Array(line(0, "one").utf8)
        #expect(write(ends[1], first, first.count) == first.count)
        #expect(try await followed.messages(1) == ["one"])
        let second = Array("2026-11-23T19:00:11Z info two".utf8)
        #expect(write(ends[1], second, second.count) == second.count)
        close(ends[1])
        try await followed.task.value
        #expect(followed.messages == ["one", "two"])
    }
}
