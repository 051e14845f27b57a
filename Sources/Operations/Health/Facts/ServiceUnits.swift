/// The units of an installed service, by the names of the contract.
package enum ServiceUnits {
    package static let api = "bitcoin-analyzer-api.service"
    package static let web = "bitcoin-analyzer-web.service"
    package static let collect = "bitcoin-analyzer-collect.service"
    package static let timer = "bitcoin-analyzer-collect.timer"
    package static let apiSocket = "bitcoin-analyzer-api.socket"
    package static let webSocket = "bitcoin-analyzer-web.socket"
    package static let all = [api, web, collect, timer, apiSocket, webSocket]

    static func service(of role: String) -> String { "bitcoin-analyzer-\(role).service" }
    static func socket(of role: String) -> String { "bitcoin-analyzer-\(role).socket" }
}

extension HealthFacts {
    /// Units that are installed; none where systemd does not answer.
    var installed: [String: UnitState] { (units.value ?? [:]).filter { $0.value.isInstalled } }

    /// Whether the program is installed as a service here, rather than run by hand.
    var isService: Bool { installed[ServiceUnits.api] != nil || installed[ServiceUnits.web] != nil || installed[ServiceUnits.collect] != nil }
}
