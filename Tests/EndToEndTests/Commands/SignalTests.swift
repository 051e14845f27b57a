import Domain
import Foundation
import Sandbox
import Testing

/// Ctrl-C and SIGTERM end everything within five seconds, and leave a database that tells what happened.
struct SignalTests {
    static let signals = [SIGTERM, SIGINT]
    static let limit = Duration.seconds(5)

    @Test("collect that waits for a hanging source abandons its run", arguments: Engine.all, signals)
    func collect(_ engine: Engine, _ signal: Int32) async throws {
        try await withWorld(engine) { world in
            world.sandbox.faults.set(.hang, on: .venue(.coinbase))
            try await world.with("collect") { program in
                try await world.sandbox.requests.wait(for: 1, to: .venue(.coinbase))
                let (ended, after) = try await end(program, by: signal)
                #expect(ended.code == 75 && after < Self.limit, "\(after) \(ended)")
                #expect(ended.errors.contains("run the command again"))
            }
            try await expectAbandoned(in: world)
        }
    }

    @Test("serve whose collection hangs closes its ports and abandons its run", arguments: Engine.all, signals)
    func serve(_ engine: Engine, _ signal: Int32) async throws {
        try await withWorld(engine) { world in
            for venue in World.venues { world.sandbox.faults.set(.hang, on: Endpoint.venue(venue)) }
            try await world.with("serve") { program in
                let address = try await program.address(of: "api")
                _ = try await program.address(of: "web")
                try await world.sandbox.requests.wait(for: 1, to: .venue(.coinbase))
                #expect(try await ask(address + "/livez").status == 200)
                let (ended, after) = try await end(program, by: signal)
                #expect(ended.code == 0 && after < Self.limit, "\(after) \(ended)")
                await #expect(throws: (any Error).self) { try await ask(address + "/livez") }
            }
            try await expectAbandoned(in: world)
        }
    }

    @Test("serve closes while clients keep their connections open", arguments: signals)
    func connected(_ signal: Int32) async throws {
        try await withWorld { world in
            try await world.with("serve") { program in
                // The shared client of these tests keeps its connections for the next request.
                for service in ["api", "web"] {
                    #expect(try await ask(program.address(of: service) + "/livez").status == 200)
                }
                try await program.logged("ends: ok")
                let (ended, after) = try await end(program, by: signal)
                #expect(ended.code == 0 && after < Self.limit, "\(after) \(ended)")
            }
        }
    }

    @Test("demo ends and takes its database with it", arguments: signals)
    func demo(_ signal: Int32) async throws {
        try await withFolder { folder in
            try await BitcoinAnalyzer.with(["demo", "--days", "3"], ["LOG_LEVEL": "info"], in: folder) { program in
                #expect(try await ask(program.address(of: "web") + "/").status == 200)
                let (ended, after) = try await end(program, by: signal)
                #expect(ended.code == 0 && after < Self.limit, "\(after) \(ended)")
                #expect(
                    !ended.errors.contains(#""level":"error""#) && !ended.errors.contains(" error "), "\(ended.errors)")
            }
            let left = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/state")) ?? []
            #expect(left.isEmpty)
        }
    }

    private func end(_ program: ChildProgram, by signal: Int32) async throws -> (Ended, Duration) {
        let clock = ContinuousClock()
        let begin = clock.now
        program.signal(signal)
        let ended = try await program.end(within: .seconds(20))
        return (ended, clock.now - begin)
    }

    private func expectAbandoned(in world: World) async throws {
        let dump = try await world.dump()
        #expect(dump.runs.map(\.outcome) == [.abandoned] && dump.runs.allSatisfy { $0.finished != nil })
        // No lease is left: the next run starts at once.
        world.sandbox.faults.clearAll()
        #expect(try await world.run("collect", "prices").code == 0)
        #expect(try await world.dump().openTimes == world.hoursOfFirstPass)
    }
}
