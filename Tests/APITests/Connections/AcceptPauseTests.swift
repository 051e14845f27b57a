import Domain
import Logging
import NIOCore
import NIOEmbedded
import Support
import Testing

@testable import API

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Accepting without a descriptor left") struct AcceptPauseTests {
    /// Counts reads that reach the socket.
    private final class Reads: ChannelOutboundHandler {
        typealias OutboundIn = Never
        var count = 0
        func read(context: ChannelHandlerContext) { count += 1 }
    }

    @Test("stops for a moment and resumes, and is known for the health check", arguments: [EMFILE, ENFILE])
    func pauses(code: CInt) throws {
        let register = ConnectionRegister()
        let reads = Reads()
        let handler = AcceptPauseHandler(
            register, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { .hour(1) })
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandlers([reads, handler])
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
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

    @Test("another error is passed on")
    func others() throws {
        let register = ConnectionRegister()
        let channel = EmbeddedChannel(
            handler: AcceptPauseHandler(
                register, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { .hour(1) }))
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
