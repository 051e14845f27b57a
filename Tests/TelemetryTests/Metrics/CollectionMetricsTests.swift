import Domain
import Support
import Synchronization
import Testing

@testable import Telemetry

@Suite("Metrics of the collection") struct CollectionMetricsTests {
    final class Counting: RunCounting {
        let asked = Mutex(0)
        let failing = Mutex(false)

        func totals() async throws -> RunTotals {
            if failing.withLock(\.self) { throw ArchiveFailure(.unreachable, "the database is away", hint: "wait") }
            asked.withLock { $0 += 1 }
            return RunTotals(
                ended: [.ok: 3, .failed: 1], lastServed: [.prices: .hour(5), .news: .hour(4)],
                errors: [.init(source: "kraken", kind: .blocked, count: 2)])
        }
    }

    private func candles() throws -> MemoryCandles {
        MemoryCandles([
            ArchivedCandle(try .hour(4), source: "kraken", run: RunID(rawValue: "r"), seenAt: .hour(5) + .minutes(1))
        ])
    }

    private func lines(_ families: [MetricFamily]) -> [String] {
        families.flatMap { family in
            family.samples.map {
                "\(family.name) \($0.labels.map { "\($0.name)=\($0.value)" }.joined(separator: ",")) \($0.value)"
            }
        }
    }

    @Test("equal the records, with every outcome from the start")
    func told() async throws {
        let metrics = CollectionMetrics(
            runs: Counting(), candles: try candles(), openIncidents: { [.diskFull: 1] }, version: { 0 },
            journal: MemoryJournal(), now: { .hour(6) })
        let lines = lines(await metrics.families())
        for line in [
            "bitcoin_analyzer_collect_runs_total outcome=ok 3.0",
            "bitcoin_analyzer_collect_runs_total outcome=degraded 0.0",
            "bitcoin_analyzer_collect_runs_total outcome=failed 1.0",
            "bitcoin_analyzer_collect_last_success_timestamp_seconds kind=prices \(Double(Timestamp.hour(5).seconds))",
            "bitcoin_analyzer_source_errors_total source=kraken,kind=blocked 2.0",
            "bitcoin_analyzer_candle_age_seconds  3600.0",
            "bitcoin_analyzer_incidents_open cause=disk-full 1.0",
            "bitcoin_analyzer_incidents_open cause=clock-skew 0.0", "bitcoin_analyzer_database_up  1.0",
        ] { #expect(lines.contains(line), "\(line)") }
        #expect(lines.contains { $0.hasPrefix("bitcoin_analyzer_price quote=USD,source=") })
    }

    @Test("include causes and outcomes of a newer version by name, after the known ones")
    func unknownNames() {
        let lines = lines(
            CollectionMetrics.families(
                totals: RunTotals(
                    ended: [RunOutcome(rawValue: "paused"): 2],
                    lastServed: [SourceReport.Part(rawValue: "orders"): .hour(1)],
                    errors: [.init(source: "kraken", kind: ErrorKind(rawValue: "moon_phase"), count: 1)]),
                newest: nil, incidents: [Cause(rawValue: "moon-phase"): 1], now: .hour(6)))
        for line in [
            "bitcoin_analyzer_collect_runs_total outcome=paused 2.0",
            "bitcoin_analyzer_collect_runs_total outcome=ok 0.0",
            "bitcoin_analyzer_collect_last_success_timestamp_seconds kind=orders \(Double(Timestamp.hour(1).seconds))",
            "bitcoin_analyzer_source_errors_total source=kraken,kind=moon_phase 1.0",
            "bitcoin_analyzer_incidents_open cause=moon-phase 1.0",
            "bitcoin_analyzer_incidents_open cause=disk-full 0.0",
        ] { #expect(lines.contains(line), "\(line)") }
        #expect(!lines.contains { $0.contains("outcome=running") })
    }

    @Test("count the records once for each version of the data")
    func cached() async throws {
        let (counting, version) = (Counting(), Version())
        let metrics = CollectionMetrics(
            runs: counting, candles: try candles(), version: { version.value }, journal: MemoryJournal(),
            now: { .hour(6) })
        for _ in 1...3 { _ = await metrics.families() }
        #expect(counting.asked.withLock(\.self) == 1)
        version.value = 1
        _ = await metrics.families()
        #expect(counting.asked.withLock(\.self) == 2)
    }

    @Test("omit unknown values while the database is unavailable, with one log line")
    func away() async throws {
        let (counting, journal) = (Counting(), MemoryJournal())
        counting.failing.withLock { $0 = true }
        let metrics = CollectionMetrics(
            runs: counting, candles: try candles(), version: { 0 }, journal: journal, now: { .hour(6) })
        #expect(lines(await metrics.families()) == ["bitcoin_analyzer_database_up  0.0"])
        #expect(lines(await metrics.families()) == ["bitcoin_analyzer_database_up  0.0"])
        #expect(journal.events.count == 1)
        counting.failing.withLock { $0 = false }
        #expect(lines(await metrics.families()).contains("bitcoin_analyzer_database_up  1.0"))
    }

    @Test("of the process itself are there")
    func process() throws {
        let families = ProcessMetrics.families(version: "1.2.3")
        func value(_ name: String) throws -> Double {
            try #require(families.first { $0.name == name }?.samples.first?.value)
        }
        #expect(try value("process_resident_memory_bytes") > 1e6)
        #expect(try value("process_open_fds") >= 3)
        #expect(try value("process_cpu_seconds_total") > 0)
        #expect(try value("process_start_time_seconds") > 1_700_000_000)
        #expect(
            families.contains {
                $0.name == "bitcoin_analyzer_build_info" && $0.samples == [.init(1, .init("version", "1.2.3"))]
            })
    }
}

private final class Version: Sendable {
    private let number = Mutex<UInt64>(0)
    var value: UInt64 {
        get { number.withLock(\.self) }
        set { number.withLock { $0 = newValue } }
    }
}
