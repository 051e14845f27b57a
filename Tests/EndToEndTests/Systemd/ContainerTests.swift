import Foundation
import Testing

/// What a test in the container can do to the machine that it runs on.
@Suite(.enabled(if: Container.obstacle == nil, Container.skipped))
struct ContainerTests {
    @Test("neither a script nor a service in the container may set the machine's clock or load a kernel module")
    func capabilities() async throws {
        try await withFolder(.containers) { folder in
            // CAP_SYS_MODULE is bit 16 and CAP_SYS_TIME bit 25 (capability.h).
            _ = try await Container.run(
                [
                    #"""
                    without() { for set in $(grep -E '^Cap(Eff|Prm|Bnd):' "$1" | cut -f2); do [ $((0x$set & (1 << 16 | 1 << 25))) = 0 ] || return 1; done; }
                    must grep -q '^CapBnd:' /proc/self/status
                    must without /proc/self/status
                    must without /proc/1/status
                    """#
                ], in: folder)
        }
    }

    @Test("a file of the machine is at its place in the container, whatever its path and its value hold")
    func paths() async throws {
        try await withFolder(.containers) { folder in
            let file = folder + "/it's a \"file\""
            try "content\n".write(toFile: file, atomically: true, encoding: .utf8)
            _ = try await Container.run(
                [
                    #"""
                    must test "$(cat /under-test/given)" = content
                    must test "$VALUE" = "it's \$HOME"
                    never touch /under-test/given
                    """#
                ],
                variables: ["VALUE": "it's $HOME"], files: ["given": file], in: folder)
        }
    }
}
