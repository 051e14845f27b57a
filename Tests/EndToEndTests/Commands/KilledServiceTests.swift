import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A service that was started by hand and is gone is missed at once, however fresh its data still is.
struct KilledServiceTests {
    private struct Status: Decodable {
        struct Problem: Decodable { let cause: String? }
        let healthy: Bool
        let problems: [Problem]
    }

    private struct Explanation: Decodable {
        struct Root: Decodable { let cause: String }
        let healthy: Bool
        let roots: [Root]
    }

    private func status(_ world: World) async throws -> Status {
        try await world.run("status", "--json").json(Status.self)
    }

    private func roots(_ world: World) async throws -> [String] {
        try await world.run("why", "--json").json(Explanation.self).roots.map(\.cause)
    }

    @Test("kill -9 of serve is named, a suspended one too, and a clean stop is not an outage")
    func serve() async throws {
        try await withWorld { world in
            try await world.with("serve") { program in
                try await program.logged("articles read")
                try await world.untilCollected()
                #expect(try await !roots(world).contains { $0.hasPrefix("s") }, "serve collects")

                program.signal(SIGSTOP)
                #expect(try await roots(world).contains("service-down"))
                program.signal(SIGCONT)
                program.signal(SIGKILL)
                _ = try await program.end()
                #expect(try await roots(world).contains("service-down"))
                #expect(try await !status(world).healthy)
            }
            try await world.with("serve") { program in
                _ = try await program.address(of: "web")
                program.signal(SIGTERM)
                _ = try await program.end()
            }
            #expect(try await !roots(world).contains { $0.hasPrefix("s") })
            let doctor = try await world.run("doctor").output
            #expect(doctor.contains("nothing starts collections on this host"), "\(doctor)")
        }
    }

    @Test("a database that was truncated under the service is damaged, and not locked")
    func truncated() async throws {
        try await withWorld { world in
            // Whoever closes the database last puts its log into the file.
            #expect(try await world.run("collect").code == 0)
            try await world.with("api") { program in
                _ = try await program.address(of: "api")
                #expect(truncate(world.folder + "/data.db", 0) == 0)
                let named = try await roots(world)
                #expect(named == ["database-corrupt"])
                #expect(try await status(world).problems.map(\.cause).contains("database-corrupt"))
            }
        }
    }

    @Test("kill -9 of web is named while api runs on")
    func web() async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            try await world.with("api") { program in
                let api = try await program.address(of: "api")
                try await world.with("web", and: ["API_BASE_URL": api]) { web in
                    _ = try await web.address(of: "web")
                    #expect(try await !roots(world).contains("service-down"))
                    web.signal(SIGKILL)
                    _ = try await web.end()
                }
                #expect(try await roots(world).contains("service-down"))
            }
        }
    }
}

extension World {
    /// Waits until a run is recorded as ended.
    fileprivate func untilCollected() async throws {
        while try await !run("runs", "--json").output.contains("\"finished\"") {
            try Task.checkCancellation()
        }
    }
}
