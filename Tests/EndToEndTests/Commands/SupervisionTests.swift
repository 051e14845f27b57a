import Domain
import Foundation
import Sandbox
import Testing

/// What systemd sees of the service: ready, alive, ending; and what clients see when it ends.
struct SupervisionTests {
    @Test(
        "the service notifies systemd when it is ready, feeds the watchdog, and announces its stop",
        arguments: ["api", "serve"])
    func told(_ command: String) async throws {
        try await withWorld { world in
            let told = try NotifySocket()
            try await world.with(command, and: ["NOTIFY_SOCKET": told.path, "WATCHDOG_USEC": "300000"]) { program in
                let first = try await told.next()
                #expect(first.hasPrefix("READY=1\nSTATUS=listens on http://127.0.0.1:"), "\(first)")
                #expect(try await ask(try await program.address(of: "api") + "/livez").status == 200)
                #expect(try await told.next() == "WATCHDOG=1")
                #expect(try await told.next() == "WATCHDOG=1")
                program.signal(SIGTERM)
                var last = try await told.next()
                while last == "WATCHDOG=1" { last = try await told.next() }
                #expect(last.hasPrefix("STOPPING=1"))
                #expect(try await program.end().code == 0)
            }
        }
    }

    @Test("a service that no longer responds to itself stops feeding the watchdog")
    func frozen() async throws {
        try await withWorld { world in
            let told = try NotifySocket()
            try await world.with("api", and: ["NOTIFY_SOCKET": told.path, "WATCHDOG_USEC": "300000"]) { program in
                _ = try await told.next()
                #expect(try await told.next() == "WATCHDOG=1")
                program.signal(SIGSTOP)
                // What had been sent before it stopped is read away; then nothing comes for several times the beat.
                while let text = try await told.next(within: .milliseconds(600)) { #expect(text == "WATCHDOG=1") }
                program.signal(SIGCONT)
                #expect(try await told.next() == "WATCHDOG=1")
            }
        }
    }

    @Test("on shutdown, a connection in use gets one more response, marked as the last")
    func lastAnswer() async throws {
        try await withWorld { world in
            try await world.with("api") { program in
                let port = try #require(URLComponents(string: try await program.address(of: "api"))?.port)
                let connection = try RawConnection(port: port)
                #expect(try await !connection.ask("/livez").contains("Connection: close"))
                // Already before the signal: a connection that is idle then for a second is closed.
                async let last = connection.ask("/livez") {
                    !$0.hasPrefix("HTTP/1.1 200") || $0.lowercased().contains("connection: close")
                }
                program.signal(SIGTERM)
                let answer = try await last
                #expect(
                    answer.hasPrefix("HTTP/1.1 200") && answer.lowercased().contains("connection: close"), "\(answer)")
                #expect(try await program.end().code == 0)
            }
        }
    }
}

/// A socket that was opened for the service, and a run that is followed to the page.
struct ActivationTests {
    /// Opens a socket as systemd does, says where, and becomes the program.
    private static let activator = [
        "/usr/bin/python3", "-c",
        """
        import json, os, socket, sys
        s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(64)
        os.dup2(s.fileno(), 3); os.set_inheritable(3, True)
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1", LISTEN_FDNAMES="api")
        os.execv(sys.argv[1], sys.argv[1:])
        """,
    ]

    @Test("a socket that was passed is served, instead of one of our own")
    func passed() async throws {
        try await withWorld { world in
            // The setting's port cannot be listened on: only the passed socket is left.
            let settings = world.settings.merging(["API_PORT": "\(world.sandbox.port)"]) { $1 }
            let program = try BitcoinAnalyzer.start(["api"], settings, in: world.folder, by: Self.activator)
            defer { program.destroy() }
            let address = try await program.address(of: "api")
            #expect(!address.hasSuffix(":\(world.sandbox.port)"))
            #expect(try await ask(address + "/livez").status == 200)
            try await program.logged("run bitcoin-analyzer install again")
            program.signal(SIGTERM)
            #expect(try await program.end().code == 0)
        }
    }

    @Test(
        "an API that serves another database than the last run wrote to says so in its log and its status, naming both")
    func mismatch() async throws {
        struct Status: Decodable {
            struct Problem: Decodable { let cause, detail: String }
            let healthy: Bool
            let problems: [Problem]
        }
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            try await world.with("api", and: ["DATABASE_URL": "sqlite://\(world.folder)/elsewhere.db"]) { api in
                try await api.logged("database-mismatch")
                let status = try await ask(try await api.address(of: "api") + "/v1/status").json(Status.self)
                let problem = try #require(status.problems.first { $0.cause == "database-mismatch" })
                #expect(
                    !status.healthy && problem.detail.contains("elsewhere.db") && problem.detail.contains("wrote to"),
                    "\(problem)")
            }
            try await world.with("api") { api in
                let status = try await ask(try await api.address(of: "api") + "/v1/status").json(Status.self)
                // Nothing schedules the runs of this world, which status says as doctor does.
                #expect(!status.problems.contains { $0.cause == "database-mismatch" }, "\(status)")
            }
        }
    }

    @Test(
        "one trace leads from a run through its sources to what the API serves and the page shows",
        arguments: Engine.all)
    func trace(_ engine: Engine) async throws {
        struct Line: Decodable { let message: String; let run, trace_id, source: String? }
        @Sendable func lines(_ text: String) -> [Line] {
            text.split(separator: "\n").compactMap { try? JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        }
        struct Price: Decodable { let run: String }
        try await withWorld(engine) { world in
            #expect(try await world.run("migrate").code == 0)
            try await world.with("api") { api in
                let address = try await api.address(of: "api")
                try await world.with("web", and: ["API_BASE_URL": address]) { web in
                    let collected = try await world.run("collect", with: ["LOG_LEVEL": "debug"])
                    #expect(collected.code == 0)
                    let told = lines(collected.errors)
                    let begin = try #require(told.first { $0.message.contains("begins") })
                    let (run, trace) = (try #require(begin.run), try #require(begin.trace_id))
                    let requests = told.filter { $0.message.hasPrefix("GET ") }
                    #expect(requests.count >= 2 && requests.allSatisfy { $0.trace_id == trace && $0.source != nil })
                    #expect(told.contains { $0.message.contains("candles fetched") && $0.trace_id == trace })

                    try await api.transcript.wait(for: "the run in the API's log") { written in
                        lines(written.errorText).contains {
                            $0.run == run && $0.trace_id == trace && $0.message.hasPrefix("serving the data of run")
                        } ? true : nil
                    }
                    #expect(try await ask(address + "/v1/price").json(Price.self).run == run)
                    #expect(try await ask(try await web.address(of: "web") + "/").status == 200)
                    try await web.transcript.wait(for: "the run in the page's log") { written in
                        lines(written.errorText).contains {
                            $0.run == run && $0.message.hasPrefix("the dashboard shows data of run")
                        }
                            ? true : nil
                    }
                }
            }
        }
    }
}
