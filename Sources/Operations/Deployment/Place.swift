/// Where everything is that `install` writes. Others (`doctor`, the tests) look there by these names.
package enum Place {
    package static let program = "/usr/local/bin/bitcoin-analyzer"
    package static let units = "/etc/systemd/system"
    package static let settings = "/etc/bitcoin-analyzer"
    package static let environment = settings + "/environment"
    /// What was written, with SHA-256, in the form of sha256sum(1): `sha256sum --check` tells what was changed by hand.
    package static let manifest = settings + "/installed.sha256"
    package static let state = "/var/lib/bitcoin-analyzer"
    package static let logs = "/var/log/bitcoin-analyzer"
    package static let cron = "/etc/cron.d/bitcoin-analyzer"
    package static let logrotate = "/etc/logrotate.d/bitcoin-analyzer"
    package static let sysusers = "/etc/sysusers.d/bitcoin-analyzer.conf"
    package static let tmpfiles = "/etc/tmpfiles.d/bitcoin-analyzer.conf"
    /// When the timer ran last, as systemd remembers it.
    static let timerStamp = "/var/lib/systemd/timers/stamp-bitcoin-analyzer-collect.timer"

    /// The user and the group that the service runs as.
    package static let user = "bitcoin-analyzer"

    package static let services = ["bitcoin-analyzer-api.service", "bitcoin-analyzer-web.service"]
    package static let collectService = "bitcoin-analyzer-collect.service"
    package static let timer = "bitcoin-analyzer-collect.timer"
    static let incidentService = "bitcoin-analyzer-incident@.service"
    package static let sockets = ["bitcoin-analyzer-api.socket", "bitcoin-analyzer-web.socket"]

    package static func unit(_ name: String) -> String { units + "/" + name }
}
