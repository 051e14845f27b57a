import API
import Domain
import Exchanges
import Notifications
import Outbound
import Storage
import Testing

@testable import BitcoinAnalyzer

@Suite("Settings") struct SettingsTests {
    func settings(_ environment: [String: String] = [:], overrides: [String: String] = [:], files: [SettingsFile] = [])
        throws -> Settings
    {
        try Settings(try ResolvedSettings(overrides: overrides, environment: environment, files: files))
    }

    func refusal(_ environment: [String: String], overrides: [String: String] = [:]) -> SettingsFailure? {
        do {
            _ = try settings(environment, overrides: overrides)
            return nil
        } catch {
            return error as? SettingsFailure
        }
    }

    @Test("nothing set gives the contract's defaults")
    func defaults() throws {
        let settings = try settings(["STATE_DIRECTORY": "/srv/state"])
        #expect(settings.api == .init(host: "127.0.0.1", port: 8001, key: .apiPort))
        #expect(settings.web == .init(host: "127.0.0.1", port: 8000, key: .webPort))
        #expect(settings.databaseURL.file == "/srv/state/bitcoin-analyzer.db")
        #expect(settings.priceSources.map(\.venue) == [.coinbase, .kraken, .bitstamp, .bitfinex, .binance])
        #expect(settings.newsFeeds.count == 5)
        #expect(settings.collectEvery == .hours(1))
    }

    @Test(
        "no setting shows the credentials of an address",
        // A path is none.
        arguments: SettingKey.allCases.filter { ![.stateDirectory, .logsDirectory].contains($0) })
    func credentials(of key: SettingKey) throws {
        let password = "s3cretA1b2C3d4E5f6"
        for text in [
            "https://user:\(password)@example.com/x", "kraken=https://\(password)@example.com",
            "user:\(password)@example.com", "https://a.example,https://user:\(password)@example.com",
            "https://example.com/?token=\(password)",
        ] {
            #expect(key.shown(text)?.contains(password) != true, "\(text)")
            // As the command, the service's start and a comparison with a shell show it, where the text is valid.
            guard
                let resolved = try? ResolvedSettings(
                    overrides: [:], environment: [key.rawValue: text], files: []),
                let settings = try? Settings(resolved)
            else { continue }
            #expect(settings.shown(key, resolved)?.contains(password) != true, "\(text)")
        }
    }

    @Test(
        "coinalyze comes first when its key is set, by either name", arguments: ["COINALYZE_API_KEY", "COINALYZE_API"])
    func coinalyze(name: String) throws {
        #expect(try settings([name: "key"]).priceSources.first?.venue == .coinalyze)
    }

    @Test("a witness is asked only when it is named, and is no source of candles")
    func witness() throws {
        #expect(try settings([:]).witnesses.isEmpty)
        let named = try settings(["PRICE_SOURCES": "kraken, CoinGecko=http://127.0.0.1:9/api/v3"])
        #expect(named.priceSources.map(\.venue) == [.kraken])
        #expect(named.witnesses == [.init(witness: .coingecko, baseURL: "http://127.0.0.1:9/api/v3")])
    }

    @Test(
        "a list of sources that cannot be used is refused with what is wrong",
        arguments: [
            ("coingecko", "at least one source with candles"), ("mtgox", "unknown source 'mtgox'"),
            ("kraken,coingecko,coingecko", "names coingecko twice"), ("kraken,kraken", "names kraken twice"),
        ])
    func unusableSources(list: String, message: String) throws {
        let failure = try #require(refusal(["PRICE_SOURCES": list]))
        #expect(failure.message.english.contains(message), "\(failure.message.english)")
    }

    @Test(
        "an admin token that is too short or cannot stand in a header is rejected without being shown",
        arguments: ["short-secret-1", "with a blank in it 123"])
    func weakToken(token: String) throws {
        let failure = try #require(refusal(["ADMIN_TOKEN": token]))
        #expect(failure.message.english.contains("ADMIN_TOKEN") && failure.description.contains("16"))
        #expect(!failure.description.contains(token))
    }

