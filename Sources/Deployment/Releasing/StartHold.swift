import Domain
import FoundationEssentials
import OperatingSystem

/// Keeps the API stopped while its database is replaced.
///
/// Its socket stays open, and a client would start it: with this, that start waits, and so does the client.
struct StartHold: Sendable {
    let tree: FilesystemRoot
    let run: RunCommand

    /// Gone after a boot.
    private static let path = "/run/systemd/system/\(ServiceUnits.api).d/hold.conf"
    private static let text = """
        [Service]
        TimeoutStartSec=infinity
        ExecStartPre=/bin/sh -c 'while [ -e \(path) ]; do sleep 0.1; done'

        """

    /// - Throws: ``DeploymentFailure``
    func begin() async throws(DeploymentFailure) {
        let applier = ChangeApplier(tree, rights: tree.rights, run: run)
        try await applier.apply(
            Change(.create, Self.path, .write(Data(Self.text.utf8), mode: 0o644, owner: .root, backupPath: nil)))
        let control = SystemdControl(run: run)
        try await control.run(["systemctl", "daemon-reload"])
        try await control.run(["systemctl", "stop", ServiceUnits.api])
    }

    /// Starts the API, with what is installed now.
    func end() async {
        let applier = ChangeApplier(tree, rights: tree.rights, run: run)
        try? await applier.apply(Change(.remove, Self.path, .remove(backupPath: nil)))
        _ = try? await run(["systemctl", "daemon-reload"], .seconds(30))
        _ = try? await run(["systemctl", "start", ServiceUnits.api], .seconds(180))
    }
}
