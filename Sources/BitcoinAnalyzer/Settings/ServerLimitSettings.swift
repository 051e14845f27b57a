import API
import Domain

extension ServerLimits {
    /// The limits for clients of API and dashboard.
    /// - Throws: ``SettingsFailure``
    init(_ read: SettingReader) throws(SettingsFailure) {
        self.init()
        connections = try read.number(.maxConnections, in: 16...65_536)
        connectionsPerClient = try read.number(.maxConnectionsPerClient, in: 1...65_536)
        eventStreams = try read.number(.maxEventStreams, in: 0...65_536)
        requestsPerSecond = try read.number(.rateLimit, in: 0...1_000_000)
        trustedProxies = try read.networks(.trustedProxies)
        headerBytes = try read.number(.maxHeaderSize, in: 1024...1_048_576)
        headerCount = try read.number(.maxHeaders, in: 16...1000)
        bodyBytes = try read.number(.maxBodySize, in: 1024...1_048_576)
        headTimeout = try read.duration(.requestTimeout, atLeast: .seconds(1))
        transferTimeout = headTimeout * 3
        idleTimeout = try read.duration(.idleTimeout, atLeast: .seconds(1))
    }
}

extension SettingReader {
    fileprivate func number(_ key: SettingKey, in range: ClosedRange<Int>) throws(SettingsFailure) -> Int {
        guard let number = Int(text(key) ?? ""), range.contains(number) else {
            let (low, high) = (range.lowerBound, range.upperBound)
            throw invalid(
                key, Phrase("a whole number from \(low) to \(high)", fr: "un nombre entier de \(low) à \(high)"))
        }
        return number
    }

    fileprivate func networks(_ key: SettingKey) throws(SettingsFailure) -> [IPNetwork] {
        if text(key) == "none" { return [] }
        var networks: [IPNetwork] = []
        for entry in list(key) {
            guard let network = IPNetwork(entry) else {
                throw invalid(
                    key,
                    Phrase(
                        "none, or IP addresses and blocks such as 192.0.2.0/24, separated by commas",
                        fr: "none, ou des adresses IP et des blocs comme 192.0.2.0/24, séparés par des virgules"))
            }
            networks.append(network)
        }
        return networks
    }
}

extension SettingKey {
    var limitMeaning: Phrase {
        switch self {
        case .maxConnections:
            Phrase(
                "maximum number of open connections of API and dashboard together; at most what the descriptor limit "
                    + "allows",
                fr:
                    "nombre maximal de connexions ouvertes de l’API et du tableau de bord ensemble\u{A0}; au plus ce que "
                    + "permet la limite de descripteurs")
        case .maxConnectionsPerClient:
            Phrase(
                "maximum number of open connections of one client (an IPv4 address, or an IPv6 /64)",
                fr: "nombre maximal de connexions ouvertes d’un client (une adresse IPv4, ou un /64 IPv6)")
        case .maxEventStreams:
            Phrase(
                "maximum number of open streams of /v1/events, which MAX_CONNECTIONS contains; 0 for none",
                fr: "nombre maximal de flux ouverts de /v1/events, compris dans MAX_CONNECTIONS\u{A0}; 0 pour aucun")
        case .rateLimit:
            Phrase(
                "requests per second that one client may send, four times as many at once after a pause; 0 for no limit",
                fr:
                    "requêtes par seconde permises à un client, quatre fois plus d’un coup après une pause\u{A0}; 0 pour "
                    + "aucune limite")
        case .trustedProxies:
            Phrase(
                "addresses of reverse proxies, which are not limited themselves and whose X-Forwarded-For names the "
                    + "client; none for no proxy",
                fr: "adresses des proxys inverses, qui ne sont pas limités eux-mêmes et dont X-Forwarded-For nomme le "
                    + "client\u{A0}; none pour aucun proxy")
        case .maxHeaderSize:
            Phrase(
                "maximum size of a request line with its header fields, in bytes",
                fr: "taille maximale d’une ligne de requête avec ses en-têtes, en octets")
        case .maxHeaders:
            Phrase("maximum number of header fields of a request", fr: "nombre maximal d’en-têtes d’une requête")
        case .maxBodySize:
            Phrase("maximum size of a request body, in bytes", fr: "taille maximale du corps d’une requête, en octets")
        case .requestTimeout:
            Phrase(
                "time that a client has to send a request header, and three times as long for the body: 10s, 1m",
                fr:
                    "durée accordée à un client pour envoyer l’en-tête d’une requête, et le triple pour le corps\u{A0}: "
                    + "10s, 1m")
        default:
            Phrase(
                "time after which a connection without a request is closed: 75s, 5m",
                fr: "durée après laquelle une connexion sans requête est fermée\u{A0}: 75s, 5m")
        }
    }
}
