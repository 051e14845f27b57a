import Domain
import Foundation
import Storage
import Support
import Testing

/// `incidents export` and `incidents register`.
struct IncidentLogTests {
    private struct Document: Decodable {
        struct Entry: Decodable { let id: String, symptom: String }
        let register: IncidentRegister
        let incidents: [Entry]
    }

    private static func incident(_ id: String, _ cause: Cause, opened: Timestamp, over: Bool = false) -> Incident {
        Incident(
            id: IncidentID(rawValue: id), cause: cause, severity: .critical, state: over ? .resolved : .open,
            began: opened - .minutes(1), opened: opened,
            explained: opened, resolved: over ? opened + .minutes(9) : nil, context: "c",
            symptom: Phrase("Nothing comes in.", fr: "Rien n’arrive."), diagnosis: "d",
            evidence: [Evidence(source: "journal", line: "<b>a line</b>")])
    }

    @Test(
        "the log is written in either language, to stdout or a file, complete or filtered; the register counts",
        arguments: Engine.all)
    func log(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("migrate").code == 0)
            let database = try await Database.open(try DatabaseURL(world.database))
            let now = Timestamp(Date())
            try await database.incidents.keep(Self.incident("old", .diskFull, opened: now - .days(9), over: true))
            try await database.incidents.keep(Self.incident("new", .portInUse, opened: now - .hours(1)))
            await database.close()

            let english = try await world.run("incidents", "export")
            #expect(english.code == 0 && english.output.hasPrefix("# Incident log\n"), "\(english)")
            let (first, second) = (english.output.firstRange(of: "`new`"), english.output.firstRange(of: "`old`"))
            #expect(try #require(first).lowerBound < (try #require(second)).lowerBound)
            #expect(english.output.contains("`<b>a line</b>`"))
            let french = try await world.run(
                "incidents", "export", "--lang", "fr", "--since", "7d", "--output", "log.md")
            #expect(french.code == 0 && french.output.contains("1 incident écrit dans log.md"), "\(french)")
            let file = try String(contentsOfFile: world.folder + "/log.md", encoding: .utf8)
            #expect(
                file.hasPrefix("# Journal des incidents\n") && file.contains("### Leçon apprise")
                    && file.contains("Rien n’arrive.") && !file.contains("`old`"))
            let resolved = try await world.run("incidents", "export", "--state", "resolved", "--json").json(
                Document.self)
            #expect(resolved.incidents.map(\.id) == ["old"] && resolved.register.meanSecondsToRecover == 600)

            let register = try await world.run("incidents", "register", "--json").json(IncidentRegister.self)
            #expect(register.count == 2 && register.open == 1 && register.meanSecondsToDetect == 60)
            #expect(
                try await world.run("incidents", "register", "--lang", "fr").output.contains(
                    "Délai moyen de détection\u{A0}: 1 min"))
            #expect(
                try await world.run("incidents").output.hasSuffix(
                    "2 incidents, 1 open; mean time to detect 1 min, to explain 0 s, to recover 10 min\n"))
            #expect(try await world.run("incidents", "--json").json([Document.Entry].self).count == 2)

            for words in [["--since", "once"], ["--state", "closed"], ["--cause", "bad-luck"]] {
                #expect(
                    try await BitcoinAnalyzer.run(["incidents", "export"] + words, world.settings, in: world.folder)
                        .code == 64, "\(words)")
            }
            let over = try await world.run(
                "incidents", "resolve", "new", "--resolution", "The old copy was ended.", "--json")
            #expect(
                over.code == 0 && over.output.contains("\"state\" : \"resolved\"") && over.output.contains("a line"),
                "\(over)")
            #expect(try await world.run("incidents", "resolve", "nobody", "--resolution", "x").code == 65)
            #expect(try await world.run("incidents", "register", "--json").json(IncidentRegister.self).open == 0)

            let nowhere = try await world.run("incidents", "export", "--output", "/nowhere/log.md")
            #expect(nowhere.code == 74 && nowhere.errors.contains("/nowhere/log.md"), "\(nowhere)")
        }
    }
}
