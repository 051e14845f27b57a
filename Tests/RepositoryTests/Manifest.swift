import Foundation
import Support

/// The targets of `Package.swift`, as `swift package dump-package` reads it.
struct Manifest: Decodable {
    struct Target: Decodable {
        let name: String
        let type: String
        let dependencies: [Dependency]
    }

    /// A target or a product, by its name.
    struct Dependency: Decodable {
        let name: String

        private struct Word: Decodable {
            let text: String?
            init(from decoder: any Decoder) { text = try? decoder.singleValueContainer().decode(String.self) }
        }

        init(from decoder: any Decoder) throws {
            let forms = try decoder.singleValueContainer().decode([String: [Word]].self)
            name = forms.values.first?.first?.text ?? ""
        }
    }

    let targets: [Target]

    /// Takes about a second: the manifest is compiled. With a scratch folder of its own it does not wait for a build.
    static func read() throws -> Manifest {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "manifest-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "swift", "package", "--package-path", Checkout.root, "--scratch-path", scratch.path, "--cache-path",
            scratch.path + "/cache", "--config-path", scratch.path + "/config", "--security-path",
            scratch.path + "/security", "dump-package",
        ]
        // All test targets, whatever `./test --filter` has chosen.
        process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "TEST_TARGETS" }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONDecoder().decode(Manifest.self, from: data)
    }
}
