import Domain
import FoundationEssentials
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Finds what keeps the service's user from its program and its settings.
enum PathBarrierProbe {
    /// Tests the program of the units and the file of the settings as that user; nothing where this process is not
    /// root.
    static func find(
        program: String, settings: String = InstallPaths.environment, user: String, _ run: RunCommand,
        isRoot: Bool = geteuid() == 0
    ) async -> [PathBarrier] {
        guard isRoot else { return [] }
        func refuses(_ path: String, _ right: String) async -> Bool {
            await UserAccess.allows(right, path, as: user, run, limit: .milliseconds(500)) == false
        }
        var found: [PathBarrier] = []
        for (target, right) in [(program, "x"), (settings, "r")] {
            guard FileManager.default.fileExists(atPath: target), await refuses(target, right) else { continue }
            var path = ""
            var barrier = target
            for part in target.split(separator: "/").dropLast() {
                path += "/" + part
                if await refuses(path, "x") {
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
}

/// What another user may do with a file.
enum UserAccess {
    /// - Parameter right: `r`, `w` or `x`, of test(1).
    /// - Returns: `nil` where it cannot be tested.
    static func allows(_ right: String, _ path: String, as user: String, _ run: RunCommand, limit: Duration) async
        -> Bool?
    {
        let words = ["setpriv", "--reuid=\(user)", "--regid=\(user)", "--init-groups", "test", "-\(right)", path]
        guard let result = try? await run(words, limit) else { return nil }
        if result.status == 0 { return true }
        // Only the "no" of test(1) counts; setpriv(1) fails in another way when that user does not exist.
        return result.status == 1 && result.errors.isEmpty ? false : nil
    }
}
