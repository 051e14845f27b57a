package import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Messages for error numbers (errno(3)).
package enum SystemError {
    /// The message of an error number; in French, the number alone for the rare ones.
    package static func phrase(_ code: Int32) -> Phrase {
        Phrase(String(cString: strerror(code)), fr: french(code) ?? "erreur système \(code)")
    }

    private static func french(_ code: Int32) -> String? {
        switch code {
        case EACCES: "accès refusé"
        case EPERM: "opération non permise"
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
        case EMFILE: "trop de fichiers ouverts dans ce processus"
        case ENFILE: "trop de fichiers ouverts sur cette machine"
        case ENOMEM: "mémoire insuffisante"
        case ETXTBSY: "le programme est en cours d’exécution"
        case EFBIG: "fichier trop volumineux"
        case EINVAL: "argument invalide"
        case EBUSY: "ressource occupée"
        case ESTALE: "le fichier n’existe plus sur le serveur de fichiers"
        case EWOULDBLOCK: "ressource momentanément indisponible"
        case EINTR: "opération interrompue par un signal"
        case EXDEV: "source et destination sur deux systèmes de fichiers"
        case EMLINK: "trop de liens vers le fichier"
        case ENODEV, ENXIO: "périphérique inexistant"
        case ENOLCK: "plus de verrou disponible"
        case EDEADLK: "blocage mutuel évité"
        case ENOEXEC: "format de programme invalide"
        case E2BIG: "liste d’arguments trop longue"
        case EBADF: "descripteur de fichier invalide"
        case ENOSYS, ENOTSUP: "opération non prise en charge"
        case EOVERFLOW: "valeur trop grande"
        case EPIPE: "le lecteur a fermé le tube"
        case ESRCH: "processus inexistant"
        case EADDRINUSE: "adresse déjà utilisée"
        case EADDRNOTAVAIL: "adresse inexistante sur cette machine"
        case EAFNOSUPPORT: "famille d’adresses non prise en charge"
        case ECONNREFUSED: "connexion refusée"
        case ECONNRESET: "connexion coupée par le serveur"
        case ENETUNREACH, ENETDOWN: "réseau inaccessible"
        case EHOSTUNREACH, EHOSTDOWN: "machine inaccessible"
        case ETIMEDOUT: "délai dépassé"
        default: nil
        }
    }
}
