import Domain
import FoundationEssentials
import OperatingSystem

/// A unit that undoes a deployment which ends before its result: at once when its process is killed, at the next boot
/// when the host goes down.
///
/// It runs the release to return to, which waits for the lock of the deployment.
struct InterruptionGuard: Sendable {
    let tree: FilesystemRoot
    let run: RunCommand

    private static let unit = InstallPaths.unit(ServiceUnits.undo)
    private static let link = InstallPaths.unit("multi-user.target.wants/" + ServiceUnits.undo)

    /// - Parameter program: the release to return to.
    /// - Throws: ``DeploymentFailure``
    func start(_ program: String) async throws(DeploymentFailure) {
        let text = try DeployFile.text("systemd/" + ServiceUnits.undo, ["PROGRAM": program])
        let control = SystemdControl(run: run)
        for change in [
            Change(.create, Self.unit, .write(Data(text.utf8), mode: 0o644, owner: .root, backupPath: nil)),
            Change(.enable, Self.link, .link(to: Self.unit)),
        ] { try await applier.apply(change) }
        try await control.run(["systemctl", "daemon-reload"])
        try await control.run(["systemctl", "start", "--no-block", ServiceUnits.undo])
    }

    /// Removes it; its process ends by itself when it finds nothing to undo.
    func end() async {
        guard (try? tree.entry(Self.unit)) != nil else { return }
        for path in [Self.link, Self.unit] {
            try? await applier.apply(Change(.remove, path, .remove(backupPath: nil)))
        }
        _ = try? await run(["systemctl", "daemon-reload"], .seconds(30))
    }

    private var applier: ChangeApplier { ChangeApplier(tree, rights: tree.rights, run: run) }
}
