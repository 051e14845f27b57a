import Foundation
import Support
import Testing

@testable import Deployment

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What systemd itself says about the units, as they are written for several settings.
@Suite(.enabled(if: Tools.has("systemd-analyze"), Tools.missing("systemd")))
struct UnitTests {
    static let settings = [
        [], ["API_HOST=::", "API_PORT=9001", "WEB_HOST=0.0.0.0", "WEB_PORT=9000"],
        ["COLLECT_EVERY=90s", "DATABASE_URL=sqlite:///srv/my prices/data.db"],
        ["API_BASE_URL=https://prices.example.org", "COLLECT_EVERY=15m"],
        ["UPDATE_FROM=/srv/releases", "UPDATE_WINDOW=03:00-05:00"],
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
            ("bitcoin-analyzer-watch.service", 17),
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

    /// systemd as the manager of a user, which loads the units and ends (systemd(1), `--test`); it refuses to do so as
    /// root.
    @Test(
        "systemd's own parser reads back the folders that the settings name, whatever is in their names",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/lib/systemd/systemd")))
    func parsed() async throws {
        try await withFolder { folder in
            var generator = SeededGenerator(seed: 14)
            var names = [#"50% a"b\c $HOME;#"#, "'", "%n", "\\", "a b", "é日", "- +x", "${X}", "#", ";"]
            while names.count < 40 { names.append(HostileText.random(using: &generator).replacing("/", with: "")) }
            var written: [String] = []
            for name in names {
                // What the installation refuses is refused before any unit is written.
                guard
                    let word = try? UnitWord.folder("/srv/x" + name, from: "STATE_DIRECTORY"),
                    !name.unicodeScalars.contains(where: { $0.properties.isWhitespace && $0 != " " })
                else { continue }
                let unit = "[Service]\nExecStart=/usr/bin/true\nReadWritePaths=/srv/a \(word) /srv/z\n"
                try unit.write(
                    toFile: "\(folder)/t\(written.count).service", atomically: true, encoding: .utf8)
                written.append("/srv/x" + name)
            }
            let wants = written.indices.map { "t\($0).service" }.joined(separator: " ")
            try "[Unit]\nWants=\(wants)\n".write(toFile: folder + "/t.target", atomically: true, encoding: .utf8)
            let drop = geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""
            let dump = try await Tools.run(
                "sh", "-c",
                "mkdir -m 777 runtime && chmod 755 . && chmod 777 runtime && cd / && \(drop) env HOME=/ "
                    + "XDG_RUNTIME_DIR=\(folder)/runtime SYSTEMD_UNIT_PATH=\(folder) "
                    + "/lib/systemd/systemd --test --user --unit=t.target 2>&1", in: folder)
            let read = Set(
                dump.split(separator: "\n").compactMap { line in
                    line.firstRange(of: "ReadWritePaths: ").map { String(line[$0.upperBound...]) }
                })
            #expect(written.count > 10)
            for path in written { #expect(read.contains("/srv/a \(path) /srv/z"), "\(path.debugDescription)") }
        }
    }
}
