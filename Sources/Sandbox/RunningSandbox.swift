package import Domain

/// A sandbox that is serving requests.
package struct RunningSandbox: Sendable {
    /// The sandbox itself.
    package let sandbox: Sandbox
    /// The TCP port on 127.0.0.1.
    package let port: Int
    /// Accepts no more connections.
    let stopListening: @Sendable () async -> Void

    /// The faults that are set.
    package var faults: Faults { sandbox.faults }
    /// The requests that came while their client was asked to stay away, or beyond a budget, oldest first.
    package var violations: [LoggedRequest] { sandbox.faults.access.violations }
    /// The requests received so far.
    package var requests: RequestLog { sandbox.requests }
    /// The push service, and what it delivered.
    package var pushes: PushService { sandbox.pushes }
    /// The simulated market.
    package var market: SimulatedMarket { sandbox.configuration.market }

    /// `http://127.0.0.1:PORT`
    package var origin: String { "http://127.0.0.1:\(port)" }

    /// The base URL of a simulated venue, as its adapter takes it: that of Coinalyze includes the API version.
    package func baseURL(of venue: Venue) -> String {
        origin + "/" + venue.rawValue + (venue == .coinalyze ? "/v1" : "")
    }

    /// The base URL of a simulated witness, as its adapter takes it.
    package func baseURL(of witness: Witness) -> String { origin + "/" + witness.rawValue + "/api/v3" }

    /// The URLs of the feeds: English, French, and the news search.
    package var feedURLs: [String] { NewsFeed.allCases.map { origin + "/feeds/" + $0.rawValue } }

    /// The base URL of recorded venue responses.
    package var replayURL: String { origin + "/" + Endpoint.replay.rawValue }
}

/// Runs `body` with a sandbox on a free port, and stops it when `body` returns or throws.
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
        for try await running in listening {
            let result: Result<Value, any Error>
            do { result = .success(try await body(running)) } catch { result = .failure(error) }
            // A connection that was accepted and is not served yet when the server is cancelled ends the process (NIO:
            // "Deinited NIOAsyncWriter without calling finish()").
            await running.stopListening()
            try? await Task.sleep(for: .milliseconds(20))
            return try result.get()
        }
        throw CancellationError()
    }
}
