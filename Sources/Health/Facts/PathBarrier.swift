import Domain
import FoundationEssentials
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A folder or file that keeps the service's user from something that a unit needs.
package struct PathBarrier: Hashable, Sendable {
    /// What the unit needs: its program, or the file of its settings.
    package let target: String
    /// What the user may not enter, read or run: the target, or a folder above it.
    package let path: String
    /// Permission bits of that.
    package let mode: UInt32
    package let user: String

    package init(target: String, path: String, mode: UInt32, user: String) {
        self.target = target
        self.path = path
        self.mode = mode
        self.user = user
    }

    /// Tests the program of the units and the file of the settings as that user; nothing where this process is not root.
    static func find(program: String, user: String, _ run: RunCommand) async -> [PathBarrier] {
        guard geteuid() == 0 else { return [] }
        var found: [PathBarrier] = []
        for (target, right) in [(program, "x"), (InstallPaths.environment, "r")] {
            guard FileManager.default.fileExists(atPath: target), await refuses(target, right, user, run) else {
                continue
            }
            var path = ""
            var barrier = target
            for part in target.split(separator: "/").dropLast() {
                path += "/" + part
                if await refuses(path, "x", user, run) {
                    barrier = path
                    break
                }
            }
            var status = stat()
            guard stat(barrier, &status) == 0 else { continue }
            found.append(
                PathBarrier(target: target, path: barrier, mode: UInt32(status.st_mode) & 0o7777, user: user))
        }
        return found
    }

    private static func refuses(_ path: String, _ right: String, _ user: String, _ run: RunCommand) async -> Bool {
        let words = [
            "setpriv", "--reuid=\(user)", "--regid=\(user)", "--init-groups", "test", "-\(right)", path,
        ]
        guard let result = try? await run(words, .milliseconds(500)) else { return false }
        // Only the "no" of test(1) counts; setpriv(1) fails in another way when that user does not exist.
        return result.status == 1 && result.errors.isEmpty
    }
}
