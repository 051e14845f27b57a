import Domain
import OperatingSystem
import Support
import Testing

@testable import Deployment

@Suite("Why an installation fails")
struct FailureTests {
    @Test("what systemctl wrote is the detail, in neither language a part of the sentence")
    func systemctl() async throws {
        let control = SystemdControl { _, _ in
            CommandResult(status: 1, errors: "Failed to start x.service:\n  Unit not found.\n")
        }
        let failure = try #require(
            await #expect(throws: DeploymentFailure.self) {
                try await control.run(["systemctl", "start", "x.service"])
            })
        #expect(failure.message.english == "systemctl start x.service exited with status 1")
        #expect(failure.message.french == "systemctl start x.service s’est terminé avec le code 1")
        #expect(failure.detail == "Failed to start x.service: Unit not found.")
        #expect(failure.description.contains("(Failed to start x.service: Unit not found.)"))
        #expect(TextLint.violations(failure.phrase) == [])
    }

    @Test("a command that cannot be run is told in French without the system's own text")
    func command() {
        let error = CommandError.cannotRun("systemctl", detail: "Permission denied")
        #expect(error.phrase.english == "systemctl cannot be run: Permission denied")
        #expect(error.phrase.french == "systemctl ne peut pas être lancé")
    }
}
