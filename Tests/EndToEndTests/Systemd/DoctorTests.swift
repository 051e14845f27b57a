import Testing

/// What `doctor` says when one thing of a healthy installation is taken away: exactly that.
@Suite(.enabled(if: Container.obstacle == nil, Container.skipped))
struct DoctorUnderSystemdTests {
    /// `names CAUSE…`: doctor ends with 1, and names exactly these causes as failed. `green`: it ends with 0.
    private static let words = #"""
        causes() { bitcoin-analyzer doctor --json > /tmp/doctor.json 2> /tmp/doctor.err; code=$?; python3 - <<'P'
        import json
        report = json.load(open("/tmp/doctor.json"))
        failed = [f for f in report["findings"] if f["outcome"] == "failed"]
        print(" ".join(sorted({f.get("cause") or "none" for f in failed})))
        P
        }
        named() { [ "$(causes)" = "$*" ]; }
        names() { local found i; for i in 1 2 3 4 5 6 7 8; do found=$(causes); [ "$found" = "$*" ] && { check_remedies; return; }; done
          cat /tmp/doctor.err /tmp/doctor.json; fail "doctor named '$found', and should have named '$*'"; }
        check_remedies() { must python3 -c 'if True:
          import json
          findings = json.load(open("/tmp/doctor.json"))["findings"]
          assert all(f.get("remedy") for f in findings if f["outcome"] == "failed")'
        }
        green() { local i; for i in $(seq 8); do bitcoin-analyzer doctor > /tmp/must 2>&1 && return; done; cat /tmp/must; fail "doctor is not green"; }
        install_service > /dev/null
        eventually answers $API/v1/price; eventually answers $WEB/
        green
        """#

    @Test("a stopped unit, a disabled timer and a port in use are found, and each check passes again once fixed")
    func unitsAndPorts() async throws {
        try await withContainer(
            Self.words + #"""

                must systemctl stop bitcoin-analyzer-web.socket bitcoin-analyzer-web.service
                names service-down
                must systemctl start bitcoin-analyzer-web.service; eventually answers $WEB/; green

                must systemctl disable --now bitcoin-analyzer-collect.timer
                names schedule-stopped
                must systemctl enable --now bitcoin-analyzer-collect.timer; green

                must systemctl stop bitcoin-analyzer-api.socket bitcoin-analyzer-api.service
                python3 -m http.server --bind 127.0.0.1 "$API_PORT" > /dev/null 2>&1 & other=$!
                eventually says "$other" bitcoin-analyzer doctor
                names port-in-use
                kill $other; wait $other
                must systemctl start bitcoin-analyzer-api.service; eventually answers $API/v1/price; green
                """#)
    }

    @Test("another database in one unit, a permission that is lost, a disk that is full")
    func databaseAndDisk() async throws {
        try await withContainer(
            Self.words + #"""

                mkdir -p /etc/systemd/system/bitcoin-analyzer-api.service.d
                printf '[Service]\nEnvironment=DATABASE_URL=sqlite:///var/lib/bitcoin-analyzer/other.db\n' \
                  > /etc/systemd/system/bitcoin-analyzer-api.service.d/other.conf
                must systemctl daemon-reload; must systemctl restart bitcoin-analyzer-api.service
                names database-mismatch
                rm -r /etc/systemd/system/bitcoin-analyzer-api.service.d
                must systemctl daemon-reload; must systemctl restart bitcoin-analyzer-api.service; eventually answers $API/v1/price; green

                chown root:root /var/lib/bitcoin-analyzer/*.db*; chmod 600 /var/lib/bitcoin-analyzer/*.db*
                names database-read-only
                chown bitcoin-analyzer:bitcoin-analyzer /var/lib/bitcoin-analyzer/*.db*
                must systemctl restart bitcoin-analyzer-api.service; eventually answers $API/v1/price; green

                must systemctl stop bitcoin-analyzer-api.socket bitcoin-analyzer-api.service bitcoin-analyzer-web.service
                mkdir /var/tmp/kept; cp -a /var/lib/bitcoin-analyzer/. /var/tmp/kept/
                must mount -t tmpfs -o size=8m,mode=750,uid=$(id -u bitcoin-analyzer),gid=$(id -g bitcoin-analyzer) tmpfs /var/lib/bitcoin-analyzer
                cp -a /var/tmp/kept/. /var/lib/bitcoin-analyzer/
                dd if=/dev/zero of=/var/lib/bitcoin-analyzer/ballast bs=64k > /dev/null 2>&1
                names disk-full
                rm /var/lib/bitcoin-analyzer/ballast
                must systemctl start bitcoin-analyzer-api.service bitcoin-analyzer-web.service
                eventually answers $API/v1/price; eventually answers $WEB/; green
                """#)
    }

    @Test("a crontab line that runs the program with another interpreter, and one that is gone")
    func cron() async throws {
        try await withContainer(
            #"install_service --scheduler cron > /dev/null; must systemctl restart cron.service; install_service() { :; }"#
                + "\n" + Self.words + #"""

                    cp /etc/cron.d/bitcoin-analyzer /var/tmp/cron
                    sed -i 's#/usr/local/bin/bitcoin-analyzer#/usr/bin/python3 /usr/local/bin/bitcoin-analyzer#' /etc/cron.d/bitcoin-analyzer
                    names schedule-command-broken
                    rm /etc/cron.d/bitcoin-analyzer
                    names schedule-missing
                    cp /var/tmp/cron /etc/cron.d/bitcoin-analyzer; green
                    """#)
    }

    @Test("a clock that is wrong, and a database that is down")
    func clockAndDatabase() async throws {
        try await withContainer(
            Self.words + #"""

                # The whole machine shares the kernel's clock, so only doctor is shown another one.
                cp /usr/local/bin/bitcoin-analyzer /root/real
                printf '#!/bin/sh\nexec faketime -f +3h /root/real "$@"\n' > /root/late; chmod 755 /root/late
                bitcoin-analyzer() { /root/late "$@"; }
                names clock-skew
                unset -f bitcoin-analyzer; rm /root/real; green

                # Nothing listens on port 1.
                echo 'DATABASE_URL=postgresql://analyzer:s3cret-Pa55w0rd@127.0.0.1:1/analyzer' >> /etc/bitcoin-analyzer/environment
                never systemctl restart bitcoin-analyzer-api.service
                names database-unreachable
                never grep -rF s3cret-Pa55w0rd /tmp/doctor.json /tmp/doctor.err
                never sh -c 'journalctl --no-pager -o export | grep -aF s3cret-Pa55w0rd'
                """#)
    }
}
