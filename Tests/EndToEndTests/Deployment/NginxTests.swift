import Foundation
import Sandbox
import Support
import Testing

/// The nginx site, with a certificate of its own, before a program that really serves.
@Suite(.enabled(if: Tools.has("nginx", "curl", "openssl"), Tools.missing("nginx-light", "curl", "openssl")))
struct NginxTests {
    /// nginx with our site on free ports, over an API and a dashboard.
    struct Site {
        let folder: String
        let plainPort: Int
        let port: Int

        /// - Parameter words: for curl; the path comes last.
        func curl(_ words: String..., path: String) async throws -> String {
            try await ChildProcess.run(
                ["curl", "-sk", "--http2", "-m", "20"] + words + ["https://127.0.0.1:\(port)\(path)"], in: folder)
        }

        func status(_ words: String..., path: String) async throws -> String {
            try await ChildProcess.run(
                ["curl", "-sk", "--http2", "-m", "20", "-o", "/dev/null", "-w", "%{http_code}"] + words + [
                    "https://127.0.0.1:\(port)\(path)"
                ], in: folder)
        }
    }

    /// - Returns: the program and the site before it.
    /// - Parameter settings: further settings of the program.
    func withSite(and settings: [String: String] = [:], _ body: (Site, ChildProgram) async throws -> Void) async throws
    {
        try await withWorld { world in
            try #require(try await world.run("collect").code == 0)
            try await world.with("serve", and: settings) { program in
                let api = try await program.address(of: "api"), web = try await program.address(of: "web")
                let folder = world.folder + "/nginx"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                let ports = try freePorts(2)
                try await configure(
                    folder, api: String(api.dropFirst(7)), web: String(web.dropFirst(7)), plain: ports[0],
                    secure: ports[1])
                let nginx = Tools.path("nginx") ?? "nginx"
                let said = try await ChildProcess.run([nginx, "-t", "-c", folder + "/nginx.conf"], in: folder)
                #expect(said.contains("test is successful") && !said.contains("[warn]"))
                let server = try ChildProgram([nginx, "-c", folder + "/nginx.conf"], environment: [:], in: folder)
                defer { server.destroy() }
                let site = Site(folder: folder, plainPort: ports[0], port: ports[1])
                _ = try await ChildProcess.run(
                    [
                        "curl", "-sk", "--retry", "50", "--retry-connrefused", "--retry-delay", "1",
                        "https://127.0.0.1:\(site.port)/livez",
                    ], in: folder)
                try await body(site, program)
            }
        }
    }

