import Domain
import FoundationEssentials
import OperatingSystem
import Synchronization

/// How the service was before a switch, and what the new release is held against.
package struct ReleaseBaseline: Sendable {
    /// Status by address, of the routes and pages that are asked.
    var statuses: [String: Int] = [:]
    /// Of `/v1/candles`, typically.
    var latency: Duration?
    /// Checks of `doctor` that failed already.
    var failing: Set<String> = []
    /// Whether the newest collection pass had succeeded.
    var collects = false
    /// Of both listeners, since their start; `nil` where the metrics cannot be read.
    var requests: RequestCounts?
    /// Resident bytes of each service.
    var memory: [Int?] = []
    /// Incidents that are open already.
    var incidents: Set<String> = []
}

/// The installed service, asked for as long as a new release is on trial.
struct ReleaseWatch: Sendable {
    let host: ReleaseHost
    /// Where the service listens: `http://127.0.0.1:8001`.
    let api: String
    let web: String
    /// A program that is trusted, for `doctor`.
    let program: String

    private static let services = ServiceUnits.services
    private static let interval: Duration = .seconds(1)
    /// How often an open incident is looked at, once in an ``interval``, before it counts: until the service has looked
    /// again at what it took for down.
    private static let looks = 20
    /// What a request must take more, besides three times as long. The host may have become busy since: only the trial
    /// before the switch asks both releases at the same time, and sees less.
    private static let slowdown: Duration = .milliseconds(50)
    /// A service that restarts by itself may miss one request.
    private static let attempts = 3

    /// Asks everything once.
    func baseline() async -> ReleaseBaseline {
        var baseline = ReleaseBaseline()
        for address in await addresses() {
            if let response = await host.get(address) { baseline.statuses[address] = response.status }
        }
        var times: [Duration] = []
        for _ in 0..<30 {
            if let response = await host.get(api + "/v1/candles?limit=500") { times.append(response.took) }
        }
        baseline.latency = ReleaseComparison.typical(times)
        baseline.failing = await failingChecks() ?? []
        let result = await host.output(["systemctl", "show", ServiceUnits.collect, "-P", "Result"]) ?? ""
        baseline.collects = result.trimmed == "success"
        baseline.requests = await requests()
        baseline.memory = await processes().map { $0.flatMap(host.memory) }
        baseline.incidents = Set((await openIncidents() ?? [:]).keys)
        return baseline
    }

    /// Waits until both services respond again after a switch.
    /// - Throws: ``ReleaseFault`` with the lines of the one that does not.
    func untilReady(since start: Timestamp, within limit: Duration) async throws(ReleaseFault) {
        let began = ContinuousClock.now
        while ContinuousClock.now - began < limit {
            if await host.get(api + "/livez")?.status == 200, await host.get(web + "/livez")?.status == 200 { return }
            try? await host.clock.sleep(for: .milliseconds(200))
        }
        throw await fault(
            Phrase(
                "the service does not respond \(limit.phrase.english) after the switch",
                fr: "le service ne répond pas \(limit.phrase.french) après le changement"), since: start)
    }

