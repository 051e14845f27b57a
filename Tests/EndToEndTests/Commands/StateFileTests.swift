import Foundation
import Testing

@Suite("Files of the state directory") struct StateFileTests {
    /// Writing to a file fails in the program that is started so; pipes are not limited. `dies`: by SIGXFSZ, between
    /// opening and renaming.
    private func full(dies: Bool) -> [String] {
        ["/bin/sh", "-c", (dies ? "" : "trap '' XFSZ; ") + #"ulimit -f 0; exec "$0" "$@""#]
    }

    @Test("on a full disk, and when the writer is killed, the old file stays intact", arguments: [true, false])
    func oldFileStays(dies: Bool) async throws {
        try await withFolder { folder in
            let words = ["incidents", "maintenance", "--json", "--for", "30m", "--reason"]
            let first = try await BitcoinAnalyzer.run(words + ["first"], [:], in: folder)
            #expect(first.code == 0, "\(first)")
            let program = try BitcoinAnalyzer.start(words + ["second"], [:], in: folder, by: full(dies: dies))
            defer { program.destroy() }
            let second = try await program.end()
            #expect(second.code != 0, "\(second)")
            if !dies { #expect(second.code == 74 && second.errors.contains("File too large"), "\(second)") }
            let shown = try await BitcoinAnalyzer.run(["incidents", "maintenance", "--json"], [:], in: folder)
            #expect(shown.code == 0 && shown.output.contains("\"first\""), "\(shown)")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/state").sorted()
            #expect(dies ? names.contains("maintenance.json") : names == ["maintenance.json"], "\(names)")
            let third = try await BitcoinAnalyzer.run(words + ["third"], [:], in: folder)
            #expect(third.code == 0 && third.output.contains("\"third\""), "\(third)")
        }
    }
}
