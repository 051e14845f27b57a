import Foundation
import Synchronization

/// A shell that outlives the test process by a moment, and ends with their groups the children it left behind: however
/// the tests end, no process stays.
final class Guardian: Sendable {
    static let shared = Result { try Guardian() }

    private let lifeline: Int32

    private init() throws {
        let pipe = try Pipe.make()
        // Ctrl-C reaches the shell too, and must not end it before its work is done.
        let script = #"""
            trap '' INT TERM HUP
            left=' '
            while read -r what process; do
              case $what in
                watch) left="$left$process " ;;
                remove) set -- "$@" "$process" ;;
                forget) left="${left%% $process *} ${left#* $process }" ;;
              esac
            done
            for process in $left; do kill -KILL "-$process"; done
            for folder in "$@"; do rm -rf "$folder"; done
            """#
        _ = try spawn(["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"], input: pipe.read)
        close(pipe.read)
        lifeline = pipe.write
    }

    func watch(_ process: pid_t) { tell("watch \(process)\n") }
    func forget(_ process: pid_t) { tell("forget \(process)\n") }

    /// Has a folder removed once the tests have ended.
    func removeInTheEnd(_ folder: String) { tell("remove \(folder)\n") }

    private func tell(_ line: String) {
        // Short enough for an atomic write (pipe(7), PIPE_BUF).
        let bytes = Array(line.utf8)
        _ = bytes.withUnsafeBytes { write(lifeline, $0.baseAddress, $0.count) }
    }
}