    /// - Parameters:
    ///   - collecting: whether a collection pass belongs to the trial.
    /// - Throws: ``ReleaseFault``: the first thing that is wrong.
    func run(
        for duration: Duration, since start: Timestamp, against baseline: ReleaseBaseline, collecting: Bool
    ) async throws(ReleaseFault) {
        try await untilReady(since: start, within: .seconds(30))
        let first = await processes()
        let began = ContinuousClock.now
        let pass = collecting ? collection(since: start) : nil
        defer { pass?.cancel() }
        var trends = Self.services.map { _ in MemoryTrend() }
        var times: [Duration] = []
        let addresses = baseline.statuses.sorted { $0.key < $1.key }
        var next = 0
        var nextDoctor: Duration = .seconds(15)
        var nextCount: Duration = .seconds(5)
        repeat {
            let now = await processes()
            for (index, service) in Self.services.enumerated() where now[index] != first[index] {
                throw await fault(
                    Phrase("\(service) was restarted", fr: "\(service) a redémarré"), of: service, since: start)
            }
            for (index, service) in Self.services.enumerated() {
                if let bytes = now[index].flatMap(host.memory) {
                    let time = ContinuousClock.now - began
                    trends[index].add(bytes, at: time)
                    if time > MemoryTrend.warmUp, index < baseline.memory.count, let before = baseline.memory[index],
                        ReleaseComparison.isLarger(bytes, than: before)
                    {
                        throw await fault(
                            Phrase(
                                "\(service) needs \(bytes >> 20) MiB of memory instead of \(before >> 20) MiB",
                                fr: "\(service) occupe \(bytes >> 20) Mio de mémoire au lieu de \(before >> 20) Mio"),
                            of: service, since: start)
                    }
                }
                guard let rate = trends[index].leakRate else { continue }
                throw await fault(
                    Phrase(
                        "the memory of \(service) grows by \(rate >> 20) MiB a minute",
                        fr: "la mémoire de \(service) croît de \(rate >> 20) Mio par minute"), of: service, since: start
                )
            }
            // A few addresses at a time: a trial must not be a load.
            for (address, expected) in addresses.isEmpty
                ? [] : (0..<3).map({ addresses[(next + $0) % addresses.count] })
            {
                guard let wrong = await wrongStatus(of: address, expected) else { continue }
                let got = wrong.status.map { "\($0)" }
                throw await fault(
                    Phrase(
                        "\(address) gives \(got ?? "no response") instead of \(expected)",
                        fr: "\(address) donne \(got ?? "pas de réponse") au lieu de \(expected)"), since: start)
            }
            next += 3
            if let response = await host.get(api + "/v1/candles?limit=500") { times.append(response.took) }
            if let old = baseline.latency, times.count >= 15, let new = ReleaseComparison.typical(times.suffix(30)),
                new > old * 3, new - old > Self.slowdown
            {
                throw await fault(
                    Phrase(
                        "requests take \(new.inMilliseconds.english) instead of \(old.inMilliseconds.english)",
                        fr: "les requêtes prennent \(new.inMilliseconds.french) au lieu de \(old.inMilliseconds.french)"
                    ), since: start)
            }
            if ContinuousClock.now - began >= nextCount {
                nextCount += .seconds(5)
                try await checkRequests(baseline, since: start)
            }
            if ContinuousClock.now - began >= nextDoctor {
                nextDoctor += .seconds(60)
                try await checkDoctor(baseline, since: start)
            }
            if let failed = pass?.result.value, baseline.collects { throw failed }
            do { try await host.clock.sleep(for: Self.interval) } catch {
                throw ReleaseFault(Phrase("the deployment was stopped", fr: "le déploiement a été arrêté"))
            }
        } while ContinuousClock.now - began < duration
        if let failed = await pass?.task.value, baseline.collects { throw failed }
        try await checkDoctor(baseline, since: start)
    }

    /// Of all clients, and not only of this watch.
    private func requests() async -> RequestCounts? {
        var sum: RequestCounts?
        for listener in [api, web] {
            guard let response = await host.get(listener + "/metrics"), response.status == 200 else { continue }
            sum = (sum ?? RequestCounts()) + RequestCounts(response.body)
        }
        return sum
    }

    private func checkRequests(_ baseline: ReleaseBaseline, since start: Timestamp) async throws(ReleaseFault) {
        guard let counts = await requests(), counts.isWorse(than: baseline.requests) else { return }
        let (failed, all) = (Int(counts.failed.rounded()), Int(counts.all.rounded()))
        throw await fault(
            Phrase(
                "\(failed) of \(all) requests failed with a server error",
                fr: "\(failed) requêtes sur \(all) ont échoué par une erreur du serveur"), since: start)
    }

    private struct WrongStatus { let status: Int? }

    /// Asks until the status is as it was before the switch, or no failure of the server.
    /// - Returns: the last status, `nil` for no response, when it never was.
    private func wrongStatus(of address: String, _ expected: Int) async -> WrongStatus? {
        var status: Int?
        for attempt in 0..<Self.attempts {
            if attempt > 0 { try? await host.clock.sleep(for: .milliseconds(300)) }
            status = await host.get(address)?.status
            if status == expected || status.map({ $0 < 500 }) ?? false { return nil }
        }
        return WrongStatus(status: status)
    }

    /// The process of each service; `nil` for one that does not run.
    private func processes() async -> [Int32?] {
        var ids: [Int32?] = []
        for service in Self.services {
            let id = await host.output(["systemctl", "show", service, "-P", "MainPID"]).flatMap { Int32($0.trimmed) }
            ids.append(id == 0 ? nil : id)
        }
        return ids
    }

    /// Collects once, as the timer does.
    private func collection(since start: Timestamp) -> CollectionTrial {
        let (host, unit, runs) = (host, ServiceUnits.collect, api + "/v1/runs?limit=1")
        return CollectionTrial {
            // A source may fail once: then the pass is repeated.
            for attempt in 0..<2 {
                if attempt > 0 { try? await host.clock.sleep(for: .seconds(5)) }
                let before = await host.get(runs)
                let result = try? await host.run(["systemctl", "start", unit], .seconds(180))
                guard result?.status == 0 else { continue }
                let after = await host.get(runs)
                // Where the records may not be read, the exit status is all there is.
                if before?.status != 200 || after?.status != 200 || before?.body != after?.body { return nil }
            }
            return ReleaseFault(
                Phrase(
                    "the collection pass of the new release failed", fr: "la collecte de la nouvelle version a échoué"),
                evidence: await host.lastLines(of: unit, since: start))
        }
    }

