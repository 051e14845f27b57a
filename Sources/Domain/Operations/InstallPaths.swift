/// The paths that `install` writes to; `doctor` and the tests look there.
package enum InstallPaths {
    package static let program = "/usr/local/bin/bitcoin-analyzer"
    /// The path of a packaged program, which the package manager updates and removes.
    package static let packagedProgram = "/usr/bin/bitcoin-analyzer"
    package static let units = "/etc/systemd/system"
    package static let settings = "/etc/bitcoin-analyzer"
    package static let environment = settings + "/environment"
    /// The installed files with SHA-256, in the format of sha256sum(1): `sha256sum --check` shows manual changes.
    package static let manifest = settings + "/installed.sha256"
    package static let state = "/var/lib/bitcoin-analyzer"
    package static let logs = "/var/log/bitcoin-analyzer"
    /// Releases that were deployed. Root's: what root runs must be writable by root alone.
    package static let releases = "/usr/local/lib/bitcoin-analyzer"
    package static let cron = "/etc/cron.d/bitcoin-analyzer"
    package static let logrotate = "/etc/logrotate.d/bitcoin-analyzer"
    package static let sysusers = "/etc/sysusers.d/bitcoin-analyzer.conf"
    package static let tmpfiles = "/etc/tmpfiles.d/bitcoin-analyzer.conf"
    /// The time of the last activation of the timer, as stored by systemd.
    package static let timerStamp = "/var/lib/systemd/timers/stamp-bitcoin-analyzer-collect.timer"

    /// The user and the group that the service runs as.
    package static let user = "bitcoin-analyzer"

    package static func unit(_ name: String) -> String { units + "/" + name }
}
