import Foundation
import Testing

/// `install` and `uninstall` into a folder that will be a machine's root.
struct InstallTests {
    struct Report: Decodable {
        struct Step: Decodable { let action, path: String }
        let dry_run: Bool
        let changes: [Step]
        let commands, kept, notes: [String]
    }

    @Test(
        "a dry run lists what would be written and writes nothing; install writes just that; again there is nothing to change"
    )
    func idempotent() async throws {
        try await withImage { image in
            let dry = try await image.run("install", "--dry-run", "--json").json(Report.self)
            let before = try await image.files()
            #expect(dry.dry_run && before.isEmpty)
            let done = try await image.run("install", "--json").json(Report.self)
            #expect(done.changes.map(\.path) == dry.changes.map(\.path) && done.commands.isEmpty)
            let files = try await image.files()
            for step in done.changes where step.action == "create" {
                #expect(FileManager.default.fileExists(atPath: image.root + step.path), "\(step.path)")
            }
            let again = try await image.run("install")
            #expect(again.code == 0 && again.output.hasPrefix("nothing to change\n"))
            #expect(try await image.files() == files)
        }
    }

    @Test("an upgrade keeps the operator's settings and drop-ins, and puts a file that was changed by hand beside ours")
    func upgraded() async throws {
        try await withImage { image in
            _ = try await image.run("install", "--set", "API_PORT=9001")
            let settings = try #require(image.text("/etc/bitcoin-analyzer/environment"))
            #expect(
                settings.contains("\nAPI_PORT=9001\n") && settings.contains("\nAPI_BASE_URL=http://127.0.0.1:9001\n"))
            let mine = settings.replacing("#WEB_PORT=8000", with: "WEB_PORT=9000") + "# a note\n"
            try image.write(mine, to: "/etc/bitcoin-analyzer/environment")
            let unit = "/etc/systemd/system/bitcoin-analyzer-api.service"
            try image.write((image.text(unit) ?? "") + "# mine\n", to: unit)
            let ended = try await image.run("install")
            #expect(ended.output.contains("kept as \(unit).1.bak"), "\(ended)")
            #expect(image.text("/etc/bitcoin-analyzer/environment") == mine)
            #expect(
                image.text("/etc/systemd/system/bitcoin-analyzer-web.socket")?.contains(
                    "\nListenStream=127.0.0.1:9000\n") == true)
            #expect(
                image.text(unit + ".1.bak")?.hasSuffix("# mine\n") == true
                    && image.text(unit)?.contains("# mine") == false)
        }
    }

    @Test("another scheduler replaces the first, and stays when install is repeated without the option")
    func scheduler() async throws {
        try await withImage { image in
            _ = try await image.run("install")
            _ = try await image.run("install", "--scheduler", "cron")
            _ = try await image.run("install")
            #expect(
                image.text("/etc/cron.d/bitcoin-analyzer") != nil
                    && image.text("/etc/systemd/system/bitcoin-analyzer-collect.timer") == nil)
            _ = try await image.run("install", "--scheduler", "timer")
            #expect(
                image.text("/etc/cron.d/bitcoin-analyzer") == nil
                    && image.text("/etc/systemd/system/bitcoin-analyzer-collect.timer") != nil)
        }
    }

    @Test("uninstall lists what remains, and with --purge nothing does")
    func uninstalled() async throws {
        try await withImage { image in
            _ = try await image.run("install")
            let kept = try await image.run("uninstall", "--json").json(Report.self).kept
            #expect(kept == ["/etc/bitcoin-analyzer", "/var/lib/bitcoin-analyzer", "/var/log/bitcoin-analyzer"])
            #expect(try await image.files().count == 1)
            let purged = try await image.run("uninstall", "--purge")
            let left = try await image.files()
            #expect(purged.code == 0 && left.isEmpty)
            #expect(try await image.run("uninstall", "--purge").output == "nothing to change\n")
        }
    }

    @Test("a secret reaches the file of settings, and neither the report nor a place that others read")
    func secret() async throws {
        try await withImage { image in
            let url = "postgresql://me:\(Secrets.passwords[0])@db.example/prices"
            for words in [["--dry-run"], ["--json", "--dry-run"], [], ["--json"]] {
                let ended = try await BitcoinAnalyzer.run(
                    ["install", "--set", "DATABASE_URL=\(url)", "--root", image.root] + words, [:], in: image.folder)
                #expect(ended.code == 0 && !(ended.output + ended.errors).contains(Secrets.passwords[0]))
            }
            #expect(image.text("/etc/bitcoin-analyzer/environment")?.contains("\nDATABASE_URL=\(url)\n") == true)
            let tellers = try await Tools.run("grep", "-rlF", Secrets.passwords[0], ".", in: image.root)
            #expect(tellers == "./etc/bitcoin-analyzer/environment\n")
            let mode = try await Tools.run("stat", "-c", "%a", "etc/bitcoin-analyzer/environment", in: image.root)
            #expect(mode == "640\n")
        }
    }

    @Test(
        "settings that an installed service cannot have are refused before anything is written",
        arguments: [
            (["--set", "API_PORT=0"], "API_PORT"), (["--set", "WEB_HOST=prices.example"], "WEB_HOST"),
            (["--scheduler", "cron", "--set", "COLLECT_EVERY=90s"], "--scheduler timer"),
            (["--set", "DATABASE_URL=sqlite:///home/me/x.db"], "/home"),
            (["--set", "LOG_LEVEL=loud"], "LOG_LEVEL"),
        ])
    func refused(_ words: [String], _ named: String) async throws {
        try await withImage { image in
            let ended = try await BitcoinAnalyzer.run(["install", "--root", image.root] + words, [:], in: image.folder)
            #expect(ended.code == 78 && ended.errors.contains(named), "\(ended)")
            #expect(try await image.files().isEmpty)
        }
    }

    @Test("without root, or without systemd, the message has what to do")
    func withoutRights() async throws {
        try await withFolder { folder in
            let ended = try await BitcoinAnalyzer.runWithoutPrivilege(
                ["install", "--set", "DATABASE_URL=postgresql://a:\(Secrets.passwords[0])@b/c"], [:], in: folder)
            if FileManager.default.fileExists(atPath: "/run/systemd/system") {
                #expect(ended.code == 77 && ended.errors.contains("sudo ") && ended.errors.contains("DATABASE_URL=…"))
            } else {
                #expect(ended.code == 69 && ended.errors.contains("systemd") && ended.errors.contains("serve"))
            }
            #expect(!ended.errors.contains(Secrets.passwords[0]))
        }
    }
}
