import Domain

/// A value as one word of a systemd unit file, so that systemd reads back what was given, and nothing else.
///
/// systemd.syntax(7): a word in double quotes may hold spaces; `\` and `"` in it are escaped by `\`. systemd.unit(5):
/// `%` begins a specifier, `%%` is a plain one. Not for the arguments of a command, where `$` has a meaning too
/// (systemd.service(5)).
enum UnitWord {
    /// - Parameter subject: the setting that the value comes from, for the error.
    /// - Throws: ``DeploymentFailure`` for what no quoting expresses: line ends and other control characters.
    static func quoted(_ text: String, from subject: String) throws(DeploymentFailure) -> String {
        try check(text, from: subject)
        guard !text.utf8.allSatisfy(isPlain) else { return text }
        var word = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "\"": word += "\\"
            case "%": word += "%"
            default: break
            }
            word.unicodeScalars.append(scalar)
        }
        return word + "\""
    }

    /// Characters without a meaning in any position.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Rejects what would end the line, or hide in it: files of an installation are lines that people read.
    static func check(_ text: String, from subject: String) throws(DeploymentFailure) {
        guard text.unicodeScalars.contains(where: { !$0.isPrintable }) else { return }
        throw DeploymentFailure(
            .configuration,
            Phrase(
                "the value for \(subject) has a line break, a control character or an invisible one",
                fr: "la valeur de \(subject) contient un saut de ligne, un caractère de contrôle ou un caractère "
                    + "invisible"),
            hint: Phrase(
                "set \(subject) without it; write a secret that has one to a file, and set \(subject)_FILE",
                fr:
                    "donnez à \(subject) une valeur qui n’en a pas\u{A0}; écrivez un secret qui en a dans un fichier, et "
                    + "définissez \(subject)_FILE"))
    }

    /// A folder for a setting such as `ReadWritePaths=`: absolute, without `..`, which systemd rejects.
    static func folder(_ path: String, from subject: String) throws(DeploymentFailure) -> String {
        let parts = path.split(separator: "/")
        guard path.utf8.first == UInt8(ascii: "/"), !parts.contains(".."), path.utf8.count < 4096 else {
            throw DeploymentFailure(
                .configuration,
                Phrase(
                    "\(subject): '\(path.printableLine(limit: 80))' is not an absolute path without '..'",
                    fr: "\(subject)\u{A0}: «\u{A0}\(path.printableLine(limit: 80))\u{A0}» n’est pas un chemin absolu "
                        + "sans «\u{A0}..\u{A0}»"),
                hint: Phrase(
                    "write the complete path of the folder, such as \(InstallPaths.state)",
                    fr: "écrivez le chemin complet du dossier, par exemple \(InstallPaths.state)"))
        }
        return try quoted(path, from: subject)
    }
}
