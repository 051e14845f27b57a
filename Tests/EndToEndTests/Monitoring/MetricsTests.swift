import Domain
import Foundation
import Sandbox
import Support
import Testing

/// `/metrics` before the real Prometheus, and what `Deploy` has for it.
@Suite(.enabled(if: Prometheus.isInstalled, "\(Prometheus.skipped)"))
struct MetricsTests {
    @Test("promtool finds nothing to complain of, before and after collection, on every role", arguments: Engine.all)
    func clean(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            try await world.with("api") { api in
                try await world.with("web", and: ["API_BASE_URL": api.address(of: "api")]) { web in
                    for collected in [false, true] {
                        if collected { #expect(try await world.run("collect").code == 0) }
                        for address in [try await api.address(of: "api"), try await web.address(of: "web")] {
                            let response = try await ask(address + "/metrics")
                            #expect(
                                response.status == 200
                                    && response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
                            let file = "\(world.folder)/metrics-\(UUID().uuidString)"
                            try response.text.write(toFile: file, atomically: true, encoding: .utf8)
                            let said = try await ChildProcess.run(
                                ["/bin/sh", "-c", "exec /usr/bin/promtool check metrics < '\(file)'"], in: world.folder)
                            #expect(said == "")
                        }
                    }
                }
            }
        }
    }

    @Test(
        "the API's metrics include runs of other processes, right after them, and counters never go down",
        arguments: Engine.all)
    func otherProcess(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            try await world.with("api") { api in
                let address = try await api.address(of: "api") + "/metrics"
                #expect(try await ask(address).text.contains("bitcoin_analyzer_collect_runs_total{outcome=\"ok\"} 0\n"))
                #expect(try await world.run("collect").code == 0)
                let after = try await ask(address) {
                    $0.text.contains("bitcoin_analyzer_collect_runs_total{outcome=\"ok\"} 1\n")
                }.response.text
                #expect(after.contains("bitcoin_analyzer_collect_last_success_timestamp_seconds{kind=\"prices\"} "))
                #expect(after.contains("bitcoin_analyzer_candle_age_seconds "))
                world.sandbox.faults.set(.blocked, on: .venue(.coinbase))
                #expect(try await world.run("collect").code == 0)
                try await ask(address) {
                    $0.text.contains("bitcoin_analyzer_source_errors_total{source=\"coinbase\",kind=\"blocked\"} 1\n")
                        && $0.text.contains("{outcome=\"ok\"} 1\n") && $0.text.contains("{outcome=\"degraded\"} 1\n")
                }
            }
        }
    }

    @Test("a real Prometheus scrapes both services and answers, and every expression of the dashboard can be asked")
    func scraped() async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            try await world.with("api") { api in
                try await world.with("web", and: ["API_BASE_URL": api.address(of: "api")]) { web in
                    try await Prometheus.with(
                        api: api.address(of: "api"), web: web.address(of: "web"), in: world.folder
                    ) { server in
                        try await untilTrue("count(up{job=~\"bitcoin-analyzer-.+\"} == 1) == 2", at: server)
                        for expression in [
                            "bitcoin_analyzer_collect_runs_total{outcome=\"ok\"} == 1",
                            "bitcoin_analyzer_candle_age_seconds < 7200",
                            "time() - bitcoin_analyzer_collect_last_success_timestamp_seconds{kind=\"news\"} < 600",
                            "bitcoin_analyzer_build_info == 1",
                            "process_resident_memory_bytes{job=\"bitcoin-analyzer-web\"} > 1e6",
                            "bitcoin_analyzer_database_up == 1",
                        ] { try await untilTrue(expression, at: server) }
                        try await untilTrue(
                            "bitcoin_analyzer_http_requests_total{route=\"/metrics\",status=\"200\"} > 1", at: server)
                        let expressions = try dashboard()
                        #expect(expressions.count > 10)
                        for expression in expressions {
                            let answer = try await Prometheus.query(expression, at: server)
                            #expect(answer.status == "success", "\(expression): \(answer.error ?? "")")
                        }
                    }
                }
            }
        }
    }

    @Test("promtool accepts the configuration and the rules, and the rules do what their tests say")
    func rules() async throws {
        let folder = Prometheus.deploy + "/prometheus"
        for words in [
            ["check", "config", "prometheus.yml"], ["check", "rules", "alerts.yml"],
            ["test", "rules", "alerts.test.yml"],
        ] {
            #expect(try await ChildProcess.run(["/usr/bin/promtool"] + words, in: folder).contains("SUCCESS"))
        }
    }

    /// What the dashboard asks; `$__rate_interval` is Grafana's to fill in.
    private func dashboard() throws -> [String] {
        struct Dashboard: Decodable {
            struct Panel: Decodable {
                struct Target: Decodable { let expr: String }
                let targets: [Target]
            }
            let panels: [Panel]
        }
        let data = try Data(contentsOf: URL(filePath: Prometheus.deploy + "/grafana/bitcoin-analyzer.json"))
        return try JSONDecoder().decode(Dashboard.self, from: data).panels.flatMap {
            $0.targets.map { $0.expr.replacing("$__rate_interval", with: "5m") }
        }
    }

    private func untilTrue(_ expression: String, at server: String) async throws {
        try await withDeadline(hangLimit, else: { Transcript.NotSeen(description: "never true: \(expression)") }) {
            while try await Prometheus.query(expression, at: server).data?.result.isEmpty != false {
                try await ContinuousClock().sleep(for: .milliseconds(100))
            }
        }
    }
}
