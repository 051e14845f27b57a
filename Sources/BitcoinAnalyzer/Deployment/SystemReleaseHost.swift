import Deployment
import Domain
import FoundationEssentials
import Health
import OperatingSystem
import Outbound
import Sandbox
import Storage

extension ReleaseHost {
    /// This machine.
    /// - Parameters:
    ///   - client: shut down by the caller after use.
    ///   - report: called with each step.
    static func system(client: PoliteClient, report: @escaping @Sendable (Phrase) -> Void) -> ReleaseHost {
        ReleaseHost(
            run: SystemCommand.port,
            get: { url in
                let started = ContinuousClock.now
                let request = OutboundRequest(
                    url, label: "release", headers: [("Accept", "*/*")], timeout: .seconds(5), bodyLimit: 64 << 20)
                guard let response = try? await client.sendWithoutStatusCheck(request) else { return nil }
                return Response(status: response.status, body: response.body, took: ContinuousClock.now - started)
            },
            memory: residentMemory, freePort: { try? FreePort.find() }, now: MarketClock.real.now,
            clock: ContinuousClock(), report: report)
    }

    /// `VmRSS` of proc(5), in bytes.
    private static func residentMemory(_ process: Int32) -> Int? {
        let text = ProcFile.text("/proc/\(process)/status") ?? ""
        guard let line = text.textLines().first(where: { $0.hasPrefix("VmRSS:") }),
            let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return kilobytes << 10
    }
}

extension Deployer {
    /// The installed service of this machine.
    /// - Parameter by: who deploys; the user, if omitted.
    static func ofThisHost(_ settings: Settings, _ host: ReleaseHost, by: String? = nil) -> Deployer {
        func address(_ listener: Settings.Listener) -> String {
            HealthProbes.origin(host: listener.host, port: listener.port)
        }
        let environment = ProcessInfo.processInfo.environment
        return Deployer(
            host: host, store: ReleaseStore(), tree: FilesystemRoot(""), api: address(settings.api),
            web: address(settings.web), by: by ?? environment["SUDO_USER"] ?? UserRights.nameOfCurrentUser)
    }
}

extension Settings {
    /// Runs `work` while no other host deploys that shares the server of these settings.
    /// - Throws: ``Deployment/DeploymentFailure`` while one does, and what `work` throws.
    func deployingAlone<T: Sendable>(
        report: @escaping @Sendable (Phrase) -> Void, _ work: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        // A file is of one host, which has a lock of its own.
        guard databaseURL.file == nil else { return try await work() }
        let database: Database
        do throws(ArchiveFailure) { database = try await Database.open(databaseURL, migrate: false) } catch {
            report(
                Phrase(
                    "deployments of other hosts cannot be seen: ",
                    fr: "les déploiements d’autres machines ne sont pas visibles\u{A0}: ") + error.message)
            return try await work()
        }
        let process = ProcessIdentity.current()
        let lease = DeploymentLease(
            registry: database.leases,
            holder: LeaseHolder(
                run: RunID(rawValue: "deployment-\(UUID().uuidString.lowercased())"), host: process.host,
                process: process.id, processStart: process.start),
            isGone: ProcessIdentity.isGone, now: MarketClock.real.now, report: report)
        do {
            let result = try await lease.holding(work)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }
}
