import Domain
import Testing

@testable import Deployment

@Suite("What an installation writes")
struct InstallationTests {
    let api = InstallPaths.unit("bitcoin-analyzer-api.service")
    let apiSocket = InstallPaths.unit("bitcoin-analyzer-api.socket")
    let web = InstallPaths.unit("bitcoin-analyzer-web.service")

    @Test(
        "a socket listens where the settings say",
        arguments: [
            ("127.0.0.1", "127.0.0.1:9001"), ("localhost", "127.0.0.1:9001"), ("0.0.0.0", "0.0.0.0:9001"),
            ("::", "[::]:9001"), ("[::1]", "[::1]:9001"),
        ])
    func listens(host: String, expected: String) throws {
        #expect(try Request(apiHost: host, apiPort: 9001).file(apiSocket).contains("\nListenStream=\(expected)\n"))
    }

    @Test(
        "what systemd cannot listen on is refused, by its setting",
        arguments: [
            ("127.0.0.1", 0, "API_PORT"), ("prices.example.org", 8001, "API_HOST"),
            ("127.0.0.1\nListenStream=80", 8001, "API_HOST"), ("", 8001, "API_HOST"),
            ("1.2.3", 8001, "API_HOST"), ("1.2.3.400", 8001, "API_HOST"),
        ])
    func refused(host: String, port: Int, named: String) throws {
        let failure = #expect(throws: DeploymentFailure.self) {
            _ = try Request(apiHost: host, apiPort: port).installation()
        }
        #expect(failure?.kind == .configuration && failure?.message.english.contains(named) == true)
    }

    @Test(
        "the dashboard may talk to its own host, and to the API's where that is another",
        arguments: [
            ("127.0.0.1", "http://127.0.0.1:8001", "localhost"), ("127.0.0.1", "http://[::1]:8001", "localhost"),
            ("127.0.0.1", "http://10.0.0.5:8001", "localhost 10.0.0.5"),
            ("127.0.0.1", "https://prices.example.org", "any"),
            ("0.0.0.0", "http://127.0.0.1:8001", "any"),
        ])
    func peers(webHost: String, apiBaseURL: String, expected: String) throws {
        #expect(
            try Request(webHost: webHost, apiBaseURL: apiBaseURL).file(web).contains("\nIPAddressAllow=\(expected)\n"))
    }

    @Test("systemd ends a pass later than the pass ends itself")
    func passLimit() throws {
        #expect(
            try Request(passTimeout: .seconds(3600)).file(InstallPaths.unit("bitcoin-analyzer-collect.service"))
                .contains("\nTimeoutStartSec=3630s\n"))
    }

    @Test("a database file elsewhere may be written, and one where the service is kept away is refused")
    func folders() throws {
        #expect(
            try Request(writing: [InstallPaths.state, "/srv/50% prices"]).file(api).contains(
                "\nReadWritePaths=\(InstallPaths.state) \"/srv/50%% prices\"\n"))
        #expect(throws: DeploymentFailure.self) { _ = try Request(writing: ["/home/me/data"]).installation() }
    }

    @Test("no placeholder is left, and every file ends with a line", arguments: Scheduler.allCases)
    func complete(scheduler: Scheduler) throws {
        for file in try Request(scheduler: scheduler).plan().files where file.role != .program {
            let text = String(decoding: file.contents, as: UTF8.self)
            #expect(
                text.hasSuffix("\n") && !text.contains("@PROGRAM@") && text.firstRange(of: /@[A-Z_]+@/) == nil,
                "\(file.path)")
        }
    }

    @Test("the timer and cron exclude each other")
    func either() throws {
        let timer = try Request(scheduler: .timer).plan(), cron = try Request(scheduler: .cron).plan()
        #expect(!timer.files.contains { $0.path == InstallPaths.cron } && timer.unwanted.contains(InstallPaths.cron))
        #expect(
            !cron.files.contains { $0.path == InstallPaths.unit(ServiceUnits.timer) }
                && cron.unwanted.contains(InstallPaths.unit(ServiceUnits.timer)))
        #expect(!cron.links.contains { $0.path.hasSuffix(ServiceUnits.timer) })
        #expect(cron.links.contains { $0.path.hasSuffix(ServiceUnits.watchTimer) })
    }

    @Test("cron runs the program itself as its user, one pass at a time, into its log")
    func cronLine() throws {
        let text = try Request(scheduler: .cron).file(InstallPaths.cron)
        let line = try #require(text.split(separator: "\n").last)
        #expect(line.hasPrefix("3 * * * * bitcoin-analyzer flock -n "))
        #expect(
            line.contains(
                " /usr/local/bin/bitcoin-analyzer collect --trigger cron >> /var/log/bitcoin-analyzer/cron.log 2>&1"))
        // cron reads a bare % as the end of the line.
        #expect(!line.replacing("\\%", with: "").contains("%"))
        #expect(text.contains("\nSHELL=/bin/sh\n") && text.contains("\nPATH=/usr/local/sbin:"))
    }

    @Test("the file's name is one that cron reads, and only root writes it")
    func cronFile() throws {
        let file = try #require(try Request(scheduler: .cron).plan().files.first { $0.path == InstallPaths.cron })
        #expect(!file.path.dropFirst("/etc/cron.d/".count).contains(".") && file.mode == 0o644 && file.owner == .root)
    }
}
