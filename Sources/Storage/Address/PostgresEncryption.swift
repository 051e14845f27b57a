import CPostgres
import Domain
import FoundationEssentials

/// How the connections to a PostgreSQL server are protected
/// (https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION).
///
/// libpq's own default, `prefer`, sends everything in plain text to a server that asks for it, and verifies nothing.
/// Over a network, the default here is `verify-full`, with the certificates that the system trusts; the address, or
/// libpq's environment variables, may say otherwise.
struct PostgresEncryption: Hashable, Sendable {
    /// The `sslmode` in effect; `nil` where no network is in between: a socket of this machine, or loopback.
    let mode: String?
    /// The parameters that the address lacks.
    let defaults: [Parameter]

    struct Parameter: Hashable, Sendable {
        let keyword: String
        let value: String
    }

    /// - Parameters:
    ///   - hosts: what is connected to; an empty name is libpq's default.
    ///   - parameters: those of the address.
    ///   - environment: libpq's variables are read from it.
    ///   - rootCertificates: the PEM file of the certificates that the system trusts; `nil` when it has none.
    init(
        hosts: [String], parameters: [String: String], environment: [String: String],
        rootCertificates: String? = Self.systemRoots
    ) {
        let names = hosts.map { $0.isEmpty ? environment["PGHOSTADDR"] ?? environment["PGHOST"] ?? "/" : $0 }
        guard !names.allSatisfy(Self.isLocal) else {
            (mode, defaults) = (nil, [])
            return
        }
        let chosen = parameters["sslmode"] ?? environment["PGSSLMODE"]
        let mode = chosen ?? "verify-full"
        self.mode = mode
        var defaults: [Parameter] = []
        if chosen == nil { defaults.append(Parameter(keyword: "sslmode", value: mode)) }
        let hasRoots =
            parameters["sslrootcert"] ?? environment["PGSSLROOTCERT"] != nil || Self.hasOwnRoots(environment)
        if mode.hasPrefix("verify-"), !hasRoots {
            // `system` is what it means, from libpq 16 on, and with verify-full only.
            let roots = rootCertificates ?? (PQlibVersion() >= 160_000 && mode == "verify-full" ? "system" : nil)
            if let roots {
                defaults.append(Parameter(keyword: "sslrootcert", value: roots))
            }
        }
        self.defaults = defaults
    }

    /// The mode, where another host between this machine and the server could read or change what is sent.
    var weakMode: String? { mode == "verify-full" ? nil : mode }

    static func isLocal(_ host: String) -> Bool {
        let name = host.lowercased()
        // A folder of Unix sockets, or an abstract one.
        if name.hasPrefix("/") || name.hasPrefix("@") || name == "localhost" || name == "::1" || name == "[::1]" {
            return true
        }
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return numbers.count == 4 && numbers[0] == 127 && !numbers.contains(nil)
    }

    /// Where libpq looks by itself.
    private static func hasOwnRoots(_ environment: [String: String]) -> Bool {
        guard let home = environment["HOME"] else { return false }
        return FileManager.default.isReadableFile(atPath: home + "/.postgresql/root.crt")
    }

    /// The file of Debian, of Red Hat, of Alpine.
    static let systemRoots: String? = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
    ].first { FileManager.default.isReadableFile(atPath: $0) }
}

extension DatabaseURL {
    /// The `sslmode` of a connection over a network that does not verify the server; `nil` for a file, for a local
    /// server, and for a verified one.
    package var weakEncryption: String? {
        if case .postgres(let address) = place { address.encryption.weakMode } else { nil }
    }
}

extension PostgresFailure {
    /// The failure of a TLS connection; `nil` for a message that is not about one. libpq translates its messages by the
    /// locale of the process, which this program does not set.
    static func tls(_ address: PostgresAddress, _ message: String) -> ArchiveFailure? {
        let host = address.hosts.first.map { "\($0.name):\($0.port)" } ?? "HOST:5432"
        let show = "openssl s_client -starttls postgres -connect \(host)"
        let ownIssuer = Phrase(
            "if its issuer is yours, add sslrootcert=FILE to DATABASE_URL; to see the certificate: \(show)",
            fr:
                "si son émetteur est le vôtre, ajoutez sslrootcert=FICHIER à DATABASE_URL\u{A0}; pour voir le certificat"
                + "\u{A0}: \(show)")
        let (what, hint): (Phrase, Phrase)
        if message.contains("does not match host name") {
            what = Phrase("its certificate is for another name", fr: "son certificat est établi pour un autre nom")
            hint = Phrase(
                "name the host in DATABASE_URL as its certificate does; to see it: \(show)",
                fr: "nommez l’hôte dans DATABASE_URL comme le fait son certificat\u{A0}; pour le voir\u{A0}: \(show)")
        } else if message.contains("certificate verify failed") {
            what = Phrase(
                "its certificate has expired, or its issuer is unknown",
                fr: "son certificat a expiré, ou son émetteur est inconnu")
            hint = ownIssuer
        } else if message.contains("does not support SSL") {
            what = Phrase("it does not offer TLS", fr: "il ne propose pas TLS")
            hint = Phrase(
                "set ssl=on on the server; or, on an isolated network, add sslmode=disable to DATABASE_URL",
                fr: "activez ssl=on sur le serveur\u{A0}; ou, sur un réseau isolé, ajoutez sslmode=disable à "
                    + "DATABASE_URL")
        } else if message.contains("root certificate file") {
            what = Phrase(
                "there are no certificates to verify it with", fr: "il n’y a pas de certificats pour le vérifier")
            hint = Phrase(
                "apt-get install ca-certificates, or add sslrootcert=FILE to DATABASE_URL",
                fr: "apt-get install ca-certificates, ou ajoutez sslrootcert=FICHIER à DATABASE_URL")
        } else if message.contains("SSL error") {
            what = Phrase("the TLS connection failed", fr: "la connexion TLS a échoué")
            hint = ownIssuer
        } else {
            return nil
        }
        return ArchiveFailure(
            .unreachable,
            Phrase("no secure connection to \(address): ", fr: "pas de connexion sécurisée avec \(address)\u{A0}: ")
                + what,
            hint: hint, detail: line(address, message))
    }
}
