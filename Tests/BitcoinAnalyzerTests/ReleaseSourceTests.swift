import Deployment
import Domain
import Foundation
import Outbound
import SandboxSupport
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

        /// - Parameters:
        ///   - address: where a server has the folder; the folder itself, if omitted.
        ///   - issuers: a file of the certificates that are trusted.
        func copy(trusting keys: ReleaseKeys? = nil, from address: String? = nil, issuers: String? = nil) async throws {
            let client = PoliteClient(userAgent: "test", issuers: issuers)
            do {
                try await ReleaseSource(source: address.map { .address($0) } ?? .folder(source), client: client).copy(
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

    @Test("is read over https as from a folder, and nothing is taken from a server that is not trusted")
    func https() async throws {
        let certificates = try await TestCertificates()
        let files = try await certificates.server("releases", names: "IP:127.0.0.1")
        try await withPlace { place in
            try place.publish(["1.4.0", "1.5.0"])
            let server = """
                import http.server, os, ssl, sys
                os.chdir(sys.argv[1])
                server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
                tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                tls.load_cert_chain(sys.argv[2], sys.argv[3])
                server.socket = tls.wrap_socket(server.socket, server_side=True)
                sys.stdout.write("%d\\n" % server.server_address[1]); sys.stdout.flush()
                server.serve_forever()
                """
            let python = Process()
            python.executableURL = URL(filePath: "/usr/bin/env")
            python.arguments = ["python3", "-c", server, place.source, files.certificate, files.key]
            let output = Pipe()
            (python.standardOutput, python.standardError) = (output, FileHandle.nullDevice)
            try python.run()
            defer {
                // Signals that a test blocks are blocked in its children too.
                kill(python.processIdentifier, SIGKILL)
                python.waitUntilExit()
            }
            let port = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            let address = "https://127.0.0.1:\(port.trimmingCharacters(in: .newlines))"
            try await place.copy(from: address, issuers: certificates.issuer)
            #expect(place.copied == ["1.5.0.tar.gz", "1.5.0.tar.gz.sig", "index.json", "index.json.sig"])
            // The issuers of the machine do not know this one.
            await #expect(throws: OutboundError.self) { try await place.copy(from: address) }
            #expect(place.copied.isEmpty)
            await #expect(throws: DeploymentFailure.self) {
                try await place.copy(
                    trusting: ReleaseKeys(text: ReleaseSigner().publicLine), from: address, issuers: certificates.issuer
                )
            }
            try FileManager.default.removeItem(atPath: place.source + "/1.5.0.tar.gz")
            await #expect(throws: OutboundError.self) {
                try await place.copy(from: address, issuers: certificates.issuer)
            }
        }
    }
}
