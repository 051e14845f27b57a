import Foundation
import Testing

@testable import OperatingSystem

@Suite("Atomic file replacement") struct FileReplacementTests {
    @Test("the new content has the name only when all of it is there")
    func replaced() throws {
        try withFolder { folder in
            try Data("old".utf8).write(to: URL(filePath: folder + "/x"))
            let replacement = try FileReplacement(of: folder + "/x", mode: 0o640)
            try replacement.write("new".utf8)
            #expect(text(folder + "/x") == "old")
            try replacement.commit()
            #expect(text(folder + "/x") == "new" && mode(folder + "/x") == 0o640 && names(folder) == ["x"])
        }
    }

    @Test("one that is given up, or forgotten, leaves the old file and nothing beside it", arguments: [true, false])
    func givenUp(says: Bool) throws {
        try withFolder { folder in
            try Data("old".utf8).write(to: URL(filePath: folder + "/x"))
            do {
                let replacement = try FileReplacement(of: folder + "/x")
                try replacement.write("new".utf8)
                if says { replacement.discard() }
            }
            #expect(text(folder + "/x") == "old" && names(folder) == ["x"])
        }
    }

    @Test("a symbolic link that has the final name is replaced, and what it leads to is untouched")
    func finalLink() throws {
        try withFolder { folder in
            try Data("victim".utf8).write(to: URL(filePath: folder + "/victim"))
            try FileManager.default.createSymbolicLink(atPath: folder + "/x", withDestinationPath: "victim")
            try StateFile(folder + "/x").write(["new"])
            #expect(text(folder + "/victim") == "victim" && text(folder + "/x")?.contains("new") == true)
            #expect(isLink(folder + "/x") == false)
        }
    }

    @Test("a link that was planted at the temporary name is not followed", arguments: ["symbolic", "hard", "dangling"])
    func plantedLink(kind: String) throws {
        try withFolder { folder in
            try Data("victim".utf8).write(to: URL(filePath: folder + "/victim"))
            let planted = folder + "/x.partial"
            switch kind {
            case "hard": try FileManager.default.linkItem(atPath: folder + "/victim", toPath: planted)
            case "symbolic": try FileManager.default.createSymbolicLink(atPath: planted, withDestinationPath: "victim")
            default: try FileManager.default.createSymbolicLink(atPath: planted, withDestinationPath: "elsewhere")
            }
            let replacement = try FileReplacement(of: folder + "/x", temporaryName: .suffix(".partial"))
            try replacement.write("new".utf8)
            try replacement.commit()
            #expect(text(folder + "/victim") == "victim" && text(folder + "/x") == "new")
            #expect(names(folder) == ["victim", "x"])
        }
    }

    @Test("what was put under the temporary name meanwhile does not get the final one")
    func swapped() throws {
        try withFolder { folder in
            try Data("old".utf8).write(to: URL(filePath: folder + "/x"))
            let replacement = try FileReplacement(of: folder + "/x", temporaryName: .suffix(".partial"))
            try replacement.write("new".utf8)
            unlink(replacement.path)
            try Data("forged".utf8).write(to: URL(filePath: replacement.path))
            #expect(throws: FileError.self) { try replacement.commit() }
            #expect(text(folder + "/x") == "old")
        }
    }

