import Domain
import Health
import OperatingSystem
import ServiceLifecycle

/// Gives memory back to the system after a burst of requests or a collection pass.
struct HeapTrimming: Service {
    /// Often enough that a graph of memory shows what is in use, seldom enough to cost nothing.
    private static let interval: Duration = .seconds(30)

    /// When the first look at everything is over.
    private static let afterStart: Duration = .seconds(5)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await StartPause.end(Self.afterStart)
            await blocking { Heap.forgetStart() }
            await repeating(every: Self.interval) { await blocking { Heap.trim() } }
        }
    }
}
