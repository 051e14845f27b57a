import Domain

enum SQLiteAddress {
    /// The percent-decoded path after `sqlite://`, without repeated slashes.
    static func file(in rest: Substring) throws(DatabaseURL.Malformed) -> String {
        guard rest.hasPrefix("/") else {
            throw DatabaseURL.Malformed(
                "the path of an SQLite file has to be absolute, with three slashes before it: sqlite:///…",
                fr: "le chemin d’un fichier SQLite doit être absolu, après trois barres obliques\u{A0}: sqlite:///…")
        }
        guard !rest.contains("?") else {
            throw DatabaseURL.Malformed(
                "an SQLite file takes no parameters (a ? in its name is written %3F)",
                fr: "un fichier SQLite n’a pas de paramètres (un «\u{A0}?\u{A0}» dans son nom s’écrit\u{A0}%3F)")
        }
        let path = try PercentCoding.decode(rest, in: Phrase("the path", fr: "le chemin"))
        guard !path.hasSuffix("/") else {
            throw DatabaseURL.Malformed(
                "it names a folder, not a file",
                fr: "elle désigne un dossier, pas un fichier")
        }
        try PercentCoding.check(path, Phrase("the path", fr: "le chemin"))
        // One name for one file: several slashes are one to the kernel (path_resolution(7)).
        return path.split(separator: "/").reduce(into: "") { $0 += "/" + $1 }
    }
}
