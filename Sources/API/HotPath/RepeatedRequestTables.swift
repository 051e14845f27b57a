import NIOCore
import Synchronization

/// The tables of repeated requests of one server, one for each event loop.
final class RepeatedRequestTables: Sendable {
    /// Shared by them, as the descriptors of the process are.
    let files = BodyFiles()
    private let tables = Mutex<[ObjectIdentifier: NIOLoopBound<RepeatedRequestTable>]>([:])

    /// On the event loop.
    func table(of loop: any EventLoop) -> RepeatedRequestTable {
        tables.withLock { tables in
            let id = ObjectIdentifier(loop)
            let table =
                tables[id]
                ?? NIOLoopBound(
                    RepeatedRequestTable(files: files, processor: ProcessorYield(loop)), eventLoop: loop)
            tables[id] = table
            return table
        }.value
    }
}
