package import Domain

/// A sandbox that answers requests.
package struct RunningSandbox: Sendable {
    package let sandbox: Sandbox
    package let port: Int

    package var faults: Faults { sandbox.faults }
    package var requests: RequestLog { sandbox.requests }
    package var market: SimulatedMarket { sandbox.configuration.market }

    /// `http://127.0.0.1:PORT`
    package var origin: String { "http://127.0.0.1:\(port)" }

    /// What takes the place of the venue's own address, as its adapter is told it: Coinalyze's ends in its version.
    package func baseURL(of venue: Venue) -> String {
        origin + "/" + venue.rawValue + (venue == .coinalyze ? "/v1" : "")
    }

    /// English, French, and the news search.
    package var feedURLs: [String] { NewsFeed.allCases.map { origin + "/feeds/" + $0.rawValue } }

    /// What takes the place of a venue's address when its recorded answers are wanted.
    package var replayURL: String { origin + "/" + Endpoint.replay.rawValue }
}

/// Runs `body` beside a sandbox of its own on a free port, and stops the sandbox when it returns or throws.
package func withSandbox<Value: Sendable>(
    _ configuration: Sandbox.Configuration = Sandbox.Configuration(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: (RunningSandbox) async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Void.self) { group in
        let (listening, heard) = AsyncThrowingStream<RunningSandbox, any Error>.makeStream()
        group.addTask {
            do {
                try await Sandbox(configuration).run { heard.yield($0) }
                heard.finish()
            } catch {
                heard.finish(throwing: error)
            }
        }
        defer { group.cancelAll() }
        for try await running in listening { return try await body(running) }
        throw CancellationError()
    }
}
