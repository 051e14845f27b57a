import Deployment
import Domain
import FoundationEssentials
import OperatingSystem

/// Another host, reached over the system's ssh: it needs ssh, systemd and an installed release, nothing else.
struct RemoteHost: Sendable {
    let name: String
    let run: RunCommand

    /// No password is asked for: keys and agents are the operator's. A host that is gone is noticed in 15 seconds.
    private static let options = [
        "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3",
    ]

    /// Whether it can be passed to ssh: a host or user@host, and no option.
    static func isValid(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("-")
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "@._-:[]".contains($0)) }
    }

    /// As ssh(1) takes it: an IPv6 address without brackets.
    private var destination: String { name.filter { $0 != "[" && $0 != "]" } }

    /// As scp(1) takes it before a path: an IPv6 address within brackets, as it has colons of its own.
    private var copyDestination: String {
        let parts = destination.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = parts.last, host.contains(":") else { return destination }
        return (parts.dropLast() + ["[\(host)]"]).joined(separator: "@")
    }

    /// Copies the archive and its signature, and has the installed program deploy them.
    /// - Throws: ``CommandFailure`` when the host cannot be reached, or is lost meanwhile.
    func deploy(_ file: String, words: [String], watching: Duration) async throws -> ReleaseReport {
        // What the start of a shell there prints comes before.
        let made = try await output(of: "mktemp -d", within: .seconds(30)).textLines().last ?? ""
        let folder = String(made)
        guard folder.hasPrefix("/"),
            folder.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) })
        else { throw lost("mktemp -d: \(folder)") }
        do {
            for (path, end) in [(file, ""), (ReleaseSignature.path(of: file), ".sig")] {
                _ = try await result(
                    ["scp", "-q"] + Self.options + [path, "\(copyDestination):\(folder)/release.tar.gz\(end)"],
                    within: .seconds(900))
            }
        } catch {
            // Half an archive would take the room that the next attempt needs.
            _ = try? await output(of: "rm -rf \(folder)", within: .seconds(30))
            throw error
        }
        let command = "\(InstallPaths.program) deploy \(folder)/release.tar.gz \(words.joined(separator: " ")) --json"
        let script =
            "if [ \"$(id -u)\" = 0 ]; then \(command); else sudo -n \(command); fi; code=$?; rm -rf \(folder); exit $code"
        // The shell of a user may be another one than that of POSIX.
        let answer = try await result(
            ["ssh"] + Self.options + [destination, "exec sh -c \(script.shellQuoted)"],
            within: watching + .seconds(3600), accepting: [0, 1])
        guard let report = Self.report(in: answer.output) else { throw lost(answer.errors) }
        return report
    }

    /// The report, behind what the start of a shell there prints.
    private static func report(in output: String) -> ReleaseReport? {
        let lines = output.textLines()
        return lines.indices.lazy.filter { lines[$0].hasPrefix("[") }.compactMap { index -> ReleaseReport? in
            let text = lines[index...].joined(separator: "\n")
            return try? JSONDecoder().decode([ReleaseReport].self, from: Data(text.utf8)).first
        }.first
    }

    private func output(of command: String, within limit: Duration) async throws -> String {
        try await result(["ssh"] + Self.options + [destination, command], within: limit).output
    }

    private func result(_ words: [String], within limit: Duration, accepting: Set<Int32> = [0]) async throws
        -> CommandResult
    {
        do throws(CommandError) {
            let result = try await run(words, limit)
            if accepting.contains(result.status) { return result }
            throw CommandError.cannotRun(words[0], detail: "exit status \(result.status): \(result.errors)")
        } catch {
            throw lost(error.description)
        }
    }

    private func lost(_ detail: String) -> CommandFailure {
        CommandFailure(
            .unavailable,
            Phrase("the deployment on \(name) has no result", fr: "le déploiement sur \(name) n’a pas de résultat"),
            hint: Phrase(
                "check ssh \(name), and run this again: it continues, or undoes what was begun",
                fr:
                    "vérifiez ssh \(name), puis relancez la commande\u{A0}: elle reprend, ou annule ce qui était commencé"
            ),
            detail: detail.condensedLine(limit: 600))
    }
}
