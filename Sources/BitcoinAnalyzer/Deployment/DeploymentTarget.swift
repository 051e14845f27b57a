import ArgumentParser
import Deployment
import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The options of both `install` and `uninstall`.
struct DeploymentTarget: ParsableArguments {
    @Flag(
        name: .long,
        help: .localized(
            "Only show what would change, line by line.",
            fr: "Montre seulement ce qui changerait, ligne par ligne."))
    var dryRun = false

    @Option(
        name: .long,
        help: .localized(
            "Only write files, below this folder (an image or a package): starts nothing, creates no user.",
            fr: "Écrit seulement des fichiers, sous ce dossier (une image, un paquet)\u{A0}: ne lance rien, ne crée "
                + "pas d’utilisateur.", value: Phrase("folder", fr: "dossier"))
    )
    var root: String?

    func validate() throws {
        guard let root else { return }
        guard root.hasPrefix("/") else {
            throw ValidationError.invalid("--root", Phrase("an absolute path", fr: "un chemin absolu"), got: root)
        }
    }

    /// Checks for systemd and root before anything is changed.
    /// - Throws: ``DeploymentFailure``
    func requireRights(to command: String) throws(DeploymentFailure) {
        guard !dryRun, root == nil else { return }
        try Self.requireRoot(to: command)
    }

    /// Checks for systemd and root.
    /// - Throws: ``DeploymentFailure``
    static func requireRoot(to command: String) throws(DeploymentFailure) {
        guard SystemdControl.isBooted else { throw .noSystemd }
        guard geteuid() == 0 else {
            throw DeploymentFailure(
                .permission,
                Phrase("\(command) must be run as root", fr: "\(command) doit être lancée en root"),
                hint: Phrase("run: sudo \(ownCommandLine)", fr: "lancez\u{A0}: sudo \(ownCommandLine)"))
        }
    }

    /// This process's command line, without the values of settings, which may be secret.
    private static var ownCommandLine: String {
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

extension DeploymentFailure {
    static let noSystemd = DeploymentFailure(
        .unavailable, Phrase("systemd is not running on this machine", fr: "systemd ne tourne pas sur cette machine"),
        hint: Phrase(
            "run bitcoin-analyzer serve under another supervisor (for containers, see Deploy/docker), "
                + "or only write the files: --root DIR",
            fr: "lancez bitcoin-analyzer serve sous un autre superviseur (pour les conteneurs, voir Deploy/docker), "
                + "ou écrivez seulement les fichiers\u{A0}: --root DOSSIER"))
}