    @Test(
        "a mistyped name in the environment is named with the setting that was meant",
        arguments: [
            ("COLECT_EVERY", "COLLECT_EVERY"), ("DATABASE_URI", "DATABASE_URL"),
            ("ADMIN_TOKEN_FLIE", "ADMIN_TOKEN_FILE"),
            ("API_PROT", "API_PORT"),
        ])
    func mistyped(name: String, meant: String) throws {
        let resolved = try ResolvedSettings(overrides: [:], environment: [name: "2h"], files: [])
        #expect(resolved.warnings.count == 1 && resolved.warnings[0].english.contains("\(name) is not a setting"))
        #expect(resolved.warnings[0].english.contains(meant))
    }

    @Test(
        "names of other programs are left alone",
        arguments: ["APP_PORT", "LOGNAME", "DB_URL", "PATH", "POSTGRES_DB", "NOTIFY_SOCKET"])
    func foreign(name: String) throws {
        #expect(try ResolvedSettings(overrides: [:], environment: [name: "x"], files: []).warnings.isEmpty)
    }

    @Test("a file is searched for names that are no settings, and for names that are set twice")
    func fileWarnings() throws {
        let file = try SettingsFile(text: "\u{FEFF}API_PORT=1\nNOSUCH=1\nAPI_PORT=2\nWEB_PROT=3\n", path: ".env")
        let resolved = try ResolvedSettings(overrides: [:], environment: [:], files: [file])
        #expect(resolved[.apiPort]?.text == "2")
        #expect(resolved.warnings.map(\.english).count == 2)
        #expect(
            (resolved.warnings + resolved.unknown).map { $0.english.prefix { $0 != ":" } } == [
                ".env, line 3", ".env, line 4", ".env, line 2",
            ])
    }

    @Test("the file of a secret may be given on the command line, as in the environment")
    func secretFile() throws {
        #expect(
            refusal([:], overrides: ["ADMIN_TOKEN_FILE": "/nowhere"])?.message.english.contains(
                "/nowhere does not exist")
                == true)
        #expect(refusal([:], overrides: ["API_PORT_FILE": "/nowhere"])?.message.english.contains("unknown") == true)
    }

    @Test("commands beside an installation work on its state folder, also after its file has lost that line")
    func installedState() throws {
        let file = try SettingsFile(text: "API_PORT=1\n", path: "/etc/x")
        let installed = ResolvedSettings.installed(file, state: "/usr")
        #expect(
            try ResolvedSettings(overrides: [:], environment: [:], files: [installed])[.stateDirectory]?.text == "/usr")
        #expect(ResolvedSettings.installed(file, state: "/no/such/folder").values == ["API_PORT": "1"])
        let own = try SettingsFile(text: "STATE_DIRECTORY=/srv\n", path: "/etc/x")
        #expect(ResolvedSettings.installed(own, state: "/usr").values == own.values)
    }

    @Test("the origin of a secret is shown in the reader's language")
    func shownOrigin() {
        #expect(ResolvedSettings.shownOrigin("/run/token (environment)").french == "/run/token (environnement)")
    }

    @Test("a file of Windows is read as it is meant, and reported")
    func windowsFile() throws {
        let file = try SettingsFile(
            text: "# Settings\r\nDATABASE_URL=postgresql://db/prices\r\n\r\nAPI_PORT=\"9001\"\r\n", path: "/etc/x")
        #expect(file.values == ["DATABASE_URL": "postgresql://db/prices", "API_PORT": "9001"])
        let resolved = try ResolvedSettings(overrides: [:], environment: [:], files: [file])
        #expect(file.hasWindowsLineEnds && resolved.windowsFiles == ["/etc/x"])
        #expect(try SettingsFile(text: "API_PORT=1\n", path: "/etc/x").hasWindowsLineEnds == false)
    }

    @Test("the line of an error is counted in a file of Windows too")
    func windowsLine() {
        #expect {
            _ = try SettingsFile(text: "API_PORT=1\r\n\r\nbroken\r\n", path: "/etc/x")
        } throws: { ($0 as? SettingsFailure)?.message.english.hasPrefix("/etc/x, line 3") == true }
    }

    @Test("proxies are read by their usual names, and a web server's HTTP_PROXY is not one")
    func proxies() throws {
        let set = try settings(["https_proxy": "http://proxy:3128", "NO_PROXY": "example.org"]).proxies
        #expect(set.server(for: "https://a.net")?.host == "proxy" && set.server(for: "https://example.org") == nil)
        #expect(try settings(["HTTP_PROXY": "http://proxy:1"]).proxies.http != nil)
        #expect(try settings(["HTTP_PROXY": "http://proxy:1", "REQUEST_METHOD": "GET"]).proxies.http == nil)
        let failure = try #require(refusal(["https_proxy": "https://user:s3cret@proxy"]))
        #expect(
            failure.message.english.contains("https_proxy (environment)") && !failure.description.contains("s3cret"))
    }

    @Test(
        "the file that sets a value is told from the shell's environment",
        arguments: [
            ("environment", nil, true), ("command line", nil, false), ("default", nil, false),
            ("/etc/bitcoin-analyzer/environment", "/etc/bitcoin-analyzer/environment", false),
            ("/root/url (environment)", nil, true), ("/root/url (/root/.env)", "/root/.env", true),
        ] as [(String, String?, Bool)])
    func origins(_ origin: String, _ file: String?, _ isOfShell: Bool) {
        #expect(ResolvedSettings.file(ofOrigin: origin) == file && ResolvedSettings.isOfShell(origin) == isOfShell)
    }

    @Test("an admin token is kept, and not shown")
    func adminToken() throws {
        let settings = try settings(["ADMIN_TOKEN": "sixteen-letters!"])
        #expect(settings.adminToken != nil && SettingKey.adminToken.isSecret)
        #expect(!"\(settings)".contains("sixteen-letters!"))
        #expect(try self.settings().adminToken == nil)
    }

    @Test("limits for clients have defaults, and are read")
    func limits() throws {
        let limits = try settings().limits
        #expect((limits.connections, limits.connectionsPerClient, limits.requestsPerSecond) == (8192, 64, 50))
        #expect((limits.headerBytes, limits.headerCount, limits.bodyBytes) == (16_384, 100, 65_536))
        #expect(limits.trustedProxies == IPNetwork.loopback && limits.idleTimeout == .seconds(75))
        let changed = try settings([
            "RATE_LIMIT": "0", "TRUSTED_PROXIES": "10.0.0.0/8, 2001:db8::1", "REQUEST_TIMEOUT": "20s",
        ]).limits
        #expect(changed.requestsPerSecond == 0 && changed.headTimeout == .seconds(20))
        #expect(changed.trustedProxies.count == 2 && changed.transferTimeout == .seconds(60))
        #expect(try settings(["TRUSTED_PROXIES": "none"]).limits.trustedProxies.isEmpty)
    }

    @Test(
        "a limit out of range is rejected with its range",
        arguments: [
            ("MAX_CONNECTIONS", "0"), ("MAX_CONNECTIONS", "99999999999999999999"), ("MAX_CONNECTIONS_PER_CLIENT", "-1"),
            ("MAX_EVENT_STREAMS", "-1"),
            ("RATE_LIMIT", "many"), ("RATE_LIMIT", "1.5"), ("TRUSTED_PROXIES", "proxy.example.org"),
            ("TRUSTED_PROXIES", "10.0.0.0/33"), ("MAX_HEADER_SIZE", "1"), ("MAX_HEADERS", "1000000"),
            ("MAX_BODY_SIZE", "1e6"), ("REQUEST_TIMEOUT", "10"), ("IDLE_TIMEOUT", "0s"),
        ])
    func invalidLimits(name: String, value: String) throws {
        let failure = try #require(refusal([name: value]))
        #expect(failure.message.english.hasPrefix("\(name) (environment) must be "))
        #expect(failure.message.english.contains(value))
    }

    @Test("command line beats environment beats file beats default")
    func precedence() throws {
        let file = try #require(try file("API_PORT=1\nWEB_PORT=1\nLOG_LEVEL=debug\n"))
        let resolved = try ResolvedSettings(
            overrides: ["API_PORT": "3"], environment: ["API_PORT": "2", "WEB_PORT": "2"], files: [file])
        #expect(resolved[.apiPort] == .init(text: "3", origin: "command line"))
        #expect(resolved[.webPort] == .init(text: "2", origin: "environment"))
        #expect(resolved[.logLevel]?.text == "debug")
        #expect(resolved[.logFormat]?.origin == "default")
    }

    @Test(
        "a value that cannot be used is refused with its setting, its origin and what would be right",
        arguments: [
            ("API_PORT", "http", "port number"), ("WEB_PORT", "70000", "port number"), ("LOG_LEVEL", "loud", "debug"),
            ("LOG_FORMAT", "xml", "journald"),
            ("COLLECT_EVERY", "often", "15m"), ("COLLECT_EVERY", "0h", "15m"), ("SOURCE_TIMEOUT", "-1s", "15m"),
            ("PRICE_SOURCES", "mtgox", "coinbase"),
            ("PRICE_SOURCES", "kraken,kraken", "once"), ("PRICE_SOURCES", "coinalyze", "COINALYZE_API_KEY"),
            ("PRICE_SOURCES", ",", "at least one"),
            ("PRICE_SOURCES", "kraken=ftp://x", "https://"), ("NEWS_FEEDS", "example.org/feed", "https://"),
            ("API_BASE_URL", "localhost:8001", "https://"),
            ("AI_PROVIDER", "oracle", "embedded"), ("DATABASE_URL", "mysql://x", "sqlite:///"),
            ("UPDATE_FROM", "http://example.org/x", "https://"), ("UPDATE_FROM", "releases", "https://"),
            ("UPDATE_FROM", "http://127.0.0.1.example.org", "https://"), ("UPDATE_WINDOW", "3-5", "03:00-05:00"),
            ("AI_DAILY_BUDGET", "1,234", "such as 1.00"), ("NOTIFY", "ftp://x", "ntfy://"),
        ])
    func refused(key: String, value: String, hint: String) throws {
        let failure = try #require(refusal([key: value]))
        #expect(failure.message.english.contains(key))
        #expect(failure.message.english.contains("environment"))
        #expect(failure.description.contains(hint))
        // What to do names what to correct, in both languages.
        #expect(failure.hint.english.contains(key) || failure.hint.english.contains("COINALYZE_API_KEY"))
        #expect(failure.hint.french.contains(key) || failure.hint.french.contains("COINALYZE_API_KEY"))
    }

    @Test("a malformed DATABASE_URL is refused without showing its password")
    func password() throws {
        let failure = try #require(refusal(["DATABASE_URL": "postgres://user:s3cret@host:notaport/db"]))
        #expect(!failure.description.contains("s3cret"))
    }

    @Test("API and dashboard cannot have the same port, unless it is any")
    func samePort() throws {
        #expect(refusal(["API_PORT": "9000", "WEB_PORT": "9000"]) != nil)
        #expect(refusal(["API_PORT": "0", "WEB_PORT": "0"]) == nil)
    }

    @Test("a setting of the command line that does not exist is refused")
    func unknown() {
        #expect(refusal([:], overrides: ["PRICE_SOURCE": "kraken"])?.message.english.contains("PRICE_SOURCE") == true)
    }

    @Test("an empty value counts as not set")
    func empty() throws {
        #expect(try settings(["API_PORT": ""]).api.port == 8001)
    }

    private func file(_ text: String) throws -> SettingsFile? {
        let folder = try TemporaryFolder()
        let file = try SettingsFile(at: try folder.file("environment", text))
        withExtendedLifetime(folder) {}
        return file
    }
}

