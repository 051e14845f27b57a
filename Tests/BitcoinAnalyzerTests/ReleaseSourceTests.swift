import Deployment
import Domain
import Foundation
import Outbound
import Testing

@testable import BitcoinAnalyzer

@Suite("A place with releases") struct ReleaseSourceTests {
    /// What a publisher has put into a folder, and where it is copied to.
    private struct Place {
        let source: String
        let target: String
        let signer: ReleaseSigner

        /// Releases with these versions, in an index.
        func publish(_ versions: [String]) throws {
            let entries = versions.map {
                #"{"version": "\#($0)", "commit": "c", "platform": "\#(ReleaseDescription.platform)", "#
                    + #""file": "\#($0).tar.gz", "sha256": "a", "program": "p\#($0)"}"#
            }
            try put(Data("{\"releases\": [\(entries.joined(separator: ","))]}".utf8), "index.json")
            for version in versions { try put(Data("archive of \(version)".utf8), "\(version).tar.gz") }
        }

        func put(_ data: Data, _ name: String) throws {
            try data.write(to: URL(filePath: "\(source)/\(name)"))
            try Data(try signer.signature(of: data).utf8).write(to: URL(filePath: "\(source)/\(name).sig"))
        }

        var copied: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: target)) ?? []).sorted() }

        func copy(trusting keys: ReleaseKeys? = nil) async throws {
            let client = PoliteClient(userAgent: "test")
            do {
                try await ReleaseSource(source: .folder(source), client: client).copy(
                    to: target, over: try #require(ReleaseVersion("1.3.0")), [],
                    trusting: keys ?? ReleaseKeys(text: signer.publicLine))
                await client.shutdown()
            } catch {
                await client.shutdown()
                throw error
            }
        }
    }

    private func withPlace(_ body: (Place) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "releases-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder + "/source", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(Place(source: folder + "/source", target: folder + "/target", signer: ReleaseSigner()))
    }

    @Test("gives the newest release with its signature, and the index alone when there is none")
    func copied() async throws {
        try await withPlace { place in
            try place.publish(["1.4.0", "1.5.0"])
            try await place.copy()
            #expect(place.copied == ["1.5.0.tar.gz", "1.5.0.tar.gz.sig", "index.json", "index.json.sig"])
            try place.publish(["1.3.0"])
            try await place.copy()
            #expect(place.copied == ["index.json", "index.json.sig"])
        }
    }

    @Test("gives nothing that is not signed by a trusted key, or is not there")
    func refused() async throws {
        try await withPlace { place in
            await #expect(throws: CommandFailure.self) { try await place.copy() }
            try place.publish(["1.5.0"])
            await #expect(throws: DeploymentFailure.self) {
                try await place.copy(trusting: ReleaseKeys(text: ReleaseSigner().publicLine))
            }
            #expect(!place.copied.contains("1.5.0.tar.gz"))
            try FileManager.default.removeItem(atPath: place.source + "/1.5.0.tar.gz")
            await #expect(throws: CommandFailure.self) { try await place.copy() }
        }
    }
}
