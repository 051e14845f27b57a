import Deployment
import Domain
import FoundationEssentials
import OperatingSystem
import Support
import Testing

@testable import BitcoinAnalyzer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a privileged process reads. The tests take their own user for the privileged one, and any other for strangers.
@Suite("Settings files under privileges") struct SettingsFileSafetyTests {
    let privileged = SettingsSource(trustedUsers: [geteuid()])
    let foreign = SettingsSource(trustedUsers: [geteuid() &+ 1])

    @Test("its own file in its own folder is read")
    func own() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file(".env", "PING_URL=https://hc.example/1\n")
        #expect(try SettingsFile(at: path, as: privileged)?.values["PING_URL"] != nil)
    }

    @Test("a file that another user owns, or may write, is left out with the reason", arguments: [0o664, 0o646, 0o666])
    func writable(mode: Int) throws {
        let folder = try TemporaryFolder()
        let path = try folder.file(".env", "PING_URL=https://hc.example/1\n")
        #expect(distrust(path, foreign)?.contains("belongs to another user") == true)
        chmod(path, mode_t(mode))
        #expect(distrust(path, privileged)?.contains("can be written by other users") == true)
    }

    @Test("a file in a folder that others may write is left out, sticky or not", arguments: [0o777, 0o1777, 0o770])
    func folder(mode: Int) throws {
        let folder = try TemporaryFolder()
        let path = try folder.file(".env", "A=1\n")
        chmod(folder.path, mode_t(mode))
        #expect(distrust(path, privileged)?.contains("its folder can be written") == true)
        chmod(folder.path, 0o700)
    }

    @Test("a symbolic link is left out, whatever it points at")
    func link() throws {
        let folder = try TemporaryFolder()
        let target = try folder.file("real", "A=1\n")
        symlink(target, folder.path + "/.env")
        #expect(distrust(folder.path + "/.env", privileged)?.contains("symbolic link") == true)
    }

    @Test("without privileges, every file that may be read is read")
    func unprivileged() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file(".env", "A=1\n")
        chmod(path, 0o666)
        #expect(try SettingsFile(at: path, as: SettingsSource(trustedUsers: nil))?.values == ["A": "1"])
    }

    @Test("what is no file of settings is refused without waiting: a pipe, a folder, a device, a file without end")
    func odd() throws {
        let folder = try TemporaryFolder()
        mkfifo(folder.path + "/pipe", 0o600)
        for path in [folder.path + "/pipe", folder.path, "/dev/zero"] {
            #expect(throws: SettingsFailure.self) {
                try SettingsFile(at: path, as: SettingsSource(trustedUsers: nil))
            }
        }
        let large = try folder.file("large", String(repeating: "#", count: 2 << 20))
        #expect(throws: SettingsFailure.self) { try SettingsFile(at: large, as: privileged) }
    }

    @Test("a process that has no more rights than its starter trusts by permission alone; root does not")
    func rule() {
        #expect((SettingsSource.ofThisProcess.trustedUsers == nil) == (geteuid() != 0))
    }

    private func distrust(_ path: String, _ source: SettingsSource) -> String? {
        do {
            _ = try SettingsFile(at: path, as: source)
            return nil
        } catch {
            return error.isDistrust ? error.message.english : nil
        }
    }
}

@Suite("The syntax of settings files") struct SettingsTextTests {
    @Test("lines end with a line feed, with or without a carriage return before it, and a mark of UTF-8 is skipped")
    func lineEnds() throws {
        #expect(
            try SettingsText.parse("\u{FEFF}A=1\r\nB=\"2\"\r\nC=3", path: "f") == ["A": "1", "B": "2", "C": "3"])
    }

    @Test("a character that combines with the equals sign or a quotation mark hides neither")
    func combining() throws {
        #expect(try SettingsText.parse("A=\u{301}x\nB=\"\u{301}y\"", path: "f") == ["A": "\u{301}x", "B": "\u{301}y"])
    }

    @Test("an invalid line is not repeated in the error, as it may be the rest of a secret")
    func secret() {
        #expect { try SettingsText.parse("A=\"x\ns3cret\"", path: "f") } throws: { !"\($0)".contains("s3cret") }
        #expect { try SettingsText.parse("s3cret/x=1", path: "f") } throws: { !"\($0)".contains("s3cret") }
    }

    @Test("a value that an installation writes is read as it was given, or refused: never another line")
    func roundTrip() throws {
        let entry = EnvironmentText.Entry(name: "NOTIFY_SECRET", meaning: "a secret", defaultValue: nil)
        var generator = SeededGenerator(seed: 9)
        var accepted = 0
        for _ in 0..<20_000 {
            let value = HostileText.random(using: &generator)
            guard
                let text = try? EnvironmentText(
                    current: "A=1\n", entries: [entry], values: ["NOTIFY_SECRET": value]
                ).text
            else { continue }
            accepted += 1
            let read = try SettingsText.parse(text, path: "f")
            #expect(read == ["A": "1", "NOTIFY_SECRET": value], "\(value.debugDescription)")
        }
        #expect(accepted > 1000)
    }
}
