import Domain
import FoundationEssentials
import Sandbox

/// Injects a failure, waits until it is detected, explained and resolved, and checks the result.
struct DrillRunner: Sendable {
    /// Called with each step, for a person.
    let progress: @Sendable (Phrase) -> Void

    func run(_ drill: Drill) async -> DrillResult {
        let folder =
            FileManager.default.temporaryDirectory.path.trimmingSlash + "/bitcoin-analyzer-drill-"
            + UUID().uuidString.prefix(8)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let skew = WorldSkew()
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let state = folder + "/state"
            try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
            if drill.level == .mounts {
                try await ChildProcess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "drill", state], in: "/")
            }
            let postgres = drill.level == .postgres ? try await PostgresServer() : nil
            let result = try await withSandbox(Sandbox.Configuration(now: skew.now)) { world in
                let stage = try await DrillStage(
                    folder: folder, world: world, skew: skew, postgres: postgres, settings: drill.settings)
                do {
                    let result = try await play(drill, on: stage)
                    await stage.stopAll()
                    return result
                } catch {
                    await stage.stopAll()
                    throw error
                }
            }
            if drill.level == .mounts { try await ChildProcess.run(["umount", state], in: "/") }
            return result
        } catch {
            if drill.level == .mounts {
                _ = try? await ChildProcess.run(["umount", "--lazy", folder + "/state"], in: "/")
            }
            return DrillResult(
                drill: drill.name, injected: drill.causes.sorted, named: [], why: [], opened_seconds: nil,
                closed_seconds: nil, evidence: [], trouble: "\(error)")
        }
    }

    private func play(_ drill: Drill, on stage: DrillStage) async throws -> DrillResult {
        progress(Phrase("starting the service in a simulation", fr: "démarrage du service dans une simulation"))
        try await drill.prepare(stage)
        let before = await stage.incidents()
        guard before.isEmpty else {
            throw DrillFailure(
                "incidents before the injection: \(before.map { "\($0.cause.rawValue): \($0.diagnosis.english)" })")
        }

        progress(Phrase("injected: \(drill.name)", fr: "provoqué\u{A0}: \(drill.name)"))
        let injected = ContinuousClock.now
        try await drill.inject(stage)
        let openFailure = await failure {
            try await stage.until("every cause has an open incident") {
                await roots(stage).isSuperset(of: drill.causes)
            }
        }
        let opened = openFailure == nil && !drill.causes.isEmpty ? ContinuousClock.now - injected : nil
        for incident in await stage.incidents() where incident.parent == nil {
            progress(Phrase("detected: ", fr: "détecté\u{A0}: ") + incident.diagnosis)
        }
        let why = try await explained(stage)
        let open = await stage.incidents()

        let repaired = ContinuousClock.now
        try await drill.repair(stage)
        progress(Phrase("repaired", fr: "réparé"))
        let closeFailure = await failure {
            try await stage.until("every incident is resolved") {
                await stage.incidents().allSatisfy { $0.state == .resolved }
            }
        }
        let closed = closeFailure == nil && !drill.causes.isEmpty ? ContinuousClock.now - repaired : nil
        let all = await stage.incidents()
        for incident in all where incident.parent == nil {
            progress(Phrase("resolved: ", fr: "résolu\u{A0}: ") + incident.resolution)
        }
        let named = Set(all.filter { $0.parent == nil }.map(\.cause))
        let wrong = judge(drill, named: named, why: why, all)
        return DrillResult(
            drill: drill.name, injected: drill.causes.sorted, named: named.sorted, why: why.sorted,
            opened_seconds: opened?.inSeconds, closed_seconds: closed?.inSeconds,
            evidence: open.filter { drill.causes.contains($0.cause) }.flatMap(\.evidence),
            trouble: openFailure ?? closeFailure ?? wrong)
    }

    private func judge(_ drill: Drill, named: Set<Cause>, why: Set<Cause>, _ incidents: [Incident]) -> String? {
        if named != drill.causes { return "incidents named \(named.sorted.map(\.rawValue)) as roots" }
        if why != drill.causes { return "why named \(why.sorted.map(\.rawValue))" }
        if let empty = incidents.first(where: {
            $0.evidence.isEmpty || $0.context.isEmpty || $0.symptom.isEmpty || $0.diagnosis.isEmpty
                || $0.resolution.isEmpty
        }) {
            return "incident \(empty.id) (\(empty.cause.rawValue)) lacks one of its five steps or its evidence"
        }
        return nil
    }

    private func roots(_ stage: DrillStage) async -> Set<Cause> {
        Set(await stage.incidents().filter { $0.state == .open && $0.parent == nil }.map(\.cause))
    }

    /// The causes that `why` names.
    private func explained(_ stage: DrillStage) async throws -> Set<Cause> {
        struct Explained: Decodable {
            struct Root: Decodable { let cause: Cause }
            let roots: [Root]
        }
        let (output, _) = try await stage.run(["why", "--json"])
        guard let explained = try? JSONDecoder().decode(Explained.self, from: Data(output.utf8)) else {
            throw DrillFailure("unreadable output of why --json: \(output.prefix(300))")
        }
        return Set(explained.roots.map(\.cause))
    }

    /// The error that `work` throws, as text.
    private func failure(_ work: () async throws -> Void) async -> String? {
        do {
            try await work()
            return nil
        } catch {
            return "\(error)"
        }
    }
}

extension Set<Cause> {
    var sorted: [Cause] { sorted { $0.rawValue < $1.rawValue } }
}

extension String {
    fileprivate var trimmingSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
