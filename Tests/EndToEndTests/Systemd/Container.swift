import Foundation
import Sandbox
import Support
import Testing

/// A machine with a real systemd, thrown away after the test (`Tests/systemd-container`): each script is one boot of
/// it.
enum Container {
    /// Why no systemd can be booted here; `nil` where it can.
    static let obstacle: String? = {
        if getuid() != 0 { return "a systemd in a container needs root" }
        if !FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-nspawn") {
            return "systemd-container is not installed"
        }
        return nil
    }()

    static let skipped: Comment = "no systemd can be booted here: it takes root and Debian's systemd-container"

    /// - Parameters:
    ///   - scripts: Bash, after ``prelude``; the first that fails ends the test with all it wrote.
    ///   - variables: Shell variables of the scripts, with any value.
    ///   - files: Files of this machine by the name that they have in the container's `/under-test`, beside the
    ///     program.
    /// - Returns: what the scripts wrote.
    @discardableResult
    static func run(
        _ scripts: [String], variables: [String: String] = [:], files: [String: String] = [:], in folder: String
    ) async throws -> String {
        let program = "bitcoin-analyzer"
        let assignments = variables.merging(["PROGRAM": "/under-test/" + program]) { own, _ in own }
            .map { "\($0.key)=\(shellQuoted($0.value))" }.sorted().joined(separator: "\n")
        var command = ["timeout", "-k", "20", "1500", Checkout.path("Tests/systemd-container")]
        for (name, path) in files.merging([program: BitcoinAnalyzer.path], uniquingKeysWith: { own, _ in own }) {
            command += ["--file", "\(name)=\(path)"]
        }
        for (index, script) in scripts.enumerated() {
            let file = "\(folder)/boot-\(index + 1)"
            try "#!/bin/bash\n\(assignments)\n\(prelude)\n\(script)\n".write(
                toFile: file, atomically: true, encoding: .utf8)
            command.append(file)
        }
        return try await ChildProcess.run(command, in: folder)
    }

    private static let prelude = #"""
        set -u
        fail() { echo "FAILED (line ${BASH_LINENO[-2]:-?}): $*"; journalctl --no-pager -o short-precise -n 60 | cut -c1-400; exit 1; }
        # must COMMAND…: it succeeds, or the test ends
        must() { "$@" > /tmp/must 2>&1 || { cat /tmp/must; fail "$*"; }; }
        # never COMMAND…: it fails, or the test ends
        never() { if "$@" > /tmp/must 2>&1; then cat /tmp/must; fail "not expected: $*"; fi; }
        # eventually COMMAND…: it succeeds within 90 seconds, or the test ends
        eventually() { local i; for i in $(seq 1800); do "$@" > /tmp/must 2>&1 && return; sleep .05; done; cat /tmp/must; fail "never: $*"; }
        says() { local text=$1; shift; "$@" 2>&1 | grep -qF -- "$text"; }
        answers() { curl -sf -m 5 -o /dev/null "$1"; }
        pid_of() { systemctl show -P MainPID "$1"; }
        restarted() { local now; now=$(pid_of "$1"); [ "$now" != 0 ] && [ "$now" != "$2" ] && systemctl is-active -q "$1"; }
        API=http://127.0.0.1:${API_PORT:-0} WEB=http://127.0.0.1:${WEB_PORT:-0}
        install_service() {
          must "$PROGRAM" install --set "API_PORT=$API_PORT" --set "WEB_PORT=$WEB_PORT" --set "API_BASE_URL=$API" --set "PRICE_SOURCES=$PRICE_SOURCES" \
            --set "NEWS_FEEDS=$NEWS_FEEDS" "$@"
          cat /tmp/must
        }
        """#
}

/// A word of a shell script with exactly this value.
func shellQuoted(_ text: String) -> String { "'" + text.replacing("'", with: #"'\''"#) + "'" }

/// Ports that were free a moment ago, different from each other.
func freePorts(_ count: Int) throws -> [Int] {
    var sockets: [Int32] = []
    defer { sockets.forEach { close($0) } }
    return try (0..<count).map { _ in
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        sockets.append(socket)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try #require(bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

extension World {
    /// What a script in a container has to know to collect from this world.
    func variables() throws -> [String: String] {
        let ports = try freePorts(2)
        var variables = settings
        variables["DATABASE_URL"] = nil
        variables["API_PORT"] = "\(ports[0])"
        variables["WEB_PORT"] = "\(ports[1])"
        return variables
    }
}

/// A world, and a machine with systemd that knows where it is.
func withContainer(_ scripts: String..., isolation: isolated (any Actor)? = #isolation) async throws {
    try await withWorld(turnstile: .containers) { world in
        let variables = try world.variables()
        try await Container.run(scripts, variables: variables, in: world.folder)
    }
}
