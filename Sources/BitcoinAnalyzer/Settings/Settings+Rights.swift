import Domain
import OperatingSystem
import Storage

extension Settings {
    /// The user in whose folders a command started by root would work; `nil` where that is root itself.
    var rightsNeeded: UserRights? {
        UserRights(
            controlling: [databaseURL.file.map { folderAndName(of: $0).folder }, stateDirectory].compactMap(\.self))
    }

    /// Gives up root where it would work in folders of another user.
    /// - Throws: ``UserRights/Failure``
    func adoptRights(language: Language) throws(UserRights.Failure) {
        guard let rights = rightsNeeded else { return }
        try rights.adopt()
        writeToStandardError(
            language.localized(
                "note: running as \(rights.name), the user of \(stateDirectory), instead of root\n",
                fr: "note\u{A0}: exécution avec l’utilisateur \(rights.name), celui de \(stateDirectory), au lieu de "
                    + "root\n"))
    }
}
