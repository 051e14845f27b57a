import Domain
import FoundationEssentials
import Sandbox

extension SystemDrill {
    /// What an operator gets wrong in the installation. The remedy that `why` names is run as it is.
    static let ofTheInstallation: [SystemDrill] = [
        SystemDrill(
            withRemedy: .settingsDiffer, in: "/run/another-copy",
            inject: { stage in
                try await stage.shell(
                    "mkdir -p /run/another-copy && echo DATABASE_URL=sqlite:///root/dev.db >/run/another-copy/.env")
            }, repair: { try await $0.shell("rm -rf /run/another-copy") }),
        SystemDrill(
            withRemedy: .unitMasked,
            inject: { stage in
                // A mask in /etc takes the place of the installed unit.
                try await stage.shell(
                    "systemctl stop bitcoin-analyzer-collect.timer && ln -sf /dev/null "
                        + "/etc/systemd/system/bitcoin-analyzer-collect.timer && systemctl daemon-reload")
            }, repair: { try await $0.shell("systemctl start bitcoin-analyzer-collect.timer") }),
        SystemDrill(
            withRemedy: .outOfMemory,
            inject: { stage in
                try await stage.dropIn("bitcoin-analyzer-web.service", "[Service]\nLimitAS=16M\n")
                try await stage.shell("systemctl restart --no-block bitcoin-analyzer-web.service")
            },
            repair: { stage in
                try await stage.shell(
                    "systemctl revert bitcoin-analyzer-web.service; systemctl restart bitcoin-analyzer-web.service")
            }),
        release("refused", that: #"echo "error: a library is missing" >&2; exit 70"#),
        release(
            "undone",
            that: #"[ "$1" != install ] || { echo "error: no unit" >&2; exit 70; }; exec /run/drill/real "$@""#),
    ]

    /// A release that does not work, deployed.
    private static func release(_ outcome: String, that body: String) -> SystemDrill {
        var drill = SystemDrill(
            "unit-release-\(outcome)", causes: [.releaseFailed],
            inject: { stage in
                try await stage.shell(
                    #"""
                    set -e
                    tree=/run/drill/bitcoin-analyzer-99.0.0; rm -rf /run/drill; mkdir -p $tree; cd /run/drill
                    cp \#(SystemStage.program) real
                    cat >$tree/bitcoin-analyzer <<'SCRIPT'
                    #!/bin/sh
                    if [ "$1" = --version ]; then echo "99.0.0 (commit \#(outcome))"; exit; fi
                    \#(body)
                    SCRIPT
                    sum=$(sha256sum $tree/bitcoin-analyzer | cut -d ' ' -f 1)
                    printf '{"version": "99.0.0", "commit": "\#(outcome)", "platform": "linux-%s", "sha256": "%s"}' "$(uname -m)" "$sum" >$tree/release.json
                    tar -czf release.tar.gz --format=ustar bitcoin-analyzer-99.0.0
                    ./real sign --new-key key | head -n 1 >/etc/bitcoin-analyzer/release-keys
                    ./real sign --key key release.tar.gz >sign.log
                    \#(SystemStage.program) deploy release.tar.gz --watch 5s >deploy.log 2>&1 || test $? = 1
                    grep -q '\#(outcome)' deploy.log
                    """#)
            },
            repair: {
                try await $0.shell(
                    "rm -rf /run/drill /etc/bitcoin-analyzer/release-keys /usr/local/lib/bitcoin-analyzer/releases")
            })
        drill.isResolvedAtOnce = true
        return drill
    }

    /// The same with cron, after the schedule has been moved to it.
    static let ofCron: [SystemDrill] = [
        SystemDrill(
            withRemedy: .cronRefused, inject: { try await $0.shell("chmod 664 /etc/cron.d/bitcoin-analyzer") },
            repair: { try await $0.shell("chmod 644 /etc/cron.d/bitcoin-analyzer") })
    ]

    private init(
        withRemedy cause: Cause, in folder: String = "/",
        inject: @escaping @Sendable (SystemStage) async throws -> Void,
        repair: @escaping @Sendable (SystemStage) async throws -> Void
    ) {
        self.init(cause, inject: inject, repair: repair)
        self.folder = folder
        opensIncidents = cause != .settingsDiffer
        hasRemedy = true
    }
}
