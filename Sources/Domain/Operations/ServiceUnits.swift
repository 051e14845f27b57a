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
    /// Starts a failed collection again; started by that, never enabled.
    package static let retryTimer = "bitcoin-analyzer-retry.timer"
    /// Checks once a minute while the API is stopped.
    package static let watch = "bitcoin-analyzer-watch.service"
    package static let watchTimer = "bitcoin-analyzer-watch.timer"
    /// Looks for a release, where `UPDATE_FROM` is set.
    package static let update = "bitcoin-analyzer-update.service"
    package static let updateTimer = "bitcoin-analyzer-update.timer"
    /// Undoes a deployment that is interrupted; there for as long as one lasts.
    package static let undo = "bitcoin-analyzer-undo.service"
    /// The other units that are installed with every schedule.
    package static let others = [collect, incidentService, retryTimer, watch, watchTimer]
    /// The names of all our units, as a pattern for systemctl(1) and journalctl(1).
    package static let pattern = "bitcoin-analyzer*"
    package static let all = [api, web, collect, timer, apiSocket, webSocket]

    package static func service(of role: String) -> String { "bitcoin-analyzer-\(role).service" }
    package static func socket(of role: String) -> String { "bitcoin-analyzer-\(role).socket" }
}
