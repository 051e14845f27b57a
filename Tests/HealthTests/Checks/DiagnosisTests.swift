import Domain
import HealthSupport
import Support
import Testing

@testable import Health

@Suite("Checks find problems, and name no causes") struct DiagnosisTests {
    typealias Machine = HealthyMachine

    private func problems(_ change: (inout HealthFacts) throws -> Void = { _ in }) throws -> [Problem] {
        Diagnosis.of(try Machine.facts(change)).compactMap(\.problem)
    }

    @Test("none on a healthy machine, and every check gives a result")
    func healthy() throws {
        let findings = Diagnosis.of(try Machine.facts())
        #expect(
            findings.allSatisfy { $0.outcome == .ok && $0.problem == nil }, "\(findings.filter { $0.outcome != .ok })")
        // Without a language model and addresses of notifications in the settings none is checked.
        #expect(
            Set(findings.map(\.check)) == Set(CheckName.allCases).subtracting([.languageModel, .notifications]))
    }

    @Test("a check shows what it finds, also where it is the consequence of something else")
    func everything() throws {
        let problems = try problems { facts in
            facts.folders = [Machine.folder("/var/lib/bitcoin-analyzer", [.state, .database], freeBytes: 4096)]
            facts.database = .failed(ArchiveFailure(.readOnly, "disk I/O error", hint: "df"))
        }
        #expect(problems == [.diskFull, .database(.readOnly)])
    }

    @Test(
        "a run counts as hung a quarter after its time limit, whoever asks",
        arguments: [(749, false), (750, false), (751, true)])
    func hung(_ seconds: Int64, _ isHung: Bool) throws {
        let problems = try problems { facts in
            let now = facts.now
            facts.changeContents { contents in
                contents.runs[0] = Run(
                    id: RunID(rawValue: "hanging"), traceID: "t", command: "collect", trigger: .timer, host: "vps",
                    started: now - .seconds(seconds))
            }
        }
        #expect(problems == (isHung ? [.runHung] : []))
    }

    @Test(
        "a hung run that cron or a person began is ended itself; restarting the unit would not end it",
        arguments: [
            (Trigger.cron, "bitcoin-analyzer runs; ps -fp 4711; sudo kill 4711"),
            (.manual, "bitcoin-analyzer runs; ps -fp 4711; sudo kill 4711"),
            (.timer, "bitcoin-analyzer runs; sudo systemctl restart \(ServiceUnits.collect)"),
        ])
    func endingHung(_ trigger: Trigger, _ remedy: String) throws {
        let run = Run(
            id: RunID(rawValue: "hanging"), traceID: "t", command: "collect", trigger: trigger, host: "vps",
            started: .hour(1000))
        let holder = LeaseHolder(run: run.id, host: "vps", process: 4711, processStart: "1@b/2")
        let found = RunsCheck.findings(
            in: [run], lease: CollectionLease(holder: holder, isGone: false), limit: .minutes(10), at: .hour(1001))
        #expect(found.map(\.problem) == [.runHung])
        #expect(found.first?.remedy == remedy)
    }

    @Test(
        "a clock that nothing synchronises gets a time service, one whose service is off gets it switched on",
        arguments: [
            ("CanNTP=no\nNTPSynchronized=no\n", "sudo apt-get install systemd-timesyncd"),
            ("NTPSynchronized=no\nCanNTP=yes\n", "sudo timedatectl set-ntp true"),
            ("NTPSynchronized=no\n", "sudo timedatectl set-ntp true"),
        ])
    func timeService(_ properties: String, _ remedy: String) throws {
        let facts = try Machine.facts { $0.clock = ClockFacts(properties: properties) }
        #expect(ClockCheck.findings(facts).map(\.remedy) == [remedy])
    }

    @Test("a service stopped on request is distinguished from one that failed")
    func stopped() throws {
        #expect(
            try problems { $0.change(ServiceUnits.web) { ($0.active, $0.sub) = ("inactive", "dead") } }
                == [.serviceStopped(byOperator: true)])
        #expect(
            try problems { $0.change(ServiceUnits.web) { ($0.active, $0.result) = ("failed", "exit-code") } }
                == [.serviceStopped(byOperator: false)])
    }

    @Test("sources that fail in one way are one finding, with the sources that are used instead")
    func sources() throws {
        let problems = try problems { facts in
            facts.changeContents {
                $0.runs = [
                    Machine.run(1000, outcome: .degraded, failing: ["coinbase": .blocked]),
                    Machine.run(999, outcome: .degraded, failing: ["coinbase": .blocked]), Machine.run(998),
                ]
            }
        }
        #expect(problems == [.source(SourceProblem(kind: .blocked, isRepeated: true, usedInstead: ["kraken"]))])
    }

    @Test("a fallback that nobody asked again ends with the outage, one that asked to be left alone does not")
    func fallback() throws {
        func problems(_ kind: ErrorKind) throws -> [Problem] {
            try self.problems { facts in
                facts.changeContents { contents in
                    var recovered = Machine.run(1000)
                    recovered.sources.removeAll { $0.source == "kraken" }
                    let failed = Machine.run(999, outcome: .failed, failing: ["coinbase": .httpStatus, "kraken": kind])
                    contents.runs = [recovered, failed]
                }
            }
        }
        #expect(try problems(.httpStatus) == [])
        #expect(
            try problems(.rateLimited) == [
                .source(SourceProblem(kind: .rateLimited, isRepeated: false, usedInstead: ["coinbase"]))
            ])
    }

    @Test("a source that was removed from the settings says nothing any more")
    func removedSource() throws {
        let problems = try problems { facts in
            guard case .resolved(var settings) = facts.settings else { return }
            settings.sources = ["coinbase"]
            facts.settings = .resolved(settings)
            facts.changeContents { contents in
                contents.runs[0] = Machine.run(1000, outcome: .degraded, failing: ["kraken": .blocked])
                contents.runs[1] = Machine.run(999, outcome: .degraded, failing: ["kraken": .blocked])
            }
        }
        #expect(problems == [])
    }

    @Test("rows from the future are left out once this host has collected with the right time")
    func wrongClockIsOver() throws {
        func problems(_ last: Run, seen: Timestamp) throws -> [Problem] {
            try self.problems { facts in
                let now = facts.now
                try facts.changeContents { contents in
                    contents.runs.insert(Machine.run(1005), at: 0)
                    contents.lastRunHere = RunMarker(last, into: Machine.database)
                    contents.newestCandle = ArchivedCandle(
                        try .hour(1000), source: "coinbase", run: RunID(rawValue: "run-1000"), seenAt: seen)
                    contents.leaveOutRunsOfWrongClock(now: now)
                }
            }
        }
        let seen = Timestamp.hour(1000) + .seconds(31)
        #expect(try problems(Machine.run(1000), seen: seen) == [])
        // Nothing has run since the row from the future: the clock may have been put back.
        #expect(try problems(Machine.run(1005), seen: seen) == [.clockWrong])
        // A venue has dated a price later than now: the clock is behind.
        #expect(try problems(Machine.run(1000), seen: .hour(1003)) == [.clockWrong])
    }

    @Test(
        "where every name fails to resolve, what this host reaches decides whether the network is down",
        arguments: [
            (NetworkFacts(hasDefaultRoute: false, resolvers: []), true),
            (NetworkFacts(hasDefaultRoute: true, resolvers: [.init(address: "192.0.2.1", reply: .none)]), true),
            (NetworkFacts(hasDefaultRoute: true, resolvers: [.init(address: "192.0.2.1", reply: .refused)]), false),
            (NetworkFacts(hasDefaultRoute: true, resolvers: [.init(address: "192.0.2.1", reply: .code(2))]), false),
            (
                NetworkFacts(
                    hasDefaultRoute: true,
                    resolvers: [
                        .init(address: "192.0.2.1", reply: .none), .init(address: "192.0.2.2", reply: .code(0)),
                    ]), false
            ),
        ])
    func network(_ network: NetworkFacts, _ isDown: Bool) throws {
        let problems = try problems { facts in
            facts.network = network
            facts.changeContents {
                $0.runs = [Machine.run(1000, outcome: .failed, failing: ["coinbase": .dns, "kraken": .dns])]
            }
        }
        #expect(problems == [isDown ? .networkUnreachable : .everySource([.dns, .dns])])
    }

    @Test("all sources that hang are one problem, whether one deadline or each source shows it")
    func hanging() throws {
        let timeout = SourceFailure(SourceProbe.all, .timeout(host: "sources", limit: .seconds(8)))
        let together = try problems {
            $0.live = [SourceProbe(source: SourceProbe.all, failure: timeout, took: .seconds(8))]
        }
        #expect(together == [.everySource([.timeout])])
        let recorded = try problems { facts in
            facts.changeContents {
                $0.runs = [Machine.run(1000, outcome: .failed, failing: ["coinbase": .timeout, "kraken": .timeout])]
            }
        }
        #expect(recorded == [.everySource([.timeout, .timeout])])
    }

    @Test(
        "a dashboard whose API_BASE_URL is its own address is misdirected",
        arguments: ["127.0.0.1", "localhost", "[::1]"])
    func misdirected(_ host: String) throws {
        let problems = try problems { facts in
            facts.unitSettings[ServiceUnits.web] = Machine.settings(apiBaseURL: "http://\(host):8000/")
        }
        #expect(problems.contains(.dashboardMisdirected))
        let elsewhere = try self.problems { facts in
            facts.unitSettings[ServiceUnits.web] = Machine.settings(apiBaseURL: "http://api.example.org:8000")
        }
        #expect(elsewhere == [])
    }

    @Test("a misdirected dashboard is set right where it was set wrong")
    func misdirection() throws {
        func remedy(_ change: @escaping (inout HealthFacts) -> Void) throws -> String? {
            let facts = try Machine.facts { facts in
                facts.unitSettings[ServiceUnits.web] = Machine.settings(apiBaseURL: "http://127.0.0.1:8000")
                change(&facts)
            }
            return Diagnosis.of(facts).first { $0.problem == .dashboardMisdirected }?.remedy
        }
        #expect(
            try remedy { _ in } == "sudo bitcoin-analyzer install --set 'API_BASE_URL=http://127.0.0.1:8001'")
        let path = "/etc/systemd/system/\(ServiceUnits.web).d/api.conf"
        let inDropIn = try remedy { facts in
            facts.change(ServiceUnits.web) { unit in
                unit.dropIns = [path]
                unit.changes = [
                    DropIn(
                        path: path, changed: nil,
                        settings: DropIn.settings(
                            in: "[Service]\nEnvironment=LANG=fr API_BASE_URL=http://127.0.0.1:8000\n"))
                ]
            }
        }
        #expect(inDropIn?.hasPrefix("sudo mv -n '\(path)' ") == true)
    }

    @Test("a certificate that has expired, or is for another name, is a problem of its source")
    func certificates() throws {
        func problem(_ message: String) throws -> [Problem] {
            try problems { facts in
                facts.changeContents { contents in
                    for index in 0...1 {
                        contents.runs[index].sources[0].error = SourceReport.Failure(
                            kind: .tls, message: message, hint: "")
                        contents.runs[index].outcome = .degraded
                    }
                }
            }
        }
        func source(_ certificate: CertificateProblem?) -> [Problem] {
            [.source(SourceProblem(kind: .tls, isRepeated: true, usedInstead: ["kraken"], certificate: certificate))]
        }
        func message(_ reason: TLSProblem) -> String { OutboundError.tls(host: "a.org", reason).message.english }
        #expect(try problem(message(.expired(since: .hour(1)))) == source(.expired))
        #expect(try problem(message(.nameMismatch)) == source(.otherName))
        #expect(try problem(message(.selfSigned)) == source(nil))
    }

    @Test("of two sources that contradict each other each is named with the other, and neither is used instead")
    func contradiction() throws {
        let facts = try Machine.facts { facts in
            facts.changeContents { contents in
                var run = Machine.run(1000, outcome: .degraded)
                let names: [(SourceName, SourceName)] = [("coinbase", "kraken"), ("kraken", "coinbase")]
                let contradicting = names.map { name, other in
                    SourceReport(
                        source: name, part: .comparison,
                        failure: SourceFailure(name, .disagreement(hours: 7, spread: 0.05, others: [other])))
                }
                // One of them has supplied an hour that the other does not have.
                let kept = WriteResult(new: 1)
                run.sources = contradicting + [SourceReport(source: "kraken", part: .prices, fetched: 1, kept: kept)]
                contents.runs.insert(run, at: 0)
            }
        }
        let finding = try #require(Diagnosis.of(facts).first { $0.check == .sources && $0.outcome == .warning })
        #expect(
            finding.summary.english == "Coinbase: closes of 7 hours up to 5.0% away from those of Kraken; "
                + "Kraken: closes of 7 hours up to 5.0% away from those of Coinbase")
        #expect(finding.summary.french == "Coinbase et Kraken\u{A0}: cours éloignés des autres sources")
    }

    @Test("a source that failed and was not asked since does not count as one that responded")
    func lastAsked() throws {
        let facts = try Machine.facts { facts in
            facts.changeContents { contents in
                contents.runs = (Int64(0)..<5).map { index in
                    var run = Machine.run(1000 - index, failing: index == 4 ? ["kraken": .blocked] : [:])
                    if index < 4 { run.sources.removeAll { $0.source == "kraken" } }
                    return run
                }
            }
        }
        let prices = try #require(Diagnosis.of(facts).first { $0.check == .sources })
        #expect(prices.outcome == .ok)
        #expect(
            prices.summary
                == Phrase("1 of 2 responded when last asked", fr: "1 sur 2 a répondu la dernière fois"))
    }

    @Test("an installation that has not collected yet says so, but not while its first run is in progress")
    func firstRun() throws {
        func change(_ runs: [Run]) -> (inout HealthFacts) -> Void {
            { facts in
                facts.changeContents { contents in
                    contents.newestCandle = nil
                    contents.newestArticle = nil
                    contents.runs = runs
                }
            }
        }
        #expect(try problems(change([])).contains(.neverCollected))
        #expect(try problems(change([Machine.run(1000, outcome: .running)])) == [.runHung, .neverCollected])
        let begun = Run(
            id: RunID(rawValue: "first"), traceID: "t", command: "serve", trigger: .scheduler, host: "vps",
            started: Machine.now - .seconds(5))
        #expect(try problems(change([begun])) == [])
    }

    @Test("crontabs that could not be read are not checked, unless a timer collects")
    func unreadCrontab() throws {
        func schedule(_ change: (inout HealthFacts) -> Void) throws -> [Finding] {
            Diagnosis.of(
                try Machine.facts { facts in
                    facts.cron = CronFacts(unread: "crontab had not ended after 2 seconds")
                    change(&facts)
                }
            ).filter { $0.check == .schedule }
        }
        let without = try schedule { $0.change(ServiceUnits.timer) { $0.load = "not-found" } }
        #expect(without.map(\.outcome) == [.notChecked] && without[0].problem == nil && without[0].needed == nil)
        #expect(without[0].summary.english.contains("crontab had not ended after 2 seconds"))
        #expect(try schedule { _ in }.map(\.outcome) == [.ok])
    }

    @Test(
        "a program that the unit of the collection cannot start is found without a cron line",
        arguments: [
            ExecutableFacts(exists: false), ExecutableFacts(exists: true, isExecutable: false, isBinary: true),
            ExecutableFacts(exists: true),
        ])
    func brokenCommand(_ program: ExecutableFacts) throws {
        let problems = try problems { $0.collectFiles = ["/usr/local/bin/bitcoin-analyzer": program] }
        #expect(problems == [.scheduleCommand])
    }

    @Test(
        "a folder that cannot be written concerns cron only where a cron line names it",
        arguments: [
            ("/usr/local/bin/bitcoin-analyzer collect >> /var/log/bitcoin-analyzer/cron.log 2>&1", true),
            ("/usr/local/bin/bitcoin-analyzer collect 2>>/var/log/bitcoin-analyzer/cron.log", true),
            ("/usr/local/bin/bitcoin-analyzer collect >> /var/log/bitcoin-analyzer-old/cron.log", false),
            ("/usr/local/bin/bitcoin-analyzer collect >/dev/null", false),
        ])
    func cronFolder(_ command: String, _ isThere: Bool) throws {
        let problems = try problems { facts in
            facts.folders = [Machine.folder("/var/log/bitcoin-analyzer", [.logs], notWritable: ["cron.log"])]
            facts.cron = CronFacts(
                lines: [.init(place: "crontab -l", text: "5 * * * * " + command)], daemonRuns: true)
        }
        #expect(problems == [.folderNotWritable([.logs], cronWritesThere: isThere)])
    }

    @Test(
        "several names are joined as people do",
        arguments: [
            (["kraken"], "Kraken is used instead", "Kraken prend le relais"),
            (["kraken", "bitstamp"], "Kraken and Bitstamp are used instead", "Kraken et Bitstamp prennent le relais"),
        ])
    func names(_ names: [SourceName], _ english: String, _ french: String) {
        #expect(names.areUsedInstead == Phrase(english, fr: french))
    }
}
