import Testing

/// The service under a real systemd: installed, killed, rebooted, upgraded, taken away.
@Suite(.enabled(if: Container.obstacle == nil, Container.skipped))
struct InstalledServiceTests {
    @Test(
        "an installed service runs, collects, responds and survives a reboot; uninstall leaves no trace"
    )
    func installed() async throws {
        try await withContainer(
            #"""
            files() {
              find /etc /usr /var/lib /var/log /opt /srv -xdev \
                \( -path /var/log/journal -o -path /opt/swift -o -path /var/lib/systemd \) -prune -o -print | sort
            }
            files > /root/before; getent passwd | sort > /root/passwd; getent group | sort > /root/group
            install_service
            must systemctl is-active bitcoin-analyzer-api.service bitcoin-analyzer-web.service bitcoin-analyzer-collect.timer
            must systemctl is-enabled bitcoin-analyzer-api.service bitcoin-analyzer-web.service bitcoin-analyzer-collect.timer
            must says '"price"' curl -sf $API/v1/price
            must says '<title>' curl -sf -H 'Accept-Language: en' $WEB/
            eventually bitcoin-analyzer doctor
            must says 'nothing' "$PROGRAM" install --dry-run
            # It is the units' user who owns what they write, and nobody else reads the settings.
            must test "$(stat -c %U:%a /var/lib/bitcoin-analyzer)" = bitcoin-analyzer:750
            must test "$(stat -c %U:%G:%a /etc/bitcoin-analyzer/environment)" = root:bitcoin-analyzer:640
            """#,
            #"""
            eventually systemctl is-active bitcoin-analyzer-api.service
            eventually answers $API/v1/price
            eventually answers $WEB/
            eventually bitcoin-analyzer doctor
            must "$PROGRAM" uninstall --purge
            files() {
              find /etc /usr /var/lib /var/log /opt /srv -xdev \
                \( -path /var/log/journal -o -path /opt/swift -o -path /var/lib/systemd \) -prune -o -print | sort
            }
            files > /root/after
            # Folders of the system that a bare machine may lack are the system's.
            must diff <(grep -vx /etc/sysusers.d /root/before) <(grep -vx /etc/sysusers.d /root/after)
            must diff /root/passwd <(getent passwd | sort)
            must diff /root/group <(getent group | sort)
            never systemctl cat bitcoin-analyzer-api.service
            must test -z "$(systemctl list-units --all --no-legend 'bitcoin-analyzer*')"
            never answers $API/livez
            """#)
    }

    @Test("a service that is killed is back, twenty times in a row, and each kind of end is recorded")
    func killed() async throws {
        try await withContainer(
            #"""
            install_service > /dev/null
            api=bitcoin-analyzer-api.service web=bitcoin-analyzer-web.service
            for turn in $(seq 20); do
              old_api=$(pid_of $api) old_web=$(pid_of $web); must test "$old_api" -gt 1 -a "$old_web" -gt 1
              kill -KILL "$old_api" "$old_web"
              eventually restarted $api "$old_api"; eventually restarted $web "$old_web"
            done
            eventually answers $API/v1/price; eventually answers $WEB/
            eventually says bitcoin-analyzer-api.service bitcoin-analyzer incidents --json
            for id in $(bitcoin-analyzer incidents --json | grep -o '"id" *: *"[^"]*"' | cut -d'"' -f4); do
              must bitcoin-analyzer incidents resolve "$id" --resolution 'killed by a test'
            done
            # Twenty restarts within a minute are a restart loop to every command, until the counter of systemd is reset.
            must systemctl reset-failed $api $web
            eventually bitcoin-analyzer status
            """#)
    }

    @Test("while the API restarts under load no request is refused, broken off or answered with an error")
    func restarts() async throws {
        try await withContainer(
            #"""
            install_service > /dev/null
            eventually answers $API/v1/price
            wrk -t2 -c16 -d8s --timeout 30s "$API/v1/price" > /root/wrk 2>&1 & load=$!
            for turn in 1 2 3; do
              old=$(pid_of bitcoin-analyzer-api.service)
              must systemctl restart bitcoin-analyzer-api.service
              must restarted bitcoin-analyzer-api.service "$old"
            done
            wait $load
            cat /root/wrk
            never grep -E 'Socket errors|Non-2xx' /root/wrk
            must grep -q 'requests in' /root/wrk
            """#)
    }

    @Test("the dashboard runs without the API, with a notice, and recovers with the API")
    func apiStopped() async throws {
        try await withContainer(
            #"""
            install_service > /dev/null
            eventually answers $WEB/
            must systemctl stop bitcoin-analyzer-api.socket bitcoin-analyzer-api.service
            must systemctl is-active bitcoin-analyzer-web.service
            eventually says 'is not responding' curl -sf -H 'Accept-Language: en' "$WEB/?range=day"
            must systemctl start bitcoin-analyzer-api.service
            eventually answers $API/v1/price
            must systemctl is-active bitcoin-analyzer-web.service
            """#)
    }

    @Test("a service that no longer responds is restarted by the watchdog")
    func frozen() async throws {
        try await withContainer(
            #"""
            install_service > /dev/null
            mkdir -p /etc/systemd/system/bitcoin-analyzer-api.service.d
            printf '[Service]\nWatchdogSec=2s\n' > /etc/systemd/system/bitcoin-analyzer-api.service.d/watchdog.conf
            must systemctl daemon-reload; must systemctl restart bitcoin-analyzer-api.service
            old=$(pid_of bitcoin-analyzer-api.service)
            kill -STOP "$old"
            eventually restarted bitcoin-analyzer-api.service "$old"
            eventually answers $API/livez
            must says 'watchdog' journalctl -u bitcoin-analyzer-api.service --no-pager
            """#)
    }

    @Test("an upgrade in place keeps settings and drop-ins, and serves the new program")
    func upgraded() async throws {
        try await withContainer(
            #"""
            install_service > /dev/null
            echo 'LOG_LEVEL=debug' >> /etc/bitcoin-analyzer/environment
            mkdir -p /etc/systemd/system/bitcoin-analyzer-web.service.d
            printf '[Service]\nNice=5\n' > /etc/systemd/system/bitcoin-analyzer-web.service.d/mine.conf; must systemctl daemon-reload
            # Another build of the program: the same, with some bytes behind its end.
            cp "$PROGRAM" /root/bitcoin-analyzer; echo newer >> /root/bitcoin-analyzer
            old=$(pid_of bitcoin-analyzer-api.service)
            must /root/bitcoin-analyzer install
            must cmp /root/bitcoin-analyzer /usr/local/bin/bitcoin-analyzer
            eventually restarted bitcoin-analyzer-api.service "$old"
            must grep -qx 'LOG_LEVEL=debug' /etc/bitcoin-analyzer/environment
            must grep -qx "API_PORT=$API_PORT" /etc/bitcoin-analyzer/environment
            must test "$(systemctl show -P Nice bitcoin-analyzer-web.service)" = 5
            eventually answers $WEB/
            """#)
    }

    @Test("journalctl finds a run by its trace, from the unit that collected to the unit that serves")
    func traced() async throws {
        try await withContainer(
            #"""
            install_service > /dev/null
            must systemctl start bitcoin-analyzer-collect.service
            trace=$(bitcoin-analyzer runs --json | grep -o '"trace_id" *: *"[0-9a-f]*"' | head -1 | grep -o '[0-9a-f]\{32\}')
            must test -n "$trace"
            eventually says 'begins' journalctl --no-pager "TRACE_ID=$trace" -u bitcoin-analyzer-collect.service
            eventually says 'ends' journalctl --no-pager "TRACE_ID=$trace" -u bitcoin-analyzer-collect.service
            eventually says 'serving the data of run' journalctl --no-pager "TRACE_ID=$trace" -u bitcoin-analyzer-api.service
            must says 'serving the data of run' bitcoin-analyzer timeline --trace "$trace"
            """#)
    }
}

/// The schedule, kept by the real timer and by the real cron.
@Suite(.enabled(if: Container.obstacle == nil, Container.skipped))
struct InstalledScheduleTests {
    @Test("the timer collects again and again")
    func timer() async throws {
        try await withContainer(
            #"""
            install_service --set COLLECT_EVERY=10s > /dev/null
            count() { bitcoin-analyzer runs --json | grep -c '"trigger" *: *"timer"'; }
            more() { [ "$(count)" -ge 3 ]; }
            eventually more
            never systemctl is-failed bitcoin-analyzer-collect.service
            """#)
    }

    @Test("cron collects, its log is in the documented place, and a hanging run is detected")
    func cron() async throws {
        try await withContainer(
            #"""
            install_service --scheduler cron --set COLLECT_EVERY=1m > /dev/null
            must systemctl restart cron.service
            never systemctl is-enabled bitcoin-analyzer-collect.timer
            collected() { bitcoin-analyzer runs --json | grep -q '"trigger" *: *"cron"'; }
            eventually collected
            eventually grep -q 'ends' /var/log/bitcoin-analyzer/cron.log
            eventually bitcoin-analyzer doctor
            must "$PROGRAM" install --scheduler timer
            never test -e /etc/cron.d/bitcoin-analyzer
            must systemctl is-active bitcoin-analyzer-collect.timer
            """#)
    }
}
