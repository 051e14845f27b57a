import API
import Domain
import Foundation
import Support
import Testing

/// `incidents`: recorded when a unit fails, with systemd and the journal played by scripts; kept through a dead
/// database.
struct IncidentTests {
    private static let unit = "bitcoin-analyzer-api.service"

    struct Recorded: Decodable {
        let incident: IncidentResponse?
        let kept: String?
    }

    /// What systemd and the journal would say.
    private func play(_ show: String, saying lines: [String], in folder: String) throws -> [String: String] {
        let journal = lines.map { line in
            let text = (try? JSONEncoder().encode(line)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            return #"{"__REALTIME_TIMESTAMP":"1799999999000000","MESSAGE":\#(text)}"#
        }
        try Data(journal.joined(separator: "\n").utf8).write(to: URL(filePath: folder + "/journal"))
        try Data("Id=\(Self.unit)\nLoadState=loaded\n\(show)".utf8).write(to: URL(filePath: folder + "/show"))
        try script("systemctl", #"cat "$HOME/show""#, in: folder)
        try script("journalctl", #"cat "$HOME/journal""#, in: folder)
        return ["PATH": folder + "/bin:/usr/bin:/bin"]
    }

    private static let ended78 =
        "ActiveState=failed\nSubState=failed\nResult=exit-code\nExecMainCode=1\nExecMainStatus=78\nNRestarts=0\n"

    @Test(
        "a port that is taken: recorded from what the program itself said, listed, shown, and served",
        arguments: Engine.all)
    func portInUse(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            // A service that watches would find that no unit fails here, and call the incident over.
            let incident = try await world.with("web") { program in
                let address = try await program.address(of: "web")
                let port = try #require(address.split(separator: ":").last)
                let second = try await world.run("api", with: ["API_PORT": String(port)])
                #expect(second.code == 78 && second.errors.contains("cause: port-in-use"), "\(second)")
                let world2 = world.settings.merging(
                    try play(
                        Self.ended78, saying: second.errors.split(separator: "\n").map(String.init), in: world.folder)
                ) { $1 }
                func run(_ words: String...) async throws -> Ended {
                    try await BitcoinAnalyzer.run(words, world2, in: world.folder)
                }

                let first = try await run("incidents", "record", "--unit", Self.unit, "--json")
                #expect(first.code == 0, "\(first)")
                let recorded = try first.json(Recorded.self)
                let incident = try #require(recorded.incident)
                #expect(recorded.kept == "database" && incident.cause == .portInUse && incident.unit == Self.unit)
                #expect(
                    incident.diagnosis.contains("port is in use by process") && incident.symptom.contains("status 78"))

                let again = try await run("incidents", "record", "--unit", Self.unit)
                #expect(again.code == 0 && again.output.hasPrefix(incident.id.rawValue), "\(again)")
                let listed = try await run("incidents", "--state", "open", "--json")
                // The copy that found the port taken has told so too: nobody else stands beside one that is started by
                // hand.
                #expect(
                    try listed.json([IncidentResponse].self).filter { $0.unit == Self.unit }.map(\.id) == [incident.id],
                    "\(listed)")
                let resolved = try await run("incidents", "--state", "resolved", "--json")
                #expect(try resolved.json([IncidentResponse].self).isEmpty, "\(resolved)")
                let shown = try await run("incidents", "show", incident.id.rawValue, "--lang", "fr")
                #expect(
                    shown.code == 0 && shown.output.contains("Symptôme") && shown.output.contains("journalctl -u"),
                    "\(shown)")
                #expect(try await run("incidents", "show", "nobody", "--json").code == 65)
                return incident
            }
            try await world.with("api") { program in
                let address = try await program.address(of: "api")
                let served = try await ask("\(address)/v1/incidents/\(incident.id)")
                #expect(served.status == 200)
                #expect(try await ask("\(address)/v1/incidents").text.contains(incident.id.rawValue))
            }
        }
    }

    @Test("while the database is dead it waits in a file, and is delivered once when it is back", arguments: Engine.all)
    func deadDatabase(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("collect", "prices").code == 0)
            let played = try play(
                "Result=signal\nExecMainCode=2\nExecMainStatus=9\n", saying: ["a line"], in: world.folder)
            try Data(String(repeating: "no database ", count: 200).utf8).write(
                to: URL(filePath: world.folder + "/dead.db"))
            let dead =
                engine == .sqlite
                ? "sqlite://\(world.folder)/dead.db" : "postgres://bitcoin:\(Secrets.passwords[0])@127.0.0.1:1/prices"
            func run(_ words: String..., dead isDead: Bool) async throws -> Ended {
                let settings = world.settings.merging(played) { $1 }.merging(isDead ? ["DATABASE_URL": dead] : [:]) {
                    $1
                }
                return try await BitcoinAnalyzer.run(words, settings, in: world.folder)
            }
            let ended = try await run("incidents", "record", "--unit", Self.unit, "--json", dead: true)
            #expect(ended.code == 0, "\(ended)")
            let recorded = try ended.json(Recorded.self)
            let incident = try #require(recorded.incident)
            #expect(incident.cause == .serviceDown && recorded.kept == world.folder + "/state/incidents")
            let waiting = try await run("incidents", "--json", dead: true)
            #expect(waiting.code == 0 && waiting.errors.contains("only those that wait for the database"), "\(waiting)")
            #expect(try waiting.json([IncidentResponse].self) == [incident])
            #expect(try await run("incidents", "show", incident.id.rawValue, dead: true).code == 0)

            let collected = try await run("collect", "prices", dead: false)
            #expect(collected.code == 0 && collected.errors.contains("delivered to the database"), "\(collected)")
            #expect(try await run("incidents", "--json", dead: false).json([IncidentResponse].self) == [incident])
            #expect(try FileManager.default.contentsOfDirectory(atPath: world.folder + "/state/incidents").isEmpty)
        }
    }

    @Test("the watch records a database that cannot be opened, creates none, and does nothing beside an API that runs")
    func watch() async throws {
        try await withWorld { world in
            let missing = world.folder + "/missing.db"
            let outbox = world.folder + "/state/incidents"
            let settings = world.settings.merging(["DATABASE_URL": "sqlite://\(missing)"]) { $1 }
            try await world.with("api") { program in
                let port = try #require(try await program.address(of: "api").split(separator: ":").last)
                let beside = settings.merging(["API_PORT": String(port)]) { $1 }
                let idle = try await BitcoinAnalyzer.run(["incidents", "watch"], beside, in: world.folder)
                #expect(idle.code == 0 && !FileManager.default.fileExists(atPath: missing), "\(idle)")
                let waiting = (try? FileManager.default.contentsOfDirectory(atPath: outbox)) ?? []
                #expect(waiting.filter { $0.hasSuffix(".json") }.isEmpty)
            }
            let ended = try await BitcoinAnalyzer.run(["incidents", "watch"], settings, in: world.folder)
            #expect(ended.code == 0 && !FileManager.default.fileExists(atPath: missing), "\(ended)")
            let listed = try await BitcoinAnalyzer.run(["incidents", "--json"], settings, in: world.folder)
            #expect(
                try listed.json([IncidentResponse].self).contains {
                    $0.cause == .configurationInvalid && $0.diagnosis.contains(missing)
                },
                "\(listed)")
        }
    }

    @Test("a service that runs delivers what waited for the database")
    func runningService() async throws {
        try await withWorld { world in
            let played = try play(Self.ended78, saying: [], in: world.folder)
            let ended = try await world.run("incidents", "record", "--unit", Self.unit, with: played)
            #expect(ended.code == 0 && ended.errors.contains("waits in"), "the database is not there yet: \(ended)")
            try await world.with("api") { program in
                try await program.logged("delivered to the database")
                let address = try await program.address(of: "api")
                #expect(try await ask("\(address)/v1/incidents").text.contains("configuration-invalid"))
            }
        }
    }

    @Test(
        "settings that cannot be read keep nothing from being recorded",
        arguments: [["API_PORT": "x"], ["DATABASE_URL": "mysql://a"], ["LOG_LEVEL": "loud"]])
    func badSettings(_ settings: [String: String]) async throws {
        try await withFolder { folder in
            let played = try play(Self.ended78, saying: ["error: x", "  cause: configuration-invalid"], in: folder)
            let ended = try await BitcoinAnalyzer.run(
                ["incidents", "record", "--unit", Self.unit, "--json"], played.merging(settings) { $1 }, in: folder)
            #expect(ended.code == 0, "\(ended)")
            #expect(try ended.json(Recorded.self).incident?.cause == .configurationInvalid)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/state/incidents").count == 1)
        }
    }

    @Test("it is recorded while systemd, the journal and the database all hang")
    func everythingHangs() async throws {
        try await withFolder { folder in
            // A server that takes the call and never answers.
            let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(socket) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = (bind(socket, $0, length), listen(socket, 9), getsockname(socket, $0, &length))
                }
            }
            let port = UInt16(bigEndian: address.sin_port)
            try script("systemctl", "exec sleep 600", in: folder)
            try script("journalctl", "exec sleep 600", in: folder)
            let settings = [
                "PATH": folder + "/bin:/usr/bin:/bin",
                "DATABASE_URL": "postgres://bitcoin:\(Secrets.passwords[0])@127.0.0.1:\(port)/prices",
            ]
            // Some nine seconds; what hangs, would do so for ten minutes.
            let ended = try await BitcoinAnalyzer.run(
                ["incidents", "record", "--unit", Self.unit, "--json"], settings, in: folder)
            #expect(ended.code == 0, "\(ended)")
            #expect(
                try ended.json(Recorded.self).incident?.evidence.contains { $0.line.contains("had not ended") } == true)
        }
    }

    @Test("of a unit that is well nothing is recorded, and what is no unit is refused")
    func nothing() async throws {
        try await withFolder { folder in
            let played = try play(
                "ActiveState=active\nSubState=running\nUnitFileState=enabled\nResult=success\n", saying: [], in: folder)
            let well = try await BitcoinAnalyzer.run(
                ["incidents", "record", "--unit", Self.unit, "--json"], played, in: folder)
            #expect(try well.code == 0 && well.json(Recorded.self).incident == nil, "\(well)")
            #expect(!FileManager.default.fileExists(atPath: folder + "/state/incidents"))
            let odd = try await BitcoinAnalyzer.run(["incidents", "record", "--unit=--all"], played, in: folder)
            #expect(odd.code == 64, "\(odd)")
        }
    }
}
