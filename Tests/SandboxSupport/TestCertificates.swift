import FoundationEssentials
import Sandbox

/// An issuer of certificates with its files in a temporary folder, by openssl(1).
package final class TestCertificates: Sendable {
    package let folder: String
    /// The issuer's own certificate, PEM.
    package let issuer: String

    package struct Server: Sendable {
        /// PEM files.
        package let certificate: String
        package let key: String
    }

    package init() async throws {
        folder = FileManager.default.temporaryDirectory.path + "/certificates-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        issuer = folder + "/issuer.pem"
        try await openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
            "issuer.key",
            "-out", "issuer.pem", "-subj", "/CN=Test issuer", "-days", "30")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// - Parameters:
    ///   - names: as openssl writes them: `DNS:localhost,IP:127.0.0.1`.
    ///   - days: how long it is valid; -1 for one that has expired yesterday.
    ///   - isSelfSigned: whether the issuer has not signed it.
    package func server(_ name: String, names: String, days: Int = 30, isSelfSigned: Bool = false) async throws
        -> Server
    {
        var request = [
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "\(name).key",
            "-subj",
            "/CN=\(name)", "-addext", "subjectAltName=\(names)",
        ]
        request += isSelfSigned ? ["-x509", "-days", "\(days)", "-out", "\(name).pem"] : ["-out", "\(name).csr"]
        try await ChildProcess.run(["openssl"] + request, in: folder)
        if !isSelfSigned {
            try await openssl(
                "x509", "-req", "-in", "\(name).csr", "-CA", "issuer.pem", "-CAkey", "issuer.key", "-days", "\(days)",
                "-copy_extensions", "copy", "-out", "\(name).pem")
        }
        return Server(certificate: "\(folder)/\(name).pem", key: "\(folder)/\(name).key")
    }

    private func openssl(_ words: String...) async throws {
        try await ChildProcess.run(["openssl"] + words, in: folder)
    }
}
