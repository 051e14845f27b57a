package import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Messages for error numbers (errno(3)).
package enum SystemError {
    /// The message of an error number; the C library's own, in English, for the rare ones.
    package static func phrase(_ code: Int32) -> Phrase {
        let english = String(cString: strerror(code))
        let french: String? =
            switch code {
            case EACCES, EPERM: "accès refusé"
            case ENOENT: "fichier ou dossier inexistant"
            case ENOTDIR: "un élément du chemin n’est pas un dossier"
            case EISDIR: "c’est un dossier"
            case EEXIST: "le fichier existe déjà"
            case ENOTEMPTY: "le dossier n’est pas vide"
            case ENOSPC: "disque plein"
            case EDQUOT: "quota de disque dépassé"
            case EROFS: "système de fichiers en lecture seule"
            case EIO: "erreur d’entrée-sortie"
            case ELOOP: "trop de liens symboliques"
            case ENAMETOOLONG: "nom de fichier trop long"
            case EMFILE, ENFILE: "trop de fichiers ouverts"
            case ENOMEM: "mémoire insuffisante"
            case ETXTBSY: "le programme est en cours d’exécution"
            default: nil
            }
        return Phrase(english, fr: french ?? english)
    }
}