    func configure(_ folder: String, api: String, web: String, plain: Int, secure: Int) async throws {
        _ = try await ChildProcess.run(
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2", "-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "cert.pem",
            ],
            in: folder)
        let certificates = "/etc/letsencrypt/live/prices.example.org"
        let site = try String(contentsOfFile: Checkout.path("Deploy/nginx/bitcoin-analyzer.conf"), encoding: .utf8)
            .replacing("\(certificates)/fullchain.pem", with: folder + "/cert.pem").replacing(
                "\(certificates)/privkey.pem", with: folder + "/key.pem"
            )
            .replacing("/var/cache/bitcoin-analyzer-nginx", with: folder + "/cache").replacing(
                "/var/log/nginx/", with: folder + "/"
            )
            .replacing("server 127.0.0.1:8001;", with: "server \(api);").replacing(
                "server 127.0.0.1:8000;", with: "server \(web);"
            )
            .replacing("listen 80;", with: "listen 127.0.0.1:\(plain);").replacing("listen [::]:80;", with: "")
            .replacing("listen 443 ", with: "listen 127.0.0.1:\(secure) ").replacing(
                "listen [::]:443 ssl http2;", with: "")
        try Data(site.utf8).write(to: URL(filePath: folder + "/site.conf"))
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(folder)/\($0);" }
            .joined(separator: " ")
        let main = """
            daemon off; pid \(folder)/pid; error_log \(folder)/error.log;
            \(getuid() == 0 ? "user root;" : "")
            events {}
            http { include /etc/nginx/mime.types; \(temporary) include \(folder)/site.conf; }

            """
        try Data(main.utf8).write(to: URL(filePath: folder + "/nginx.conf"))
    }

    @Test(
        "page and API are served over TLS and HTTP/2, compressed, each header once, and with 304 for a current ETag"
    )
    func served() async throws {
        try await withSite { site, _ in
            let page = try await site.curl("-i", "--compressed", "-H", "Accept-Language: en", path: "/")
            #expect(page.hasPrefix("HTTP/2 200") && page.contains("<title>"))
            let names = Self.headers(of: page).map { $0.prefix { $0 != ":" }.lowercased() }
            let once = [
                "strict-transport-security", "content-security-policy", "x-content-type-options", "referrer-policy",
                "etag", "content-type",
            ]
            for name in once { #expect(names.filter { $0 == name }.count == 1, "\(name)") }
            let price = try await site.curl("-i", path: "/v1/price")
            let etag = try #require(Self.headers(of: price).first { $0.lowercased().hasPrefix("etag: ") }?.dropFirst(6))
            #expect(price.hasPrefix("HTTP/2 200"))
            #expect(try await site.status("-H", "If-None-Match: \(etag)", path: "/v1/price") == "304")
            #expect(try await site.status(path: "/latest-price") == "200")
        }
    }

    /// The lines between the status and the body.
    static func headers(of answer: String) -> [Substring] {
        Array(
            answer.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).dropFirst().prefix {
                !$0.isEmpty
            })
    }

    @Test("what is for this machine only is closed to others")
    func closed() async throws {
        try await withSite { site, _ in
            // Another address of loopback is another client.
            for path in [
                "/metrics", "/readyz", "/v1/timeline", "/v1/runs", "/v1/ai/calls", "/v1/alerts",
                "/v1/push-subscriptions",
            ] {
                let status = try await site.status("--interface", "127.0.0.2", path: path)
                #expect(status == "403", "\(path)")
            }
            let change = try await site.status(
                "--interface", "127.0.0.2", "-X", "PATCH", "-d", "{}", path: "/v1/incidents/1")
            #expect(change == "403")
            let theirs = try await site.status("--interface", "127.0.0.2", path: "/v1/price"),
                ours = try await site.status(path: "/readyz")
            #expect(theirs == "200" && ours == "200")
        }
    }

    /// Spellings of a path that some server between a client and a route might take for it.
    static func spellings(of path: String) -> [String] {
        let last = path.split(separator: "/").last.map(String.init) ?? ""
        let parent = path.dropLast(last.count)
        let encoded = last.utf8.map { "%" + String($0, radix: 16) }.joined()
        return [
            path + "/", path + "//", "/" + path, "//" + path.dropFirst() + "//", path + "?", path + "/?verbose",
            path + "?x=/../..", path + ";", path + ";/x", path + "/;x", path + "/.", path + "/./", path + "/x/..",
            "/x/.." + path, "/./" + path.dropFirst(), "/v1/candles/../.." + path, "/v1/..;" + path, "/%2e%2e" + path,
            "/x/%2e%2e" + path, "/x/%2E%2E" + path, parent + encoded, parent + encoded + "/", "/%2f" + path.dropFirst(),
            path + "%2f", path + "%2F..%2F" + last, path + "%00", path + "%20", path + "%0a", path + "%3f",
            path + "%23", path + "#", path + "%5c", "\\" + path.dropFirst(), path + "%252f", path + ".", path + ".json",
            path.uppercased(), parent + last.prefix(1).uppercased() + last.dropFirst(), path + "?/livez",
            "https://127.0.0.1" + path, "http://127.0.0.1/" + path, "/assets/.." + path, "/assets/%2e%2e" + path,
            "/livez/.." + path, "/livez/..//" + path,
        ]
    }

    @Test(
        "no spelling of a closed path gives a stranger what it holds",
        arguments: [
            "/metrics", "/readyz", "/v1/timeline", "/v1/runs", "/v1/ai/calls", "/v1/alerts", "/v1/push-subscriptions",
        ])
    func spelled(_ path: String) async throws {
        try await withSite { site, _ in
            for spelling in Self.spellings(of: path) {
                let answer = try await site.curl(
                    "-i", "--http1.1", "--path-as-is", "--interface", "127.0.0.2", "--request-target", spelling,
                    path: "/")
                let body = answer.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
                let status = answer.split(separator: " ").dropFirst().first ?? ""
                // What a spelling may reach is a page that everybody may read.
                #expect(
                    ["400", "401", "403", "404"].contains(status) || body.contains("<title>") || body == "ok\n",
                    "\(spelling): \(answer.prefix(300))")
                for word in [
                    "bitcoin_analyzer_", "\"timeline\"", "\"runs\"", "\"checks\"", "\"calls\"", "\"alerts\"",
                    "\"subscriptions\"",
                ] {
                    #expect(!body.contains(word), "\(spelling)")
                }
            }
        }
    }

    @Test("through the site, what the service itself closes is closed to this machine too, and open with the token")
    func forwarded() async throws {
        let token = "a-token-of-an-operator"
        try await withSite(and: ["ADMIN_TOKEN": token]) { site, _ in
            for path in [
                "/metrics", "/v1/timeline", "/v1/runs", "/v1/ai/quality", "/v1/alerts", "/v1/push-subscriptions",
            ] {
                let (without, with) = (
                    try await site.status(path: path),
                    try await site.status("-H", "Authorization: Bearer \(token)", path: path)
                )
                #expect(without == "401" && with == "200", "\(path)")
            }
            // A browser asks its user for the token.
            let asked = try await site.curl("-i", path: "/incidents/none?evidence")
            #expect(asked.hasPrefix("HTTP/2 401") && asked.contains("asic realm="), "\(asked)")
            #expect(try await site.status("-u", "operator:\(token)", path: "/incidents/none?evidence") == "404")
            #expect(try await site.status("-u", "operator:wrong", path: "/incidents/none?evidence") == "401")
            let status = try await site.curl(path: "/v1/status")
            #expect(status.contains("\"withheld\":[\"runs\"") && !status.contains("\"runs\":"))
            // Not from the cache, where the response without the token now is.
            let complete = try await site.curl("-H", "Authorization: Bearer \(token)", path: "/v1/status")
            #expect(complete.contains("\"runs\":") && !complete.contains("withheld"))
        }
    }

    @Test("port 80 redirects to the site's own name, whatever Host says")
    func redirects() async throws {
        try await withSite { site, _ in
            for host in ["evil.example", "prices.example.org", "prices.example.org:1", "evil.example/@"] {
                let answer = try await ChildProcess.run(
                    [
                        "curl", "-si", "-m", "20", "-H", "Host: \(host)",
                        "http://127.0.0.1:\(site.plainPort)/v1/price?x=1",
                    ],
                    in: site.folder)
                let location = Self.headers(of: answer).first { $0.lowercased().hasPrefix("location:") }
                #expect(
                    location.map { $0 == "Location: https://prices.example.org/v1/price?x=1" }
                        ?? answer.contains(" 400 "), "\(host): \(answer)")
            }
        }
    }

    @Test("the page is served while the service is down, and the log has the trace of each response")
    func stale() async throws {
        try await withSite { site, program in
            #expect(try await site.status(path: "/") == "200")
            program.signal(SIGTERM)
            _ = try await program.end()
            #expect(try await site.status(path: "/") == "200")
            #expect(try await site.status(path: "/v1/candles") == "502")
            let log = try String(contentsOfFile: site.folder + "/bitcoin-analyzer.access.log", encoding: .utf8)
            #expect(log.contains(/"GET \/ HTTP\/2\.0" 200 .* "00-[0-9a-f]{32}-[0-9a-f]{16}-01"\n/), "\(log)")
        }
    }
}
