import Domain
import OperatingSystem
import Sandbox

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Drill {
    /// Failures of the processes of the service, without systemd.
    static let ofServices: [Drill] = [
        Drill(
            .configurationInvalid,
            inject: { stage in
                await stage.stop("serve")
                try stage.start("broken", ["serve"], with: ["COLLECT_EVERY": "often"])
                _ = await stage.end(of: "broken")
            }, repair: { try $0.start("serve", ["serve"]) }),
        Drill(
            .apiUnreachable,
            prepare: { stage in
                stage["API_PORT"] = "\(try FreePort.find())"
                stage["WEB_PORT"] = "\(try FreePort.find())"
                stage["API_BASE_URL"] = "http://127.0.0.1:\(stage["API_PORT"])"
                try await stage.startAPIAndCollect()
                try stage.start("web", ["web"])
                try await stage.until("the dashboard listens") { stage.log("web").contains("listens") }
            },
            inject: { stage in
                await stage.stop("web")
                // Nothing is listening on port 9 (discard).
                try stage.start("web", ["web"], with: ["API_BASE_URL": "http://127.0.0.1:9"])
            },
            repair: { stage in
                await stage.stop("web")
                try stage.start("web", ["web"])
            }),
        Drill(
            .dashboardMisdirected,
            prepare: { stage in
                stage["API_PORT"] = "\(try FreePort.find())"
                stage["WEB_PORT"] = "\(try FreePort.find())"
                stage["API_BASE_URL"] = "http://127.0.0.1:\(stage["API_PORT"])"
                try await stage.startAPIAndCollect()
                try stage.start("web", ["web"])
                try await stage.until("the dashboard listens") { stage.log("web").contains("listens") }
            },
            inject: { stage in
                await stage.stop("web")
                try stage.start("web", ["web"], with: ["API_BASE_URL": "http://127.0.0.1:\(stage["WEB_PORT"])"])
            },
            repair: { stage in
                await stage.stop("web")
                try stage.start("web", ["web"])
            }),
        forgottenCopy, exhaustedDescriptors,
    ]

    /// More files are open than the process may have: its limit is lowered below what it has open.
    static let exhaustedDescriptors = Drill(
        .descriptorsExhausted,
        prepare: { stage in
            // By its port, `why` finds the process.
            stage["API_PORT"] = "\(try FreePort.find())"
            // A library looks at the threads of a busy process every second, and ends it where it finds no descriptor
            // for that: what fails here is not that.
            stage["COLLECT_EVERY"] = "1h"
            try await stage.startServing()
        },
        inject: { stage in
            guard let process = stage.process("serve") else { throw DrillFailure("serve does not run") }
            // What is open all the time: a check or a request opens more for a moment. Connections that are kept for
            // the next request are closed within seconds, so that the limit has to be much lower.
            var least = Int.max
            for _ in 0..<20 {
                guard let open = OpenDescriptors.of(process)?.open else { throw DrillFailure("serve does not run") }
                least = min(least, open)
                try await ContinuousClock().sleep(for: .milliseconds(100))
            }
            try await stage.limitDescriptors(of: process, to: "\(least / 2):")
        },
        repair: { stage in
            guard let process = stage.process("serve") else { return }
            try await stage.limitDescriptors(of: process, to: "1024:")
        })

    /// The third incident of the service's predecessor: a forgotten copy holds the port.
    static let forgottenCopy = Drill(
        .portInUse,
        prepare: { stage in
            stage["API_PORT"] = "\(try FreePort.find())"
            try await stage.startServing()
        },
        inject: { stage in
            // The first process is the forgotten one; it was started in another folder with other settings.
            try stage.start("second", ["serve"], with: ["COLLECT_EVERY": "1h"])
            _ = await stage.end(of: "second")
        },
        repair: { stage in
            await stage.stop("serve")
            try stage.start("serve", ["serve"])
        })
}

extension DrillStage {
    /// Changes the soft limit of a running process (prlimit(1)).
    fileprivate func limitDescriptors(of process: Int32, to limit: String) async throws {
        let tool = try ChildProcess.start(
            ["/usr/bin/prlimit", "--pid", "\(process)", "--nofile=\(limit)"], in: folder, environment: [:],
            output: "\(folder)/prlimit.log")
        guard await ChildProcess.end(of: tool) == 0 else { throw DrillFailure("prlimit failed: \(log("prlimit"))") }
    }
}
