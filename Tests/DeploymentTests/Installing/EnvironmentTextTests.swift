import Testing

@testable import Deployment

@Suite("The file of settings")
struct EnvironmentTextTests {
    let port = EnvironmentText.Entry(name: "API_PORT", meaning: "port the API listens on", defaultValue: "8001")
    let database = EnvironmentText.Entry(name: "DATABASE_URL", meaning: "the database", defaultValue: nil)

    @Test("a new file explains every setting and sets none")
    func new() throws {
        let text = try EnvironmentText(current: nil, entries: [port, database], values: [:]).text
        #expect(
            text.contains("\n# port the API listens on\n#API_PORT=8001\n")
                && text.hasSuffix("\n# the database\n#DATABASE_URL=\n"))
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
    }

    @Test("an upgrade keeps every line and explains the settings that are new")
    func upgrade() throws {
        let mine = "# mine\nexport API_PORT = 9001\nMY_OWN=1"
        let result = try EnvironmentText(current: mine, entries: [port, database], values: [:])
        #expect(result.text == mine + "\n\n# the database\n#DATABASE_URL=\n")
        #expect(result.added == ["DATABASE_URL"] && result.set.isEmpty)
    }

    @Test("again changes nothing")
    func idempotent() throws {
        let values = ["API_PORT": "9001", "DATABASE_URL": "postgresql://u:p@h/n"]
        let once = try EnvironmentText(current: nil, entries: [port, database], values: values)
        let twice = try EnvironmentText(current: once.text, entries: [port, database], values: values)
        #expect(
            once.set == ["API_PORT", "DATABASE_URL"] && twice.text == once.text && twice.set.isEmpty
                && twice.added.isEmpty)
    }

    @Test("a setting is set beside its explanation, or in the line that counts")
    func set() throws {
        #expect(
            try EnvironmentText(current: "#API_PORT=8001\n", entries: [port], values: ["API_PORT": "9"]).text
                == "#API_PORT=8001\nAPI_PORT=9\n")
        #expect(
            try EnvironmentText(current: "API_PORT=1\nAPI_PORT=2\n", entries: [port], values: ["API_PORT": "9"]).text
                == "API_PORT=1\nAPI_PORT=9\n")
    }

    @Test("the name of a setting that is given as a file is not taken for the setting")
    func secretFile() throws {
        let result = try EnvironmentText(current: "DATABASE_URL_FILE=/run/secret\n", entries: [database], values: [:])
        #expect(result.text.hasPrefix("DATABASE_URL_FILE=/run/secret\n") && result.added == ["DATABASE_URL"])
    }

    @Test("a value that would end the line is refused, and one with spaces is quoted")
    func quoting() throws {
        #expect(throws: DeploymentFailure.self) {
            try EnvironmentText(current: nil, entries: [port], values: ["API_PORT": "1\nADMIN_TOKEN=x"])
        }
        #expect(
            try EnvironmentText(current: "", entries: [port], values: ["API_PORT": " a "]).text.contains(
                "API_PORT=\" a \"\n"))
    }
}
