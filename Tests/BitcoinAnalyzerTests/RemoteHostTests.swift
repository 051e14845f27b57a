import Deployment
import Domain
import OperatingSystem
import Synchronization
import Testing

@testable import BitcoinAnalyzer

@Suite("Deploying over ssh") struct RemoteHostTests {
    private final class Transcript: Sendable {
        let commands = Mutex<[[String]]>([])
    }

    /// - Parameter answers: by the first word of the remote command.
    private func host(_ transcript: Transcript, _ answer: @escaping @Sendable ([String]) -> CommandResult) -> RemoteHost
    {
        RemoteHost(name: "admin@one") { words, _ throws(CommandError) in
            transcript.commands.withLock { $0.append(words) }
            return answer(words)
        }
    }

    private static let report =
        #"[{"outcome": "live", "version": "1.4.0", "commit": "c", "live": "1.4.0", "evidence": [], "seconds": 40}]"#

    @Test("copies the archive and its signature, runs the installed program, and leaves nothing")
    func deployed() async throws {
        let transcript = Transcript()
        let report = try await host(transcript) { words in
            if words[0] == "scp" { return CommandResult(status: 0) }
            return CommandResult(status: 0, output: words.last == "mktemp -d" ? "/tmp/tmp.abc\n" : Self.report)
        }.deploy("/dist/a b.tar.gz", words: ["--watch", "90s"], watching: .seconds(90))
        #expect(report.outcome == .live && report.version == "1.4.0")
        let commands = transcript.commands.withLock { $0 }
        #expect(commands.map { $0[0] } == ["ssh", "scp", "scp", "ssh"])
        #expect(commands[1].suffix(2) == ["/dist/a b.tar.gz", "admin@one:/tmp/tmp.abc/release.tar.gz"])
        #expect(commands[2].suffix(2) == ["/dist/a b.tar.gz.sig", "admin@one:/tmp/tmp.abc/release.tar.gz.sig"])
        let script = commands[3].last ?? ""
        #expect(
            script.contains(
                "sudo -n /usr/local/bin/bitcoin-analyzer deploy /tmp/tmp.abc/release.tar.gz --watch 90s --json"))
        #expect(script.hasPrefix("exec sh -c 'if ") && script.hasSuffix("rm -rf /tmp/tmp.abc; exit $code'"))
    }

    @Test("what a shell prints at its start is not taken for an answer")
    func greeting() async throws {
        let report = try await host(Transcript()) { words in
            let output = words.last == "mktemp -d" ? "/tmp/a" : "[1 new mail]\n" + Self.report
            return CommandResult(status: 0, output: "Welcome to one!\n\(output)\n")
        }.deploy("/a", words: [], watching: .seconds(1))
        #expect(report.version == "1.4.0")
    }

    @Test("an IPv6 address is written as ssh and as scp take it")
    func addresses() async throws {
        for (name, destination, copy) in [
            ("root@[2001:db8::1]", "root@2001:db8::1", "root@[2001:db8::1]:/tmp/a/release.tar.gz"),
            ("2001:db8::1", "2001:db8::1", "[2001:db8::1]:/tmp/a/release.tar.gz"),
            ("ada@one", "ada@one", "ada@one:/tmp/a/release.tar.gz"),
        ] {
            let transcript = Transcript()
            let host = RemoteHost(name: name) { words, _ throws(CommandError) in
                transcript.commands.withLock { $0.append(words) }
                return CommandResult(status: 0, output: words.last == "mktemp -d" ? "/tmp/a" : Self.report)
            }
            _ = try await host.deploy("/x", words: [], watching: .seconds(1))
            let commands = transcript.commands.withLock { $0 }
            #expect(commands[0].dropLast().last == destination && commands[1].last == copy)
        }
    }

    @Test("an archive that could not be copied leaves nothing on the host")
    func cleaned() async {
        let transcript = Transcript()
        let host = host(transcript) { words in
            words[0] == "scp"
                ? CommandResult(status: 1, errors: "No space left on device")
                : CommandResult(status: 0, output: "/tmp/a")
        }
        await #expect(throws: CommandFailure.self) { try await host.deploy("/a", words: [], watching: .seconds(1)) }
        #expect(transcript.commands.withLock { $0.last?.last } == "rm -rf /tmp/a")
    }

    @Test("a host that cannot be reached, is lost, or gives another folder than one is an error")
    func lost() async throws {
        for broken in ["mktemp", "scp", "deploy", "folder"] {
            let host = host(Transcript()) { words in
                let isMaking = words.last == "mktemp -d"
                let fails =
                    switch broken {
                    case "mktemp": isMaking
                    case "scp": words[0] == "scp"
                    case "deploy": words[0] == "ssh" && !isMaking
                    default: false
                    }
                if fails { return CommandResult(status: 255, errors: "Connection closed") }
                return CommandResult(
                    status: 0, output: isMaking ? broken == "folder" ? "/tmp/$(reboot)" : "/tmp/a" : Self.report)
            }
            await #expect(throws: CommandFailure.self) {
                try await host.deploy("/a", words: [], watching: .seconds(1))
            }
        }
    }

    @Test("a name that ssh would take for an option, or a shell for more, is none")
    func names() {
        #expect(["one", "admin@one.example.org", "root@[2001:db8::1]", "a_b-1"].allSatisfy(RemoteHost.isValid))
        #expect(["", "-oProxyCommand=x", "a b", "a;b", "a$b", "é", "a\nb"].allSatisfy { !RemoteHost.isValid($0) })
    }
}
