import Domain
import Support
import Testing

@testable import Deployment

/// What systemd reads from a unit file: the rules of systemd.syntax(7) and of the specifiers of systemd.unit(5).
private enum UnitReader {
    /// The words of every `key=` line, in order; `nil` for a line that systemd would reject.
    static func words(of key: String, in text: String) -> [[String]?] {
        // A line ends at a line feed, a carriage return or a null byte (systemd's read_line()).
        let lines = text.unicodeScalars.split { ["\n", "\r", "\0"].contains($0) }.map { String($0) }
        return lines.filter { $0.hasPrefix(key + "=") }.map { words(in: String($0.dropFirst(key.count + 1))) }
    }

    static func words(in value: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Unicode.Scalar?
        var rest = value.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\\":
                guard let next = rest.popFirst() else { return nil }
                word = (word ?? "") + String(next)
            case quote: quote = nil
            case "\"", "'":
                guard quote == nil else {
                    word = (word ?? "") + String(scalar)
                    continue
                }
                quote = scalar
                word = word ?? ""
            case " ", "\t":
                guard quote == nil else {
                    word = (word ?? "") + String(scalar)
                    continue
                }
                if let ended = word { words.append(ended) }
                word = nil
            case "%":
                guard rest.popFirst() == "%" else { return nil }
                word = (word ?? "") + "%"
            default: word = (word ?? "") + String(scalar)
            }
        }
        guard quote == nil else { return nil }
        if let word { words.append(word) }
        return words
    }
}

@Suite("A value from outside in a file of the installation") struct UnitWordTests {
    @Test("is read by systemd as it was given, or refused: never another word or line")
    func roundTrip() {
        var generator = SeededGenerator(seed: 12)
        var accepted = 0
        for _ in 0..<20_000 {
            let path = "/" + HostileText.random(using: &generator)
            guard let word = try? UnitWord.folder(path, from: "STATE_DIRECTORY") else { continue }
            accepted += 1
            let read = UnitReader.words(in: word)
            #expect(read == [path], "\(path.debugDescription) as \(word.debugDescription)")
            #expect(word.unicodeScalars.allSatisfy { $0.isPrintable })
        }
        #expect(accepted > 1000)
    }

    @Test(
        "that would write another line into a unit is refused, and the error names the setting",
        arguments: [
            "/x\nExecStartPre=+/bin/sh -c id", "/x\r[Service]", "/x\u{0}", "/x\u{2028}", "/x\u{9B}", "relative", "",
            "/a/../etc", "/x\u{202E}",
        ])
    func refused(path: String) {
        let failure = #expect(throws: DeploymentFailure.self) { try Request(writing: [path]).installation() }
        #expect(failure?.kind == .configuration)
        #expect(failure?.message.english.contains("STATE_DIRECTORY") == true)
        #expect(failure?.message.english.unicodeScalars.allSatisfy { $0.isPrintable } == true)
    }

    @Test("leaves every unit with the directives that it has without it")
    func directives() throws {
        func directives(_ folder: String) throws -> [String] {
            try Request(writing: [InstallPaths.state, folder]).plan().files.filter { $0.role == .unit }.flatMap {
                file in
                String(decoding: file.contents, as: UTF8.self).split(separator: "\n").map {
                    $0.hasPrefix("ReadWritePaths=") ? "ReadWritePaths=" : String($0)
                }
            }
        }
        let plain = try directives("/srv/prices")
        var generator = SeededGenerator(seed: 13)
        for _ in 0..<200 {
            let folder = "/srv/" + HostileText.random(using: &generator)
            guard let written = try? directives(folder) else { continue }
            #expect(written == plain, "\(folder.debugDescription)")
        }
    }

    @Test(
        "an address that a socket unit would read otherwise is refused",
        arguments: [
            "127.0.0.+1", "127.0.0.01", "０.0.0.0", "::1%n", "fe80::1%2", "::\nExecStart=", "[::1]:80", "::g", "1:2",
        ])
    func addresses(host: String) {
        #expect(throws: DeploymentFailure.self) {
            try ListenAddress(host: host, port: 8001, hostKey: "API_HOST", portKey: "API_PORT")
        }
    }

    @Test(
        "the host of API_BASE_URL reaches the dashboard's unit only as an address",
        arguments: ["http://[::1%n]/", "http://[::1 any]:1", "http://[%n:]:1", "http://1.2.3.4%n/"])
    func peers(url: String) throws {
        let unit = try Request(apiBaseURL: url).file(InstallPaths.unit("bitcoin-analyzer-web.service"))
        #expect(unit.contains("\nIPAddressAllow=any\n"))
    }
}
