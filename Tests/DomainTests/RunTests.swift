import Domain
import Testing

@Suite("Runs") struct RunTests {
    private func run(_ command: String) -> Run {
        Run(
            id: RunID(rawValue: "run"), traceID: "trace", command: command, trigger: .manual, host: "host",
            started: Timestamp(seconds: 0))
    }

    @Test(
        "what a person begins for other hours is no pass",
        arguments: [
            "backfill", "collect --refetch", "import", "import --legacy",
        ])
    func noPass(_ command: String) { #expect(!run(command).isPass) }

    @Test(
        "a collection is a pass, whatever part it is of",
        arguments: ["collect", "collect prices", "collect news", "serve"])
    func pass(_ command: String) { #expect(run(command).isPass) }
}
