import Foundation
import Support

/// A real Prometheus server.
enum Prometheus {
    static let isInstalled = ["prometheus", "promtool"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
    }
    static let skipped = "needs Debian's package prometheus"

    /// The folder `Deploy` of this checkout.
    static let deploy = Checkout.path("Deploy")

    /// Runs a server with the configuration and the rules of `Deploy`, scraping every three seconds, and lends its
    /// address.
    static func with<T>(
        api: String, web: String, in folder: String, isolation: isolated (any Actor)? = #isolation,
        _ body: (String) async throws -> T
    ) async throws -> T {
        var configuration = try String(contentsOfFile: deploy + "/prometheus/prometheus.yml", encoding: .utf8)
        for (example, real) in [
            ("127.0.0.1:8001", api), ("127.0.0.1:8000", web), ("http://", ""), ("interval: 30s", "interval: 3s"),
        ] {
            configuration.replace(example, with: real)
        }
        try configuration.write(toFile: folder + "/prometheus.yml", atomically: true, encoding: .utf8)
        try FileManager.default.copyItem(atPath: deploy + "/prometheus/alerts.yml", toPath: folder + "/alerts.yml")
        let port = try freePort()
        let server = try ChildProgram(
            [
                "/usr/bin/prometheus", "--config.file=\(folder)/prometheus.yml",
                "--storage.tsdb.path=\(folder)/prometheus-data",
                "--web.listen-address=127.0.0.1:\(port)",
            ], environment: ["HOME": folder, "PATH": "/usr/bin:/bin"], in: folder)
        defer { server.destroy() }
        try await server.transcript.wait(for: "ready to receive web requests") {
            $0.errorText.contains("ready to receive web requests") ? true : nil
        }
        return try await body("http://127.0.0.1:\(port)")
    }

    struct Answer: Decodable {
        struct Data: Decodable {
            struct Sample: Decodable {
                let metric: [String: String]
            }
            let result: [Sample]
        }
        let status: String
        let error: String?
        let data: Data?
    }

    static func query(_ expression: String, at server: String) async throws -> Answer {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        let encoded = expression.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        return try await ask("\(server)/api/v1/query?query=\(encoded)").json(Answer.self)
    }

    /// Free at this moment: the server cannot be asked which port it has found by itself.
    private static func freePort() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 ? getsockname(socket, $0, &length) : -1
            }
        }
        guard code == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
