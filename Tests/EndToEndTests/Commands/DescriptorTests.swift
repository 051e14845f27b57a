import Foundation
import OperatingSystem
import Testing

/// The real program with few file descriptors, and more connections than it has of them.
@Suite("Exhausted descriptors", .timeLimit(.minutes(30))) struct DescriptorTests {
    private func flood(_ address: String, with count: Int) throws -> [RawConnection] {
        try (0..<count).map { _ in try connection(to: address) }
    }

    private func connection(to address: String) throws -> RawConnection {
        try RawConnection(port: try #require(address.split(separator: ":").last.flatMap { Int($0) }))
    }

    @Test(
        "more idle connections than the limit allows keep nobody from the API, and do not end it",
        arguments: [128, 256])
    func flooded(limit: Int) async throws {
        try await withWorld { world in
            let api = try BitcoinAnalyzer.start(
                ["api"], world.settings, in: world.folder, by: ["/usr/bin/prlimit", "--nofile=\(limit):\(limit)"])
            defer { api.destroy() }
            let address = try await api.address(of: "api")
            var held: [RawConnection] = []
            for _ in 0..<4 {
                held += try flood(address, with: limit / 2)
                // Over a connection of its own: one that an HTTP client keeps for later may be the longest idle one.
                let response = try await connection(to: address).ask("/livez")
                #expect(response.hasPrefix("HTTP/1.1 200"), "\(response)")
                let open = try #require(OpenDescriptors.of(api.process))
                #expect(open.limit == limit && open.open < limit)
            }
            _ = held
            #expect(api.signal(0))
        }
    }

    @Test("without any descriptor left the program neither spins nor ends, and recovers")
    func exhausted() async throws {
        try await withWorld { world in
            try await world.with("api", and: ["WATCH_EVERY": "1h"]) { api in
                let address = try await api.address(of: "api")
                let open = try #require(OpenDescriptors.of(api.process)).open
                // A few are left until the first connections: libdispatch ends a process that has none for a moment.
                try await prlimit(api.process, "\(open + 4):", in: world.folder)
                let held = try flood(address, with: 40)
                // Each wakes the listener, which can accept none of them.
                let before = try cpuSeconds(of: api.process)
                try await ContinuousClock().sleep(for: .seconds(3))
                let written = api.transcript.written
                try #require(written.ending == nil, "\(written.errorText.suffix(3000))")
                let used = try cpuSeconds(of: api.process) - before
                #expect(used < 1.5, "\(used) s of 3 s")
                try await prlimit(api.process, "1024:", in: world.folder)
                let after = try await ask(address + "/livez") { $0.status == 200 }
                #expect(after.response.status == 200)
                _ = held
            }
        }
    }

    /// Sets the soft limit of a process (prlimit(1)).
    private func prlimit(_ process: pid_t, _ limit: String, in folder: String) async throws {
        let tool = try ChildProgram(
            ["/usr/bin/prlimit", "--pid", "\(process)", "--nofile=\(limit)"], environment: [:], in: folder)
        defer { tool.destroy() }
        try #require(try await tool.end().code == 0)
    }

    /// User and system time (proc(5), fields 14 and 15).
    private func cpuSeconds(of process: pid_t) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        let fields = try #require(text.split(separator: ")").last).split(separator: " ")
        let ticks = try #require(Double(fields[11])) + (try #require(Double(fields[12])))
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
