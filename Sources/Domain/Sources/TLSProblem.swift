/// Why a TLS connection was not made.
package enum TLSProblem: Hashable, Sendable {
    /// The server's certificate, or one that it rests on.
    case expired(since: Timestamp)
    case notYetValid(from: Timestamp)
    /// Issued for other names than that of the host.
    case nameMismatch
    case selfSigned
    /// Issued by someone whom this machine does not know; the issuer's name, from outside, on one printable line.
    case unknownIssuer(String)
    case handshakeTimeout
    /// Through a proxy, whose certificate may be the one that was refused. The library's text, on one printable line.
    case behindProxy(String)
    /// The library's text for anything else, on one printable line.
    case other(String)

    /// The end of a sentence.
    package var phrase: Phrase {
        switch self {
        case .expired(let moment):
            Phrase(
                "its certificate expired on \(moment.phrase.english)",
                fr: "son certificat a expiré le \(moment.phrase.french)")
        case .notYetValid(let moment):
            Phrase(
                "its certificate is valid from \(moment.phrase.english) only",
                fr: "son certificat n’est valable qu’à partir du \(moment.phrase.french)")
        case .nameMismatch:
            Phrase("its certificate is for another name", fr: "son certificat est établi pour un autre nom")
        case .selfSigned: Phrase("its certificate is self-signed", fr: "son certificat est auto-signé")
        case .unknownIssuer(""):
            Phrase("the issuer of its certificate is unknown", fr: "l’émetteur de son certificat est inconnu")
        case .unknownIssuer(let issuer):
            Phrase(
                "the issuer of its certificate is unknown: '\(issuer)'",
                fr: "l’émetteur de son certificat est inconnu\u{A0}: «\u{A0}\(issuer)\u{A0}»")
        case .handshakeTimeout:
            Phrase("the TLS negotiation did not finish", fr: "la négociation TLS n’a pas abouti")
        case .behindProxy(let text):
            Phrase(
                "through the proxy, the TLS negotiation failed: \(text)",
                fr: "à travers le proxy, la négociation TLS a échoué")
        case .other(let text):
            Phrase("the TLS negotiation failed: \(text)", fr: "la négociation TLS a échoué")
        }
    }

    /// What to do about it; `nil` where the kind's own hint says it.
    package var hint: Phrase? {
        switch self {
        case .expired:
            Phrase(
                "if the clock of this machine is right (timedatectl), its operator has to renew the certificate; any "
                    + "other source is used meanwhile",
                fr: "si l’horloge de cette machine est juste (timedatectl), le certificat doit être renouvelé par son "
                    + "exploitant\u{A0}; toute autre source prend le relais")
        case .notYetValid:
            Phrase(
                "check the clock of this machine: timedatectl",
                fr: "vérifiez l’horloge de cette machine\u{A0}: timedatectl")
        case .nameMismatch:
            Phrase(
                "check the host name in the setting, and that no login page or proxy answers in its place",
                fr: "vérifiez le nom d’hôte dans le réglage, et qu’aucune page de connexion ni aucun proxy ne répond à "
                    + "sa place")
        case .selfSigned, .unknownIssuer:
            Phrase(
                "if the issuer is yours, add its certificate to this machine (/usr/local/share/ca-certificates, then "
                    + "update-ca-certificates); else a proxy intercepts the connection, or apt-get install ca-certificates",
                fr: "si l’émetteur est le vôtre, ajoutez son certificat à cette machine "
                    + "(/usr/local/share/ca-certificates, puis update-ca-certificates)\u{A0}; sinon un proxy intercepte "
                    + "la connexion, ou bien apt-get install ca-certificates")
        case .behindProxy:
            Phrase(
                "if the proxy of https_proxy shows certificates of its own, add their issuer to this machine "
                    + "(/usr/local/share/ca-certificates, then update-ca-certificates), or the host to no_proxy",
                fr:
                    "si le proxy de https_proxy présente ses propres certificats, ajoutez leur émetteur à cette machine "
                    + "(/usr/local/share/ca-certificates, puis update-ca-certificates), ou l’hôte à no_proxy")
        case .handshakeTimeout, .other: nil
        }
    }
}
