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
        #expect(Set(findings.map(\.check)) == Set(CheckName.allCases))
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
