import NIOCore
import Synchronization

/// One client: an IPv4 address or an IPv6 /64, with its rate and its connections.
final class Client: Sendable {
    let bucket = TokenBucket()
    let connections = Mutex<[UInt64: OpenConnection]>([:])
}

/// The clients with open connections, and those that lately sent requests. Bounded.
final class ClientRegister: Sendable {
    private let clients = Mutex<[IPAddress: Client]>([:])

    /// About 10 MB. Beyond it, clients without a connection are forgotten before their rate allows a burst again.
    private static let capacity = 65_536

    func client(at address: IPAddress) -> Client {
        clients.withLock { clients in
            let key = address.client
            if let client = clients[key] { return client }
            if clients.count >= Self.capacity { clients = clients.filter { $0.value.isConnected } }
            let client = Client()
            clients[key] = client
            return client
        }
    }

    /// Forgets clients that would be treated as new ones anyway.
    func prune(at now: NIODeadline) {
        clients.withLock { clients in
            guard clients.contains(where: { !$0.value.isConnected && $0.value.bucket.isFull(at: now) }) else { return }
            clients = clients.filter { $0.value.isConnected || !$0.value.bucket.isFull(at: now) }
        }
    }

    var count: Int { clients.withLock { $0.count } }
}

extension Client {
    fileprivate var isConnected: Bool { connections.withLock { !$0.isEmpty } }
}
