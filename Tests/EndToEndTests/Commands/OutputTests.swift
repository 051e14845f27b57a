import Testing

/// What cannot be written was not done: every command that prints says so.
struct OutputTests {
    private static let commands = [
        ["runs"], ["runs", "--json"], ["settings"], ["settings", "--json"], ["analyze"], ["migrate"], ["incidents"],
        ["incidents", "export"], ["incidents", "register", "--json"], ["status"], ["why"], ["doctor", "--json"],
        ["timeline", "--records"], ["help"], ["--version"], ["runs", "--help"],
    ]

    @Test("a full or closed stdout ends every command with 74 and a message", arguments: [">/dev/full", ">&-"])
    func full(redirection: String) async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            for words in Self.commands {
                let ended = try await run(words, redirection, in: world)
                #expect(ended.code == 74, "\(words) \(redirection): \(ended.code)")
                #expect(ended.errors.contains("cannot write the output"), "\(words) \(redirection): \(ended.errors)")
            }
        }
    }

    @Test("a reader that has read enough is no failure")
    func closedPipe() async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            let ended = try await run(["timeline", "--records"], "| true", in: world)
            #expect(ended.code == 0 && ended.errors.isEmpty)
            let settings = try await run(["settings"], "| head -n 1", in: world)
            #expect(settings.code == 0 && settings.errors.isEmpty)
        }
    }

    @Test("the database gets nothing of what is printed without a stdout")
    func closedDescriptors() async throws {
        try await withWorld { world in
            _ = try await run(["collect"], "<&- >&- 2>&-", in: world)
            let doctor = try await world.run("runs")
            #expect(doctor.code == 0, "\(doctor.errors)")
        }
    }

    private func run(_ words: [String], _ redirection: String, in world: World) async throws -> Ended {
        let program = try BitcoinAnalyzer.start(
            words, world.settings, in: world.folder, by: ["/bin/sh", "-c", "\"$@\" \(redirection)", "sh"])
        defer { program.destroy() }
        return try await program.end()
    }
}
