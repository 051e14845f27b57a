import Domain
import Sandbox

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Drill {
    /// Failures of the collector as a separate process, with an API that monitors it.
    static let ofTheCollector: [Drill] = [
        Drill(
            .collectorHung, settings: ["SOURCE_TIMEOUT": "10m", "COLLECT_TIMEOUT": "3s"],
            prepare: { try await $0.startAPIAndCollect() },
            inject: { stage in
                try await stage.startHangingPass()
                // A suspended process is not ended by its own watchdog either.
                try await stage.suspend("collect")
            },
            repair: { stage in
                stage.world.faults.clearAll()
                stage.signal(SIGCONT, "collect")
                _ = await stage.end(of: "collect")
                try await stage.collect()
            }),
        Drill(
            .collectorCrashed, settings: ["SOURCE_TIMEOUT": "10m"], prepare: { try await $0.startAPIAndCollect() },
            inject: { stage in
                try await stage.startHangingPass()
                await stage.stop("collect", with: SIGKILL)
            },
            repair: { stage in
                stage.world.faults.clearAll()
                try await stage.collect()
            }),
    ]
}

extension DrillStage {
    /// The API alone; the drill starts the collector, as a timer would.
    func startAPIAndCollect() async throws {
        try await collect()
        try start("api", ["api"])
        try await until("the API listens") { self.log("api").contains("listens") }
    }

    func collect(with more: [String: String] = [:]) async throws {
        let (output, code) = try await run(["collect", "--trigger", "cron", "--json"], with: more)
        guard code == 0 else { throw DrillFailure("collect ended with \(code): \(output.prefix(300))") }
    }

    /// A run that waits for sources that do not respond.
    func startHangingPass() async throws {
        for endpoint in Endpoint.allCases { world.faults.set(.hang, on: endpoint) }
        try start("collect", ["collect", "--trigger", "cron"])
        try await until("the pass has started") { await self.runs().first?.outcome == .running }
    }
}