    @Test("one writer at a time has a fixed temporary name; what a dead one left is replaced")
    func alone() throws {
        try withFolder { folder in
            try Data("left behind by a killed writer".utf8).write(to: URL(filePath: folder + "/x.partial"))
            let first = try FileReplacement(of: folder + "/x", temporaryName: .suffix(".partial"))
            let refused = #expect(throws: FileError.self) {
                try FileReplacement(of: folder + "/x", temporaryName: .suffix(".partial"))
            }
            #expect(refused?.code == EWOULDBLOCK && refused?.problem == .busy)
            #expect(refused?.description == "\(folder)/x.partial is being written by another process")
            try first.write("first".utf8)
            try first.commit()
            #expect(text(folder + "/x") == "first")
        }
    }

    @Test("temporary files of killed writers are removed after an hour, by the next writer of the same file")
    func abandoned() throws {
        try withFolder { folder in
            for name in [".x.dead.tmp", ".x.alive.tmp", ".y.dead.tmp"] {
                try Data("part".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
                guard name.contains("dead") else { continue }
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSinceNow: -7200)], ofItemAtPath: "\(folder)/\(name)")
            }
            try StateFile(folder + "/x").write(["new"])
            #expect(names(folder) == [".x.alive.tmp", ".y.dead.tmp", "x"])
        }
    }

    @Test("what killed writers left in an outbox goes after an hour, whatever the files were called")
    func abandonedInOutbox() throws {
        try withFolder { folder in
            let outbox = OutboxFolder(path: folder + "/outbox")
            try outbox.prepare()
            for (name, age) in [(".one.json.dead.tmp", 7200.0), (".two.json.alive.tmp", 0), ("three.json", 7200)] {
                let path = "\(folder)/outbox/\(name)"
                try Data("part".utf8).write(to: URL(filePath: path))
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path)
            }
            try outbox.prepare()
            #expect(names(folder + "/outbox") == [".two.json.alive.tmp", "three.json"])
        }
    }

    @Test("output to a symbolic link replaces the link; what it leads to is untouched")
    func outputLink() throws {
        try withFolder { folder in
            try Data("victim".utf8).write(to: URL(filePath: folder + "/victim"))
            try FileManager.default.createSymbolicLink(atPath: folder + "/page.html", withDestinationPath: "victim")
            let file = try OutputFile(folder + "/page.html")
            try file.write("page".utf8)
            try file.commit()
            #expect(text(folder + "/victim") == "victim" && text(folder + "/page.html") == "page")
            #expect(isLink(folder + "/page.html") == false && names(folder) == ["page.html", "victim"])
        }
    }

    @Test(
        "what root writes belongs to the folder's owner",
        .enabled(if: geteuid() == 0, "skipped: giving files away needs root"))
    func ownership() throws {
        try withFolder { folder in
            #expect(chown(folder, 65_534, 65_534) == 0)
            try StateFile(folder + "/x").write(["new"])
            let outbox = OutboxFolder(path: folder + "/outbox")
            try outbox.prepare()
            try outbox.write(["new"], as: "y")
            for path in ["/x", "/outbox", "/outbox/y"] {
                var status = stat()
                #expect(lstat(folder + path, &status) == 0 && status.st_uid == 65_534 && status.st_gid == 65_534)
            }
        }
    }

    @Test("without the folder, the error names the file, with the message of the system")
    func absent() throws {
        try withFolder { folder in
            let error = #expect(throws: FileError.self) { try FileReplacement(of: folder + "/none/x") }
            #expect(error?.description == "\(folder)/none/x cannot be written: No such file or directory")
        }
    }

    @Test("concurrent writers leave one complete file")
    func concurrent() async throws {
        try await withFolder { folder in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<16 {
                    group.addTask { try StateFile(folder + "/x").write(Array(repeating: number, count: 5000)) }
                }
                try await group.waitForAll()
            }
            let read = try #require(try StateFile(folder + "/x").read(as: [Int].self))
            #expect(read.count == 5000 && Set(read).count == 1 && names(folder) == ["x"])
        }
    }

    @Test("a state file is not read through a link, from a pipe or when it is too large; none is nil")
    func reading() throws {
        try withFolder { folder in
            #expect(try StateFile(folder + "/x").read(as: [Int].self) == nil)
            #expect(try StateFile(folder + "/none/x").read(as: [Int].self) == nil)
            try Data("[1]".utf8).write(to: URL(filePath: folder + "/real"))
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "real")
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            try Data(count: StateFile.largest + 1).write(to: URL(filePath: folder + "/large"))
            #expect(try StateFile(folder + "/real").read(as: [Int].self) == [1])
            for (name, problem) in [
                ("link", FileError.Problem.symbolicLink), ("pipe", .notRegularFile),
                ("large", .tooLarge(limit: StateFile.largest)),
            ] {
                let error = #expect(throws: FileError.self, "\(name)") {
                    try StateFile("\(folder)/\(name)").read(as: [Int].self)
                }
                #expect(error?.problem == problem && error?.path == "\(folder)/\(name)")
            }
        }
    }

    @Test("a link in the place of an outbox is refused, and nothing is written where it leads")
    func linkedOutbox() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/elsewhere", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: folder + "/outbox", withDestinationPath: "elsewhere")
            let outbox = OutboxFolder(path: folder + "/outbox")
            let error = #expect(throws: FileError.self) { try outbox.prepare() }
            #expect(error?.description == "\(folder)/outbox is a symbolic link")
            #expect(throws: FileError.self) { try outbox.write(["new"], as: "x") }
            #expect(names(folder + "/elsewhere").isEmpty)
        }
    }

    @Test("output goes to a device as it is, and replaces a file with its permissions kept")
    func output() throws {
        try withFolder { folder in
            let device = try OutputFile("/dev/null")
            try device.write("text".utf8)
            try device.commit()
            var status = stat()
            #expect(lstat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)

            try Data("old".utf8).write(to: URL(filePath: folder + "/x"))
            #expect(chmod(folder + "/x", 0o600) == 0)
            let file = try OutputFile(folder + "/x")
            try file.write("new".utf8)
            #expect(text(folder + "/x") == "old")
            try file.commit()
            #expect(text(folder + "/x") == "new" && mode(folder + "/x") == 0o600)
        }
    }

    private func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    private func mode(_ path: String) -> Int? {
        try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private func isLink(_ path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
    }

    private func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = try makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = try makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func makeFolder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.path + "/files-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }
}
