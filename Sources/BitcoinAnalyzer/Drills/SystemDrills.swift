import Domain
import FoundationEssentials
import Sandbox

extension SystemDrill {
    static let all: [SystemDrill] =
        [
            SystemDrill(
                .serviceDown,
                inject: {
                    try await $0.shell("systemctl stop bitcoin-analyzer-web.socket bitcoin-analyzer-web.service")
                },
                repair: {
                    try await $0.shell("systemctl start bitcoin-analyzer-web.socket bitcoin-analyzer-web.service")
                }),
            SystemDrill(
                .serviceCrashLoop,
                inject: { stage in
                    try await stage.dropIn(
                        "bitcoin-analyzer-web.service", "[Service]\nExecStart=\nExecStart=/bin/false\n")
                    try await stage.shell("systemctl restart --no-block bitcoin-analyzer-web.service")
                }, repair: { try await $0.revert("bitcoin-analyzer-web.service") }),
            SystemDrill(
                .scheduleStopped, inject: { try await $0.shell("systemctl stop bitcoin-analyzer-collect.timer") },
                repair: { try await $0.shell("systemctl start bitcoin-analyzer-collect.timer") }),
            SystemDrill(
                .scheduleMissing,
                inject: { stage in
                    try await stage.shell(
                        "systemctl stop bitcoin-analyzer-collect.timer; mv "
                            + "/etc/systemd/system/bitcoin-analyzer-collect.timer /run/taken-away; systemctl "
                            + "daemon-reload; systemctl reset-failed"
                    )
                },
                repair: { stage in
                    try await stage.shell(
                        "mv /run/taken-away /etc/systemd/system/bitcoin-analyzer-collect.timer; systemctl daemon-reload; "
                            + "systemctl enable --now bitcoin-analyzer-collect.timer"
                    )
                }),
            SystemDrill(
                .collectorHung,
                inject: { stage in
                    for endpoint in Endpoint.allCases { stage.world.faults.set(.hang, on: endpoint) }
                    try await stage.dropIn(
                        "bitcoin-analyzer-collect.service",
                        "[Service]\nEnvironment=SOURCE_TIMEOUT=10m\nTimeoutStartSec=3s\nRestart=no\n")
                    try await stage.shell("systemctl start --no-block bitcoin-analyzer-collect.service")
                },
                repair: { stage in
                    stage.world.faults.clearAll()
                    try await stage.revert("bitcoin-analyzer-collect.service")
                }),
            SystemDrill(
                .collectorCrashed,
                inject: { stage in
                    for endpoint in Endpoint.allCases { stage.world.faults.set(.hang, on: endpoint) }
                    try await stage.dropIn(
                        "bitcoin-analyzer-collect.service", "[Service]\nEnvironment=SOURCE_TIMEOUT=10m\nRestart=no\n")
                    let requestsBefore = stage.world.requests.all.count
                    try await stage.shell("systemctl start --no-block bitcoin-analyzer-collect.service")
                    try await stage.until("the pass asks its sources") {
                        stage.world.requests.all.count > requestsBefore
                    }
                    try await stage.shell("systemctl kill --signal=KILL bitcoin-analyzer-collect.service")
                },
                repair: { stage in
                    stage.world.faults.clearAll()
                    try await stage.revert("bitcoin-analyzer-collect.service")
                }),
            SystemDrill(
                .databaseMismatch,
                inject: { stage in
                    try await stage.dropIn(
                        "bitcoin-analyzer-collect.service",
                        "[Service]\nEnvironment=DATABASE_URL=sqlite:///var/lib/bitcoin-analyzer/another.db\n")
                    try await stage.collect()
                }, repair: { try await $0.revert("bitcoin-analyzer-collect.service") }),
            SystemDrill(
                .configurationInvalid,
                inject: { stage in
                    try await stage.shell(
                        "echo COLLECT_EVERY=often >> \(SystemStage.environment); systemctl restart --no-block "
                            + "bitcoin-analyzer-api.service"
                    )
                },
                repair: {
                    try await $0.shell(
                        "sed -i /COLLECT_EVERY=often/d \(SystemStage.environment); systemctl restart "
                            + "bitcoin-analyzer-api.service"
                    )
                }),
            SystemDrill(
                .portInUse,
                inject: { stage in
                    // A copy started by hand before the service, and forgotten.
                    try await stage.shell(
                        """
                        systemctl stop bitcoin-analyzer-api.socket bitcoin-analyzer-api.service
                        cd / && STATE_DIRECTORY=/var/lib/bitcoin-analyzer \
                        setpriv --reuid=bitcoin-analyzer --regid=bitcoin-analyzer --clear-groups setsid \
                        '\(SystemStage.program)' api >/run/forgotten.log 2>&1 &
                        echo $! >/run/forgotten.pid
                        until ss -Hltn 'sport = :\(stage.apiPort)' | grep -q .; do sleep 0.1; done
                        systemctl start bitcoin-analyzer-api.socket bitcoin-analyzer-api.service || true
                        """)
                },
                repair: {
                    try await $0.shell(
                        "pkill -f '[b]itcoin-analyzer api$' || true; systemctl reset-failed; systemctl restart "
                            + "bitcoin-analyzer-api.socket bitcoin-analyzer-api.service"
                    )
                }),
        ] + ofTheInstallation + [
            // Last, as it changes the scheduler.
            SystemDrill(
                .scheduleCommandBroken,
                inject: { stage in
                    // The fourth incident of the service's predecessor: a crontab line that runs a shell script with
                    // Python.
                    try await stage.shell(
                        "'\(SystemStage.program)' install --scheduler cron >/run/install.log 2>&1 || test $? = 1; "
                            + "systemctl start cron"
                    )
                    try await stage.shell(
                        "printf '#!/bin/sh\\nexec \(SystemStage.program) collect --trigger cron\\n' "
                            + ">/usr/local/bin/collect.sh; chmod +x /usr/local/bin/collect.sh"
                    )
                    try await stage.shell(
                        "sed -i 's#^[0-9*@].*#* * * * * bitcoin-analyzer python3 /usr/local/bin/collect.sh#' "
                            + "/etc/cron.d/bitcoin-analyzer"
                    )
                },
                repair: {
                    try await $0.shell(
                        "'\(SystemStage.program)' install --scheduler cron >/run/install.log 2>&1 || test $? = 1")
                })
        ] + ofCron
}

extension SystemStage {
    func dropIn(_ unit: String, _ text: String) async throws {
        let folder = "/run/systemd/system/\(unit).d"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: folder + "/drill.conf"))
        try await shell("systemctl daemon-reload")
    }

    /// Removes the drop-in, and starts its unit.
    func revert(_ unit: String) async throws {
        try FileManager.default.removeItem(atPath: "/run/systemd/system/\(unit).d/drill.conf")
        try await shell("systemctl daemon-reload; systemctl reset-failed; systemctl restart \(unit)")
    }
}
