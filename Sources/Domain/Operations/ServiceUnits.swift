/// The units of an installed service, named by the contract.
package enum ServiceUnits {
    package static let api = "bitcoin-analyzer-api.service"
    package static let web = "bitcoin-analyzer-web.service"
    package static let collect = "bitcoin-analyzer-collect.service"
    package static let timer = "bitcoin-analyzer-collect.timer"
    package static let apiSocket = "bitcoin-analyzer-api.socket"
    package static let webSocket = "bitcoin-analyzer-web.socket"
    package static let services = [api, web]
    package static let sockets = [apiSocket, webSocket]
    package static let incidentService = "bitcoin-analyzer-incident@.service"
    /// The names of all our units, as a pattern for systemctl(1) and journalctl(1).
    package static let pattern = "bitcoin-analyzer*"
    package static let all = [api, web, collect, timer, apiSocket, webSocket]

    package static func service(of role: String) -> String { "bitcoin-analyzer-\(role).service" }
    package static func socket(of role: String) -> String { "bitcoin-analyzer-\(role).socket" }
}
