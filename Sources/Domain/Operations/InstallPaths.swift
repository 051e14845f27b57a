/// The paths that `install` writes to; `doctor` and the tests look there.
package enum InstallPaths {
    package static let program = "/usr/local/bin/bitcoin-analyzer"
    /// Where a package manager puts it: then it is used from there, and is the package manager's to replace and to
    /// remove.
    package static let packagedProgram = "/usr/bin/bitcoin-analyzer"
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
    package static let timerStamp = "/var/lib/systemd/timers/stamp-bitcoin-analyzer-collect.timer"

    /// The user and the group that the service runs as.
    package static let user = "bitcoin-analyzer"

    package static func unit(_ name: String) -> String { units + "/" + name }
}
