import ArgumentParser
import Deployment
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What `install` and `uninstall` both take.
struct DeploymentTarget: ParsableArguments {
    @Flag(name: .long, help: "Only say what would be changed, line by line.")
    var dryRun = false

    @Option(
        name: .long,
        help:
            "Only write files, below this folder: an image, or a package that is being built. Nothing is started, no user is made."
    )
    var root: String?

    func validate() throws {
        guard let root else { return }
        guard root.hasPrefix("/") else { throw ValidationError("--root is '\(root)', and must be an absolute path") }
    }

    /// Whether this machine's own services are meant.
    var isThisMachine: Bool { FilesystemRoot(root ?? "").isThisMachine && root == nil }

    /// Refuses before anything is touched.
    /// - Throws: ``DeploymentFailure``
    func requireRights(to command: String) throws(DeploymentFailure) {
        guard !dryRun, root == nil else { return }
        guard SystemdControl.isBooted else { throw Self.noSystemd }
        guard geteuid() == 0 else {
            throw DeploymentFailure(
                .permission, "\(command) changes the system, and needs root", hint: "run: sudo \(Self.ownWords)")
        }
    }

    static let noSystemd = DeploymentFailure(
        .unavailable, "systemd does not run this machine, so there is nobody to start units",
        hint:
            "run bitcoin-analyzer serve under what starts services here (in a container, see Deploy/docker), or write the files only: --root DIR"
    )

    /// The command as it was given; values of settings, which may be secret, are left out.
    private static var ownWords: String {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "bitcoin-analyzer"
        var words = [path]
        for word in CommandLine.arguments.dropFirst() {
            let isSetting = words.last == "--set" || word.hasPrefix("--set=")
            words.append(
                isSetting
                    ? (word.split(separator: "=").prefix(word.hasPrefix("--set=") ? 2 : 1).joined(separator: "=") + "=…")
                    : word)
        }
        return words.joined(separator: " ")
    }
}
