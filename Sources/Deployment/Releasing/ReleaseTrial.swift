import Domain
import FoundationEssentials
import OperatingSystem

/// A release that runs beside the installed service, on ports of its own, reading the database: `preflight`.
struct ReleaseTrial: Sendable {
    let unit: String
    let program: String
    let apiPort: Int
    let webPort: Int
    let host: ReleaseHost
    /// In place of the settings of the service.
    let settings: [String: String]

    var api: String { "http://127.0.0.1:\(apiPort)" }
    var web: String { "http://127.0.0.1:\(webPort)" }

    /// A release that is not ready by then is refused.
    static let readyLimit: Duration = .seconds(30)

    /// - Parameter name: `new` or `old`.
    /// - Throws: ``ReleaseFault`` without two free ports.
    init(_ name: String, program: String, host: ReleaseHost, settings: [String: String] = [:]) throws(ReleaseFault) {
        unit = "bitcoin-analyzer-preflight-\(name).service"
        self.program = program
        self.host = host
        self.settings = settings
        guard let apiPort = host.freePort(), let webPort = host.freePort(), apiPort != webPort else {
            throw ReleaseFault(Phrase("no port is free for the trial", fr: "aucun port n’est libre pour l’essai"))
        }
        (self.apiPort, self.webPort) = (apiPort, webPort)
    }

    /// Starts it as the service's user, and waits until it is ready.
    /// - Returns: how long that took.
    /// - Throws: ``ReleaseFault`` with its last lines.
    func start() async throws(ReleaseFault) -> Duration {
        await stop()
        var words = [
            "systemd-run", "--quiet", "--unit=\(unit)", "--property=User=\(InstallPaths.user)",
            "--property=Group=\(InstallPaths.user)", "--property=NoNewPrivileges=yes", "--property=ProtectSystem=full",
            "--property=PrivateTmp=yes", "--property=MemoryMax=1G", "--property=RuntimeMaxSec=900",
            "--property=Type=exec", program, "preflight",
        ]
        let own = [
            "API_HOST": "127.0.0.1", "API_PORT": "\(apiPort)", "WEB_HOST": "127.0.0.1", "WEB_PORT": "\(webPort)",
            "API_BASE_URL": api,
        ]
        for (key, value) in own.merging(settings, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
            words += ["--set", "\(key)=\(value)"]
        }
        let started = ContinuousClock.now
        do {
            let result = try await host.run(words, .seconds(30))
            guard result.status == 0 else {
                throw ReleaseFault(
                    Phrase("the release cannot be started", fr: "la version ne peut pas être démarrée"),
                    evidence: [Evidence(time: host.now(), source: "systemd-run", line: result.errors)])
            }
        } catch let fault as ReleaseFault {
            throw fault
        } catch {
            throw ReleaseFault(Phrase("the release cannot be started", fr: "la version ne peut pas être démarrée"))
        }
        while ContinuousClock.now - started < Self.readyLimit {
            if await host.get(api + "/livez")?.status == 200, await host.get(web + "/livez")?.status == 200 {
                return ContinuousClock.now - started
            }
            let state = await host.output(["systemctl", "show", unit, "-P", "ActiveState"]) ?? ""
            if ["failed", "inactive"].contains(state.trimmed) {
                throw ReleaseFault(
                    Phrase("the release ends right after its start", fr: "la version s’arrête dès son démarrage"),
                    evidence: await lastLines())
            }
            try? await host.clock.sleep(for: .milliseconds(100))
        }
        throw ReleaseFault(
            Phrase(
                "the release is not ready after \(Self.readyLimit.phrase.english)",
                fr: "la version n’est pas prête après \(Self.readyLimit.phrase.french)"), evidence: await lastLines())
    }

    /// Its resident memory, in bytes.
    func memory() async -> Int? {
        guard let id = await host.output(["systemctl", "show", unit, "-P", "MainPID"]).flatMap({ Int32($0.trimmed) })
        else { return nil }
        return host.memory(id)
    }

    func lastLines() async -> [Evidence] { await host.lastLines(of: unit, since: nil) }

    func stop() async {
        _ = try? await host.run(["systemctl", "stop", unit], .seconds(30))
        _ = try? await host.run(["systemctl", "reset-failed", unit], .seconds(10))
    }
}

extension ReleaseHost {
    /// The newest lines that a unit wrote.
    /// - Parameter since: `nil` for its last start.
    func lastLines(of unit: String, since: Timestamp?, count: Int = 12) async -> [Evidence] {
        let time = since.map { ["--since=@\($0.seconds)"] } ?? []
        let words = ["journalctl", "--no-pager", "--output=cat", "--unit=\(unit)", "--lines=\(count)"] + time
        return (await output(words) ?? "").textLines().filter { !$0.isEmpty }.map {
            Evidence(source: "journalctl -u \(unit)", line: String($0.prefix(400)))
        }
    }
}

extension String {
    var trimmed: String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}
