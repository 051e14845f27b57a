import NIOCore
import Synchronization

/// The tables of repeated requests of one server, one for each event loop.
final class RepeatedRequestTables: Sendable {
    private let tables = Mutex<[ObjectIdentifier: NIOLoopBound<RepeatedRequestTable>]>([:])

    /// On the event loop.
    func table(of loop: any EventLoop) -> RepeatedRequestTable {
        tables.withLock { tables in
            let id = ObjectIdentifier(loop)
            let table = tables[id] ?? NIOLoopBound(RepeatedRequestTable(), eventLoop: loop)
            tables[id] = table
            return table
        }.value
    }
}
