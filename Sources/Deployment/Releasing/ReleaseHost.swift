package import Domain
package import OperatingSystem

/// What a deployment does to the host, and asks of it: a port, for tests.
package struct ReleaseHost: Sendable {
    package struct Response: Hashable, Sendable {
        package let status: Int
        package let body: [UInt8]
        package let took: Duration

        package init(status: Int, body: [UInt8], took: Duration) {
            self.status = status
            self.body = body
            self.took = took
        }
    }

    package let run: RunCommand
    /// GET over HTTP; `nil` without a complete response in five seconds.
    package let get: @Sendable (_ url: String) async -> Response?
    /// Resident memory of a process, in bytes.
    package let memory: @Sendable (_ process: Int32) -> Int?
    package let freePort: @Sendable () -> Int?
    package let now: @Sendable () -> Timestamp
    package let clock: any Clock<Duration>
    /// Called with each step, for whoever waits.
    package let report: @Sendable (Phrase) -> Void

    package init(
        run: @escaping RunCommand, get: @escaping @Sendable (String) async -> Response?,
        memory: @escaping @Sendable (Int32) -> Int?, freePort: @escaping @Sendable () -> Int?,
        now: @escaping @Sendable () -> Timestamp, clock: any Clock<Duration>,
        report: @escaping @Sendable (Phrase) -> Void
    ) {
        self.run = run
        self.get = get
        self.memory = memory
        self.freePort = freePort
        self.now = now
        self.clock = clock
        self.report = report
    }

    /// The output of a command; `nil` when it fails.
    func output(_ words: [String], within limit: Duration = .seconds(10)) async -> String? {
        guard let result = try? await run(words, limit), result.status == 0 else { return nil }
        return result.output
    }
}

/// Why a release is not installed, or is not kept: what a person reads, and the lines that prove it.
package struct ReleaseFault: Error, Hashable, Sendable {
    package let reason: Phrase
    package let evidence: [Evidence]

    package init(_ reason: Phrase, evidence: [Evidence] = []) {
        self.reason = reason
        self.evidence = evidence
    }
}