    /// The open incidents that a release may be the cause of, by id, with their cause; `nil` where they cannot be read.
    private func openIncidents() async -> [String: String]? {
        guard let response = await host.get(api + "/v1/incidents?limit=50"), response.status == 200,
            let tree = try? JSONDecoder().decode(JSONValue.self, from: Data(response.body))
        else { return nil }
        let list = tree["incidents"] ?? tree["items"] ?? tree
        guard case .array(let incidents) = list else { return nil }
        return incidents.reduce(into: [:]) { found, incident in
            guard case .text(let id)? = incident["id"], case .text(let cause)? = incident["cause"],
                incident["state"] == .text("open"), !Self.outside.contains(where: cause.hasPrefix)
            else { return }
            found[id] = cause
        }
    }

    /// Causes of what the world around the service does, whatever its release.
    private static let outside = ["source-", "network-", "dns-", "tls-", "clock-", "ai-", "settings-"]

    /// The incidents that were opened since, and are not closed again by themselves: the service may see its own restart
    /// on a busy host as one that is down.
    private func lastingIncidents(_ baseline: ReleaseBaseline) async -> [String: String] {
        var opened = (await openIncidents() ?? [:]).filter { !baseline.incidents.contains($0.key) }
        for _ in 0..<Self.looks where !opened.isEmpty {
            do { try await host.clock.sleep(for: Self.interval) } catch { break }
            guard let open = await openIncidents() else { continue }
            opened = opened.filter { open[$0.key] != nil }
        }
        return opened
    }

    private func checkDoctor(_ baseline: ReleaseBaseline, since start: Timestamp) async throws(ReleaseFault) {
        let opened = await lastingIncidents(baseline)
        if let first = opened.min(by: { $0.key < $1.key }) {
            throw await fault(
                Phrase(
                    "incident \(first.key) was opened: \(first.value)",
                    fr: "l’incident \(first.key) s’est ouvert\u{A0}: \(first.value)"), since: start)
        }
        guard let failing = await failingChecks() else { return }
        let new = failing.subtracting(baseline.failing).sorted()
        guard !new.isEmpty else { return }
        let list = new.joined(separator: ", ")
        throw await fault(
            Phrase(
                "doctor finds what it did not find before: \(list)",
                fr: "doctor constate ce qu’il ne constatait pas\u{A0}: \(list)"), since: start)
    }

    /// What `doctor` finds wrong, except what the world around the service does; `nil` when it does not run.
    private func failingChecks() async -> Set<String>? {
        struct Document: Decodable {
            struct Finding: Decodable {
                let check: String
                let subject: String?
                let outcome: String
                let cause: String?
            }
            let findings: [Finding]
        }
        guard let result = try? await host.run([program, "doctor", "--json"], .seconds(60)),
            let document = try? JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
        else { return nil }
        return Set(
            document.findings.filter { finding in
                finding.outcome == "failed"
                    && finding.cause.map { cause in !Self.outside.contains(where: cause.hasPrefix) } ?? false
            }.map { [$0.cause, $0.subject].compactMap(\.self).joined(separator: " ") })
    }

    private func addresses() async -> [String] {
        let described = await host.get(api + "/openapi.json").map { ReleaseComparison.routes($0.body) } ?? []
        return described.map { api + $0 } + ReleaseComparison.pages.map { web + $0 }
    }

    private func fault(_ reason: Phrase, of unit: String? = nil, since start: Timestamp) async -> ReleaseFault {
        var lines: [Evidence] = []
        for service in unit.map({ [$0] }) ?? Self.services {
            lines += await host.lastLines(of: service, since: start, count: unit == nil ? 6 : 12)
        }
        return ReleaseFault(reason, evidence: lines)
    }
}

/// A collection pass beside the watch; its fault, once it has one.
private final class CollectionTrial: Sendable {
    let result = Latest()
    let task: Task<ReleaseFault?, Never>

    init(_ pass: @escaping @Sendable () async -> ReleaseFault?) {
        let result = result
        task = Task {
            let fault = await pass()
            result.set(fault)
            return fault
        }
    }

    func cancel() { task.cancel() }

    final class Latest: Sendable {
        private let fault = Mutex<ReleaseFault?>(nil)
        var value: ReleaseFault? { fault.withLock { $0 } }
        func set(_ new: ReleaseFault?) { fault.withLock { $0 = new } }
    }
}
