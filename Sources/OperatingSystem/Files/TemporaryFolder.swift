package import Domain

/// What is said of a folder of temporary files that cannot be used. `TMPDIR` chooses it.
package enum TemporaryFolder {
    /// The beginning of a sentence, without a full stop.
    package static func message(_ folder: String, code: Int32) -> Phrase {
        Phrase(
            "a temporary file in \(folder) cannot be written: ",
            fr: "un fichier temporaire dans \(folder) ne peut pas être écrit\u{A0}: ") + SystemError.phrase(code)
    }

    package static func hint(_ folder: String) -> Phrase {
        Phrase(
            "inspect the folder (df -h \(folder.shellQuoted); ls -ld \(folder.shellQuoted)), or name another one with "
                + "TMPDIR; nothing was changed",
            fr:
                "examinez le dossier (df -h \(folder.shellQuoted)\u{A0}; ls -ld \(folder.shellQuoted)) ou indiquez-en un "
                + "autre avec TMPDIR\u{A0}; rien n’a été modifié")
    }
}
