import Foundation
import Support
import Testing

/// What systemd itself says about the units, as they are written for several settings.
@Suite(.enabled(if: Tools.has("systemd-analyze"), Tools.missing("systemd")))
struct UnitTests {
    static let settings = [
        [], ["API_HOST=::", "API_PORT=9001", "WEB_HOST=0.0.0.0", "WEB_PORT=9000"],
        ["COLLECT_EVERY=90s", "DATABASE_URL=sqlite:///srv/my prices/data.db"],
        ["API_BASE_URL=https://prices.example.org", "COLLECT_EVERY=15m"],
    ]

    /// The folder with the units; their program is one that is there.
    func units(_ settings: [String], in image: Image) async throws -> String {
        let ended = try await BitcoinAnalyzer.run(
            ["install", "--root", image.root] + settings.flatMap { ["--set", $0] }, [:], in: image.folder)
        try #require(ended.code == 0, "\(ended)")
        let folder = image.root + "/etc/systemd/system"
        _ = try await Tools.run(
            "sh", "-c", "sed -i 's#/usr/local/bin/bitcoin-analyzer#/usr/bin/true#' *.service", in: folder)
        return folder
    }

    @Test("systemd-analyze verify reports nothing", arguments: settings)
    func verified(_ settings: [String]) async throws {
        try await withImage { image in
            let folder = try await units(settings, in: image)
            try FileManager.default.copyItem(
                atPath: "\(folder)/bitcoin-analyzer-incident@.service",
                toPath: "\(folder)/bitcoin-analyzer-incident@x.service")
            let said = try await Tools.run(
                "sh", "-c", "SYSTEMD_UNIT_PATH=$PWD: systemd-analyze verify ./*[!@].service ./*.socket ./*.timer",
                in: folder)
            #expect(said == "")
        }
    }

    @Test(
        "what a broken-into service could do is within bounds",
        arguments: [
            ("bitcoin-analyzer-web.service", 12), ("bitcoin-analyzer-api.service", 15),
            ("bitcoin-analyzer-collect.service", 15),
            ("bitcoin-analyzer-incident@.service", 15),
        ])
    func hardened(_ unit: String, _ tenths: Int) async throws {
        try await withImage { image in
            let folder = try await units([], in: image)
            // A template is judged as one of its instances.
            let file = unit.replacing("@.", with: "@x.")
            if file != unit {
                try FileManager.default.copyItem(atPath: "\(folder)/\(unit)", toPath: "\(folder)/\(file)")
            }
            let said = try await Tools.run(
                "systemd-analyze", "security", "--offline=true", "--threshold=\(tenths)", "--no-pager", "./\(file)",
                in: folder)
            #expect(said.contains("Overall exposure level"))
        }
    }
}
