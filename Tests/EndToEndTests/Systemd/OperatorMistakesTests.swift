import Testing

/// What operators get wrong, on a real systemd and cron: named right, and ended by the remedy that is shown.
@Suite(.enabled(if: Container.obstacle == nil, Container.skipped))
struct OperatorMistakesTests {
    private static let words = #"""
        roots() { bitcoin-analyzer why --json > /tmp/why.json 2> /tmp/why.err; python3 -c 'if True:
          import json
          print(" ".join(sorted({r["cause"] for r in json.load(open("/tmp/why.json"))["roots"]})))'; }
        named() { [ "$(roots)" = "$*" ]; }
        # A sentence is no command: in the moment in which systemd starts a unit again, only the record of its end says what ended it.
        named_with_command() {
          named "$*" || return 1
          python3 -c 'if True:
            import json
            print("\n".join(r.get("remedy") or "false" for r in json.load(open("/tmp/why.json"))["roots"]))' > /tmp/remedies
          ! grep -q '^[A-Z]' /tmp/remedies
        }
        named_and_fixed() {
          eventually named_with_command "$*"
          sed 's/sudo //g' /tmp/remedies > /tmp/fix.sh; cat /tmp/fix.sh
          bash /tmp/fix.sh > /tmp/fixed 2>&1
          eventually named ""
        }
        open_incidents() { bitcoin-analyzer incidents --state open --json | grep -c '"cause"'; }
        install_service > /dev/null
        eventually answers $API/v1/price; eventually answers $WEB/
        eventually named ""
        """#

    @Test("settings of the shell, and commands typed beside the service, say nothing about the service")
    func typed() async throws {
        try await withContainer(
            Self.words + #"""

                mkdir /root/dev; cd /root/dev; echo 'DATABASE_URL=sqlite:///root/dev.db' > .env
                must named settings-differ
                must says '/root/dev/.env' bitcoin-analyzer why
                never sh -c 'bitcoin-analyzer doctor; bitcoin-analyzer why | grep -E "chown|chmod|systemctl revert"'
                bitcoin-analyzer doctor > /tmp/doctor; never grep -E 'chown|chmod|systemctl revert' /tmp/doctor
                must says 'cd / && bitcoin-analyzer doctor' bitcoin-analyzer why
                cd /; must named ""; must test -e /root/dev/.env
                DATABASE_URL=sqlite:///etc/dev.db must named settings-differ

                before=$(open_incidents)
                API_PORT=$API_PORT setsid bitcoin-analyzer api < /dev/null > /tmp/api 2>&1; cat /tmp/api
                must grep -q 'bitcoin-analyzer-api.service' /tmp/api
                never grep -q 'kill ' /tmp/api
                API_PORT=99999 setsid bitcoin-analyzer api < /dev/null > /tmp/api 2>&1
                must grep -q API_PORT /tmp/api
                sleep 3; must test "$(open_incidents)" = "$before"
                must named ""
                """#)
    }

    @Test("a settings file of Windows is read as it is meant")
    func windows() async throws {
        try await withContainer(
            Self.words + #"""

                sed -i 's/$/\r/' /etc/bitcoin-analyzer/environment
                must systemctl restart bitcoin-analyzer-api.service
                must answers $API/livez
                must says "CR LF" bitcoin-analyzer doctor
                must named ""
                # systemd reads such a file as we do.
                file=/etc/bitcoin-analyzer/environment
                must test "$(systemd-run --quiet --pipe --wait -p EnvironmentFile=$file sh -c 'printf %s "$API_PORT" | od -c | head -1')" \
                  = "$(printf %s "$API_PORT" | od -c | head -1)"
                """#)
    }

    @Test("a mask, a program that is not there and a limit of memory are named, and what is proposed ends them")
    func units() async throws {
        try await withContainer(
            Self.words + #"""

                must systemctl stop bitcoin-analyzer-collect.timer
                ln -sf /dev/null /etc/systemd/system/bitcoin-analyzer-collect.timer; must systemctl daemon-reload
                named_and_fixed unit-masked
                must systemctl is-active bitcoin-analyzer-collect.timer

                folder=/etc/systemd/system/bitcoin-analyzer-web.service.d; mkdir -p $folder
                printf '[Service]\nExecStart=\nExecStart=/usr/local/bin/bitcoin-analyser web\n' > $folder/typo.conf
                must systemctl daemon-reload; systemctl restart --no-block bitcoin-analyzer-web.service
                eventually says 203/EXEC bitcoin-analyzer why
                named_and_fixed configuration-invalid
                eventually answers $WEB/

                mkdir -p $folder; printf '[Service]\nLimitAS=16M\n' > $folder/limit.conf
                must systemctl daemon-reload; systemctl restart --no-block bitcoin-analyzer-web.service
                named_and_fixed out-of-memory
                eventually answers $WEB/
                """#)
    }

    @Test("a unit file and settings that were edited are the root, and what is proposed undoes them")
    func edited() async throws {
        try await withContainer(
            Self.words + #"""

                # What works is remembered by the watch of the API.
                known() { grep -q "\"$1\"" /var/lib/bitcoin-analyzer/working-settings.json; }
                for group in database api web dashboard sources other; do eventually known $group; done

                unit=/etc/systemd/system/bitcoin-analyzer-api.service
                sed -i 's#^MemoryMax=.*#InaccessiblePaths=/var/lib/bitcoin-analyzer#' $unit
                must systemctl daemon-reload; systemctl restart --no-block bitcoin-analyzer-api.service
                eventually says 'its file was edited' bitcoin-analyzer why
                named_and_fixed configuration-invalid
                eventually answers $API/livez; must test -e $unit.1.bak

                sed -i '/^ReadWritePaths=/d;/^StateDirectory=/d' /etc/systemd/system/bitcoin-analyzer-collect.service
                must systemctl daemon-reload; systemctl start bitcoin-analyzer-collect.service
                eventually says 'no longer has' bitcoin-analyzer why
                named_and_fixed configuration-invalid

                file=/etc/bitcoin-analyzer/environment
                echo 'API_BASE_URL=http://127.0.0.1:9' >> $file; must systemctl restart bitcoin-analyzer-web.service
                eventually says 'API_BASE_URL was changed in /etc/bitcoin-analyzer/environment' bitcoin-analyzer why
                named_and_fixed configuration-invalid
                must grep -qx "API_BASE_URL=$API" $file

                echo 'COLLECT_EVERY=often' >> $file; systemctl restart --no-block bitcoin-analyzer-api.service
                eventually says 'COLLECT_EVERY was changed in /etc/bitcoin-analyzer/environment' bitcoin-analyzer why
                named_and_fixed configuration-invalid
                never grep -q '^COLLECT_EVERY' $file

                echo 'DATABASE_URL=postgres://u@127.0.0.1:9/d' >> $file
                systemctl restart --no-block bitcoin-analyzer-api.service
                eventually says 'DATABASE_URL was changed in /etc/bitcoin-analyzer/environment' bitcoin-analyzer why
                named_and_fixed configuration-invalid
                never grep -q '^DATABASE_URL' $file

                # What was meant by it only its writer knows: the file is opened, not changed.
                echo 'no setting at all' >> $file; systemctl restart --no-block bitcoin-analyzer-api.service
                eventually named configuration-invalid
                must says 'sudoedit /etc/bitcoin-analyzer/environment' bitcoin-analyzer why
                must grep -qx 'no setting at all' $file
                sed -i '/^no setting at all$/d' $file; must systemctl restart bitcoin-analyzer-api.service
                eventually answers $API/v1/price
                """#)
    }

    @Test("while the API is masked, the timer of the watch records it")
    func watched() async throws {
        try await withContainer(
            Self.words + #"""

                must systemctl is-active bitcoin-analyzer-watch.timer
                must systemctl stop bitcoin-analyzer-api.socket bitcoin-analyzer-api.service
                ln -sf /dev/null /etc/systemd/system/bitcoin-analyzer-api.service; must systemctl daemon-reload
                must systemctl start bitcoin-analyzer-watch.service
                must says unit-masked bitcoin-analyzer incidents --state open --json
                """#)
    }

    @Test("what cron refuses, and a line that cannot run, is named at once")
    func cron() async throws {
        try await withContainer(
            #"install_service --scheduler cron > /dev/null; must systemctl restart cron.service; install_service() { :; }"#
                + "\n" + Self.words + #"""

                    table=/etc/cron.d/bitcoin-analyzer; cp -a $table /var/tmp/table
                    chmod 664 $table; named_and_fixed cron-refused
                    chown daemon $table; named_and_fixed cron-refused
                    sed -i 's# bitcoin-analyzer flock# flock#' $table; named_and_fixed cron-refused
                    truncate -s -1 $table; named_and_fixed cron-refused
                    mv $table $table.conf; eventually named cron-refused; mv $table.conf $table; eventually named ""
                    chage -E 2000-01-01 bitcoin-analyzer; named_and_fixed cron-refused
                    sed -i 's/$/\r/' $table; named_and_fixed schedule-command-broken
                    printf 'if true; then\n  /usr/local/bin/bitcoin-analyzer collect\nfi\n' > /usr/local/bin/collect
                    sed -i 's#^[0-9*@].*#* * * * * root python3 /usr/local/bin/collect#' $table; named_and_fixed schedule-command-broken
                    kill -STOP $(pid_of cron.service); named_and_fixed schedule-stopped
                    flock /var/lib/bitcoin-analyzer/cron.lock sleep 1000 & holder=$!
                    eventually named schedule-stopped; must says "process $holder" bitcoin-analyzer why
                    pkill -P $holder; wait $holder; eventually named ""
                    """#)
    }

    @Test("collecting by hand starts at once, also after a failed pass, which is retried")
    func retried() async throws {
        try await withContainer(
            Self.words + #"""

                mkdir -p /etc/systemd/system/bitcoin-analyzer-collect.service.d
                printf '[Service]\nExecStart=\nExecStart=/bin/sh -c "exit 75"\n' > /etc/systemd/system/bitcoin-analyzer-collect.service.d/fails.conf
                must systemctl daemon-reload; never systemctl start bitcoin-analyzer-collect.service
                eventually systemctl is-active bitcoin-analyzer-retry.timer
                rm -r /etc/systemd/system/bitcoin-analyzer-collect.service.d; must systemctl daemon-reload
                SECONDS=0; must systemctl start bitcoin-analyzer-collect.service; must test $SECONDS -lt 120
                """#)
    }
}
