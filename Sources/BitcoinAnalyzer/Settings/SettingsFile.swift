import Domain
import Health
import OperatingSystem

/// A file of `KEY=value` lines: `.env`, or the file that systemd calls `EnvironmentFile=`.
struct SettingsFile: Sendable {
    let path: String
    var values: [String: String]
    /// Probable mistakes: mistyped names, and names that are set twice.
    let mistakes: [Phrase]
    /// Other names that are no settings: the file may serve other programs, too.
    let unknown: [Phrase]
    /// Whether its lines end in CR LF: read as they are meant, and reported.
    let hasWindowsLineEnds: Bool

    /// `nil` when the file does not exist.
    /// - Throws: ``SettingsFailure`` with the file and line, or when the file may not be read, or when another user
    ///   could have written it and this process has more rights than that user.
    init?(at path: String, as source: SettingsSource = .ofThisProcess) throws(SettingsFailure) {
        let bytes: [UInt8]?
        do throws(SettingsSource.Refusal) { bytes = try source.read(path, folder: .ownAlone) } catch {
            throw SettingsFailure(error, reading: path)
        }
        guard let bytes else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SettingsFailure(
                Phrase("\(path) is not UTF-8 text", fr: "\(path) n’est pas un texte en UTF-8"),
                hint: Phrase(
                    "check that it is the settings file: file \(path)",
                    fr: "vérifiez que c’est bien le fichier de réglages\u{A0}: file \(path)"),
                at: .init(file: path))
        }
        try self.init(text: text, path: path)
    }

    /// - Parameter path: named in error messages.
    init(text: String, path: String) throws(SettingsFailure) {
        self.path = path
        var (mistakes, unknown): ([Phrase], [Phrase]) = ([], [])
        values = try SettingsText.parse(text, path: path) { name, place, isRepeated in
            if isRepeated {
                mistakes.append(
                    place
                        + Phrase(
                            ": \(name) is set again; this line counts",
                            fr: "\u{A0}: \(name) est défini une deuxième fois\u{A0}; cette ligne l’emporte"))
            }
            if let meant = SettingNames.meant(by: name) {
                mistakes.append(SettingNames.mistyped(name, for: meant, at: place))
            } else if !SettingNames.known.contains(name) {
                unknown.append(SettingNames.unknown(name, at: place))
            }
        }
        (self.mistakes, self.unknown) = (mistakes, unknown)
        hasWindowsLineEnds = text.hasWindowsLineEnds
    }
}

extension SettingsFailure {
    /// Of a settings file that is not read.
    init(_ refusal: SettingsSource.Refusal, reading path: String) {
        switch refusal {
        case .untrusted(let reason):
            self.init(
                Phrase(
                    "\(path) is not read with the rights of this process: ",
                    fr: "\(path) n’est pas lu avec les droits de ce processus\u{A0}: ") + reason,
                hint: Phrase(
                    "if its contents are yours: sudo chown root \(path.shellQuoted) && sudo chmod go-w \(path.shellQuoted) and the same for "
                        + "its folder, or run the command as the file’s owner",
                    fr:
                        "si son contenu est le vôtre\u{A0}: sudo chown root \(path.shellQuoted) && sudo chmod go-w \(path.shellQuoted), et "
                        + "de même pour son dossier, ou lancez la commande sous le propriétaire du fichier"),
                at: .init(file: path), isPermission: true, isDistrust: true)
        case .failed(let error):
            self.init(
                Phrase("\(path) exists but cannot be read: ", fr: "\(path) existe mais ne peut pas être lu\u{A0}: ")
                    + error.reason,
                hint: Phrase(
                    "run the command as root or as the service’s user, or check the permissions: ls -l \(path)",
                    fr:
                        "lancez la commande en root ou sous l’utilisateur du service, ou vérifiez les droits\u{A0}: ls "
                        + "-l \(path)"
                ),
                at: .init(file: path), isPermission: true)
        }
    }
}
