import Foundation
import Sandbox
import Support
import Testing

/// Programs of the system that check what we ship.
enum Tools {
    /// Where a program is: among those that `./test` fetched, or those of the system; `nil` when it is not installed.
    static func path(_ name: String) -> String? {
        let folders =
            [Checkout.path(".build/tools/bin")]
            + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init) + ["/usr/sbin"]
        return folders.map { $0 + "/" + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func missing(_ names: String...) -> Comment {
        "not installed, ./test would: \(names.joined(separator: ", "))"
    }
    static func has(_ names: String...) -> Bool { names.allSatisfy { path($0) != nil } }

    /// Runs a tool with complete arguments.
    static func run(_ words: String..., in folder: String) async throws -> String {
        guard let first = words.first else { return "" }
        return try await ChildProcess.run([path(first) ?? first] + words.dropFirst(), in: folder)
    }
}

/// A folder that will be a machine's root, and the program that installs itself there.
struct Image {
    let folder: String
    var root: String { folder + "/root" }

    func run(_ words: String...) async throws -> Ended {
        try await BitcoinAnalyzer.run(words + ["--root", root, "--lang", "en"], [:], in: folder)
    }
    func text(_ path: String) -> String? { try? String(contentsOfFile: root + path, encoding: .utf8) }
    func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: URL(filePath: root + path)) }

    /// Files and links with what is in them, folders left out.
    func files() async throws -> [String] {
        let command = "find . \\( -type f -exec sha256sum {} + -o -type l -printf '%p %l\\n' \\) | sort"
        return try await ChildProcess.run(["/bin/sh", "-c", command], in: root).split(separator: "\n").map(String.init)
    }
}

func withImage(isolation: isolated (any Actor)? = #isolation, _ body: (Image) async throws -> Void) async throws {
    try await withFolder { folder in
        let image = Image(folder: folder)
        try FileManager.default.createDirectory(atPath: image.root, withIntermediateDirectories: true)
        try await body(image)
    }
}
