import Foundation
import Testing

@testable import OperatingSystem

@Suite("Paths that root follows", .enabled(if: geteuid() == 0, "skipped: needs root"))
struct TrustedPathTests {
    private static let stranger: uid_t = 65534

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/trusted-" + UUID().uuidString
        for name in ["", "/real", "/real/inner", "/theirs", "/theirs/inner"] {
            try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["/theirs", "/theirs/inner"] { chown(folder + name, Self.stranger, Self.stranger) }
        try body(folder)
    }

    private func link(_ path: String, to target: String, owner: uid_t) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
        lchown(path, owner, owner)
    }

    @Test("a link of root's in a folder of root's is followed, relative or absolute, at the end or on the way")
    func ours() throws {
        try withFolder { folder in
            try link(folder + "/a", to: "real", owner: 0)
            try link(folder + "/b", to: folder + "/a/inner", owner: 0)
            for path in ["/a", "/a/inner", "/b", "/real/../a/./inner", "//real//"] {
                _ = try OpenFolder(folder + path)
            }
            let error = #expect(throws: FileError.self) { try OpenFolder(folder + "/a", followsLink: false) }
            #expect(error?.problem == .symbolicLink)
        }
    }

    @Test("a link that another user owns, or that stands in a folder of another user, is not followed")
    func theirs() throws {
        try withFolder { folder in
            try link(folder + "/a", to: "real", owner: Self.stranger)
            try link(folder + "/theirs/b", to: folder + "/real", owner: 0)
            try link(folder + "/c", to: folder + "/theirs/b", owner: 0)
            for path in ["/a", "/a/inner", "/theirs/b", "/theirs/b/inner", "/c"] {
                let error = #expect(throws: FileError.self, "\(path)") { try OpenFolder(folder + path) }
                #expect(error?.problem == .untrustedLink)
            }
            _ = try OpenFolder(folder + "/theirs/inner")
        }
    }

    @Test("links in a circle, a file and nothing are errors of the system")
    func circles() throws {
        try withFolder { folder in
            try link(folder + "/a", to: "b", owner: 0)
            try link(folder + "/b", to: "a", owner: 0)
            try Data().write(to: URL(filePath: folder + "/file"))
            for path in ["/a", "/file", "/nothing", "/file/x"] {
                #expect(throws: FileError.self, "\(path)") { try OpenFolder(folder + path) }
            }
            #expect(TrustedPath.controllingUser(of: folder + "/a") == nil)
        }
    }

    @Test("whoever owns the first folder or link on the way that is not root's controls the path")
    func controlling() throws {
        try withFolder { folder in
            try link(folder + "/a", to: "theirs/inner", owner: 0)
            try link(folder + "/b", to: "real", owner: Self.stranger)
            #expect(TrustedPath.controllingUser(of: folder + "/real/inner") == nil)
            #expect(TrustedPath.controllingUser(of: folder + "/real/missing/more") == nil)
            #expect(TrustedPath.controllingUserByName(folder + "/real/inner") == nil)
            #expect(TrustedPath.controllingUserByName(folder + "/real/missing/more") == nil)
            for path in ["/theirs", "/theirs/inner", "/theirs/missing", "/a", "/b", "/b/inner"] {
                #expect(TrustedPath.controllingUser(of: folder + path) == Self.stranger, "\(path)")
                // Without a descriptor, as in a process that has none left.
                #expect(TrustedPath.controllingUserByName(folder + path) == Self.stranger, "\(path)")
            }
        }
    }

    @Test("in a folder that others may write, root opens no link and no second name of another's file")
    func unplanted() throws {
        try withFolder { folder in
            try Data("x".utf8).write(to: URL(filePath: folder + "/victim"))
            let theirs = try OpenFolder(folder + "/theirs")
            try link(folder + "/theirs/symbolic", to: folder + "/victim", owner: Self.stranger)
            try FileManager.default.linkItem(atPath: folder + "/victim", toPath: folder + "/theirs/hard")
            for name in ["own", "root"] { try Data().write(to: URL(filePath: folder + "/theirs/" + name)) }
            chown(folder + "/theirs/own", Self.stranger, Self.stranger)
            for name in ["own", "root", "missing"] { try theirs.requireUnplanted(name) }
            #expect(throws: FileError.self) { try theirs.requireUnplanted("symbolic") }
            #expect(throws: FileError.self) { try theirs.requireUnplanted("hard") }
            #expect(throws: FileError.self) { try theirs.requireUnplanted("inner") }
            try link(folder + "/real/symbolic", to: folder + "/victim", owner: 0)
            try OpenFolder(folder + "/real").requireUnplanted("symbolic")
        }
    }
}