@Suite("A settings file") struct SettingsFileTests {
    @Test("is KEY=value lines, with comments, quotes and export")
    func parses() throws {
        let text = "# comment\n; another\n\nA=1\nexport B = two words \nC=\"quoted # not a comment\"\nD='x=y'\nE=\n"
        let values = try SettingsText.parse(text, path: "f")
        #expect(values == ["A": "1", "B": "two words", "C": "quoted # not a comment", "D": "x=y", "E": ""])
    }

    @Test(
        "that was only half written is refused, with the line",
        arguments: [
            ("A=1\nDATABASE_U", "line 2"), ("A=\"begun", "line 1"), ("A=1\n=2", "line 2"), ("A B=1", "line 1"),
        ])
    func half(text: String, line: String) {
        #expect { try SettingsText.parse(text, path: "f") } throws: { "\($0)".contains("f, \(line)") }
    }

    @Test("that does not exist is no file, not an error")
    func absent() throws {
        #expect(try SettingsFile(at: "/nonexistent/environment") == nil)
    }

    @Test("can hold a secret's place instead of the secret")
    func secretFile() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("key", "s3cret\n")
        let resolved = try ResolvedSettings(overrides: [:], environment: ["COINALYZE_API_KEY_FILE": path], files: [])
        #expect(resolved[.coinalyzeKey]?.text == "s3cret")
        #expect(throws: SettingsFailure.self) {
            try ResolvedSettings(overrides: [:], environment: ["COINALYZE_API_KEY_FILE": path + "-missing"], files: [])
        }
        withExtendedLifetime(folder) {}
    }
}
