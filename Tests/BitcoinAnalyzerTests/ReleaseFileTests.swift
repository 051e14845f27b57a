import Deployment
import Foundation
import Testing

@testable import BitcoinAnalyzer

@Suite("A file of a release") struct ReleaseFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "release-file-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test("that is changed in its place after it was read is the one that was read, and verified")
    func changed() throws {
        try withFolder { folder in
            let path = folder + "/release.tar.gz"
            // More than a page, as of a mapped file what was not touched would be read later.
            let genuine = Data(repeating: 1, count: 1 << 20)
            try genuine.write(to: URL(filePath: path))
            let read = try ReleaseFile.copy(of: path, limit: 2 << 20, followsLink: true)
            let handle = try FileHandle(forWritingTo: URL(filePath: path))
            try handle.write(contentsOf: Data(repeating: 2, count: 1 << 20))
            try handle.close()
            #expect(read == genuine)
        }
    }

    @Test("may be named by a link where a person names it, and not where another user could have made that")
    func links() throws {
        try withFolder { folder in
            try Data([1, 2, 3]).write(to: URL(filePath: folder + "/1.4.0.tar.gz"))
            let link = folder + "/latest.tar.gz"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "1.4.0.tar.gz")
            #expect(try ReleaseFile.copy(of: link, limit: 3, followsLink: true) == Data([1, 2, 3]))
            #expect(throws: DeploymentFailure.self) { try ReleaseFile.copy(of: link, limit: 3) }
            #expect(throws: DeploymentFailure.self) { try ReleaseFile.copy(of: link, limit: 2, followsLink: true) }
            #expect(throws: DeploymentFailure.self) { try ReleaseFile.copy(of: folder, limit: 9, followsLink: true) }
        }
    }
}
