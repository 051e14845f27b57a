import Domain
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Support
import Testing

@testable import API

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Accepting without a descriptor left", .timeLimit(.minutes(10))) struct AcceptPauseTests {
    /// Counts reads that reach the socket.
    private final class Reads: ChannelOutboundHandler {
        typealias OutboundIn = Never
        var count = 0
        func read(context: ChannelHandlerContext) { count += 1 }
    }

    private func listener(_ register: ConnectionRegister, isEnding: Bool = false) throws -> (EmbeddedChannel, Reads) {
        let reads = Reads()
        let handler = AcceptPauseHandler(
            register, isShuttingDown: { isEnding },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { .hour(1) })
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandlers([reads, handler])
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return (channel, reads)
    }

    @Test("stops for a moment and resumes, and is known for the health check", arguments: [EMFILE, ENFILE])
    func pauses(code: CInt) throws {
        let register = ConnectionRegister()
        let (channel, reads) = try listener(register)
        let before = reads.count
        channel.pipeline.fireErrorCaught(IOError(errnoCode: code, reason: "accept"))
        channel.pipeline.read()
        channel.pipeline.read()
        #expect(reads.count == before)
        #expect(register.lastExhausted == .hour(1))
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        channel.pipeline.read()
        #expect(reads.count > before)
        // Nothing was passed on that would close the listener.
        try channel.throwIfErrorCaught()
        _ = try? channel.finish()
    }

    @Test("does not resume once the server shuts down")
    func shuttingDown() throws {
        let (channel, reads) = try listener(ConnectionRegister(), isEnding: true)
        let before = reads.count
        channel.pipeline.fireErrorCaught(IOError(errnoCode: EMFILE, reason: "accept"))
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        channel.pipeline.read()
        #expect(reads.count == before)
        _ = try? channel.finish()
    }

    @Test("stops as well after a connection that took what is kept for others, and resumes")
    func kept() throws {
        let room = DescriptorRoom(7)
        let register = ConnectionRegister(areDescriptorsLeft: { room.isThere(for: $0) })
        let (channel, reads) = try listener(register)
        let before = reads.count
        try channel.writeInbound("a connection")
        // Who closes it, or another one for it, comes behind.
        #expect(try channel.readInbound(as: String.self) == "a connection")
        #expect(register.lastExhausted == .hour(1))
        channel.pipeline.read()
        #expect(reads.count == before)
        room.value = 100
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        try channel.writeInbound("another one")
        channel.pipeline.read()
        #expect(reads.count > before)
        _ = try? channel.finish()
    }

    @Test("a connection that took what is kept for others replaces an idle one, and is refused where there is none")
    func replaces() throws {
        let room = DescriptorRoom(100)
        let register = ConnectionRegister(areDescriptorsLeft: { room.isThere(for: $0) })
        let channels = (0..<3).map { _ in EmbeddedChannel() }
        let first = try #require(register.admit(channels[0], from: nil))
        room.value = 7
        #expect(register.isShortOfDescriptors())
        let second = try #require(register.admit(channels[1], from: nil))
        #expect(first !== second && register.count == 1)
        // A client that waits for its response is not closed for another.
        second.enter(.response, at: .now())
        let isRefused = register.admit(channels[2], from: nil) == nil
        #expect(isRefused && register.count == 1)
        for channel in channels { _ = try? channel.finish(acceptAlreadyClosed: true) }
    }

    @Test("a server refuses a connection at once where it would take what is kept for others, and serves the next")
    func refuses() async throws {
        let room = DescriptorRoom(7)
        let router = Router(context: APIRequestContext.self)
        router.get("/there") { _, _ in "yes" }
        let server = HTTPServer(
            router, register: ConnectionRegister(areDescriptorsLeft: { room.isThere(for: $0) }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, drainTimeout: .zero, now: { .hour(1) })
        let (port, running, ending) = try await started(server)
        #expect(try await RawClient(port: port).end() == "")
        room.value = 100
        let request = "GET /there HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        #expect(try await RawClient.exchange(request, port: port).contains("yes"))
        ending.finish()
        try await running.value
    }

    @Test("another error is passed on")
    func others() throws {
        let register = ConnectionRegister()
        let channel = EmbeddedChannel(
            handler: AcceptPauseHandler(
                register, isShuttingDown: { false },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { .hour(1) }))
        channel.pipeline.fireErrorCaught(IOError(errnoCode: EBADF, reason: "accept"))
        #expect(throws: IOError.self) { try channel.throwIfErrorCaught() }
        #expect(register.lastExhausted == nil)
        _ = try? channel.finish()
    }

    @Test(
        "fewer connections are allowed than the process has descriptors, with some to spare",
        arguments: [(64, 8), (128, 64), (1024, 896), (65_536, 8192), (Int.max, 8192)])
    func reserve(descriptors: Int, connections: Int) {
        #expect(ServerLimits().within(descriptors).connections == connections)
    }
}
