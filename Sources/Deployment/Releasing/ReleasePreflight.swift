import Domain
import FoundationEssentials
import OperatingSystem

/// The new release, started beside the installed one and compared with it, before anything is changed.
struct ReleasePreflight: Sendable {
    let host: ReleaseHost
    /// The program of the installed release, and of the new one.
    let old: String
    let new: String
    /// What both read in place of the database of the service; `nil` to read that one.
    let copies: (old: String, new: String)?

    private static let samples = 60
    private static let attempts = 3

    /// - Throws: ``ReleaseFault``: the first thing that is wrong.
    func run() async throws(ReleaseFault) {
        func settings(_ path: String?) -> [String: String] { path.map { ["DATABASE_URL": "sqlite://\($0)"] } ?? [:] }
        let mine = try ReleaseTrial("old", program: old, host: host, settings: settings(copies?.old))
        let theirs = try ReleaseTrial("new", program: new, host: host, settings: settings(copies?.new))
        do throws(ReleaseFault) {
            let newTime = try await theirs.start()
            let oldTime = try await mine.start()
            guard newTime <= max(.seconds(10), oldTime * 3) else {
                throw ReleaseFault(
                    Phrase(
                        "the start takes \(newTime.phrase.english) instead of \(oldTime.phrase.english)",
                        fr: "le démarrage prend \(newTime.phrase.french) au lieu de \(oldTime.phrase.french)"))
            }
            try await compare(mine, theirs)
            try await compareSpeed(mine, theirs)
            if let before = await mine.memory(), let after = await theirs.memory(),
                ReleaseComparison.isLarger(after, than: before)
            {
                throw ReleaseFault(
                    Phrase(
                        "it needs \(after >> 20) MiB of memory instead of \(before >> 20) MiB",
                        fr: "elle occupe \(after >> 20) Mio de mémoire au lieu de \(before >> 20) Mio"))
            }
        } catch {
            let lines = error.evidence.isEmpty ? await theirs.lastLines() : error.evidence
            await mine.stop()
            await theirs.stop()
            throw ReleaseFault(error.reason, evidence: lines)
        }
        await mine.stop()
        await theirs.stop()
    }

    private func compare(_ mine: ReleaseTrial, _ theirs: ReleaseTrial) async throws(ReleaseFault) {
        guard let description = await host.get(mine.api + "/openapi.json"), description.status == 200 else {
            throw ReleaseFault(
                Phrase(
                    "the installed release does not describe its API", fr: "la version installée ne décrit pas son API")
            )
        }
        let own = await host.get(theirs.api + "/openapi.json").map { ReleaseComparison.routes($0.body) } ?? []
        let known = ReleaseComparison.routes(description.body)
        for path in known { try await compare(path, mine.api, theirs.api) }
        for path in own where !known.contains(path) {
            guard let response = await host.get(theirs.api + path), response.status < 500 else {
                throw ReleaseFault(
                    Phrase("the new route \(path) gives an error", fr: "la nouvelle route \(path) donne une erreur"))
            }
        }
        for path in ReleaseComparison.pages { try await compare(path, mine.web, theirs.web) }
    }

    /// Repeated, as data may come between the two requests.
    private func compare(_ path: String, _ mine: String, _ theirs: String) async throws(ReleaseFault) {
        var fault: Phrase?
        for attempt in 0..<Self.attempts {
            if attempt > 0 { try? await host.clock.sleep(for: .milliseconds(300)) }
            guard let old = await host.get(mine + path) else { return }
            // What fails in the installed release too says nothing about the new one.
            if old.status >= 500 { return }
            fault = ReleaseComparison.fault(path, old: old, new: await host.get(theirs + path), comparingFacts: true)
            if fault == nil { return }
        }
        if let fault { throw ReleaseFault(fault) }
    }

    /// What is slower each time is: a busy host disturbs one comparison, and hardly three.
    private func compareSpeed(_ mine: ReleaseTrial, _ theirs: ReleaseTrial) async throws(ReleaseFault) {
        for path in ["/v1/candles?limit=500", "/v1/news?limit=50"] {
            for attempt in 1...Self.attempts {
                guard let fault = await slowness(path, mine, theirs) else { break }
                if attempt == Self.attempts { throw fault }
            }
        }
    }

    private func slowness(_ path: String, _ mine: ReleaseTrial, _ theirs: ReleaseTrial) async -> ReleaseFault? {
        var times: (old: [Duration], new: [Duration]) = ([], [])
        for _ in 0..<Self.samples {
            if let response = await host.get(mine.api + path) { times.old.append(response.took) }
            if let response = await host.get(theirs.api + path) { times.new.append(response.took) }
        }
        guard let old = ReleaseComparison.typical(times.old), let new = ReleaseComparison.typical(times.new),
            ReleaseComparison.isSlower(new, than: old)
        else { return nil }
        return ReleaseFault(
            Phrase(
                "\(path) takes \(new.inMilliseconds.english) instead of \(old.inMilliseconds.english)",
                fr: "\(path) prend \(new.inMilliseconds.french) au lieu de \(old.inMilliseconds.french)"))
    }
}
