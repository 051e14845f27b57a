import Hummingbird
import NIOCore

/// Lends the address of a server of the test's own, on a free port of loopback, and stops it afterwards.
func withListener<T: Sendable>(
    _ router: Router<BasicRequestContext>, _ body: @escaping @Sendable (_ address: String) async throws -> T
) async throws -> T {
    let port = AsyncStream<Int>.makeStream()
    let application = Application(
        router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { port.continuation.yield($0.localAddress?.port ?? 0) })
    return try await withThrowingTaskGroup(of: T?.self) { group in
        group.addTask {
            try await application.run()
            return nil
        }
        group.addTask {
            for await port in port.stream { return try await body("http://127.0.0.1:\(port)") }
            throw CancellationError()
        }
        defer { group.cancelAll() }
        while let result = try await group.next() { if let result { return result } }
        throw CancellationError()
    }
}
