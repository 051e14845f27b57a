import Hummingbird
import Logging
import NIOCore

/// Runs a real server on a port of the system's choice while `body` runs.
func withServer<T: Sendable>(
    _ routes: (Router<BasicRequestContext>) -> Void, _ body: @escaping @Sendable (String) async throws -> T
) async throws -> T {
    let router = Router()
    routes(router)
    let (ports, port) = AsyncStream<Int>.makeStream()
    var logger = Logger(label: "loopback")
    logger.logLevel = .critical
    let application = Application(
        router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
    return try await withThrowingTaskGroup(of: T?.self) { group in
        group.addTask {
            try await application.run()
            return nil
        }
        group.addTask {
            for await number in ports { return try await body("http://127.0.0.1:\(number)") }
            return nil
        }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
        }
        throw CancellationError()
    }
}

/// Counts what a server was asked.
actor Counter {
    private(set) var count = 0
    func next() -> Int {
        count += 1
        return count
    }
}
