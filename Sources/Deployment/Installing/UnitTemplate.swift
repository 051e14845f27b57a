import Domain
import FoundationEssentials
import OperatingSystem

/// The text of a unit file as it was installed, to compare with one that was edited since.
package enum UnitTemplate {
    /// The text with `@NAME@` for what differs between installations; `nil` where the file has not been edited since it
    /// was installed, as far as the manifest says, or is not one of the installation. Blocks.
    package static func text(ofEdited path: String, contents: [UInt8]) -> String? {
        guard let manifest = ProcFile.text(InstallPaths.manifest) else { return nil }
        return text(ofEdited: path, contents: contents, Manifest(text: manifest))
    }

    static func text(ofEdited path: String, contents: [UInt8], _ manifest: Manifest) -> String? {
        guard path.hasPrefix(InstallPaths.units + "/"), manifest.digests[path] != nil,
            !manifest.has(path, with: Data(contents))
        else { return nil }
        let name = path.dropFirst(InstallPaths.units.count + 1)
        let program =
            manifest.digests[InstallPaths.packagedProgram] == nil ? InstallPaths.program : InstallPaths.packagedProgram
        return (try? DeployFile.template("systemd/\(name)"))?.replacing("@PROGRAM@", with: program)
            .replacing("@WRITABLE@", with: "\(InstallPaths.state)@WRITABLE@")
    }
}
