package import Domain
package import Logging
package import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Answers what is already prepared straight from the connection's event loop, before the router and its tasks.
///
/// Put into the pipeline by Hummingbird's `additionalChannelHandlers`; it moves itself to where requests are still NIO's own parts, so that
/// an answer goes out as one buffer, past the response encoder.
package final class HotPath: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = Never

    /// A connection that asks for nothing for this long is closed: descriptors are few on a small server.
    private static let idleAtMost: TimeAmount = .seconds(75)

    private let answers: ResponseCache
    private let simulated: Bool
    private let log: Logger?
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - simulated: whether every answer says that the world is simulated.
    ///   - logger: told of every answer at level debug.
    ///   - now: real time, for the `Date` header.
    package init(
        answers: ResponseCache, simulated: Bool, logger: Logger? = nil, now: @escaping @Sendable () -> Timestamp
    ) {
        log = logger.flatMap { $0.logLevel <= .debug ? $0 : nil }
        self.answers = answers
        self.simulated = simulated
        self.now = now
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            let encoder = try pipeline.context(handlerType: HTTPResponseEncoder.self)
            let head = PreparedResponseHead(simulated: simulated, now: now)
            try pipeline.addHandler(IdleStateHandler(readTimeout: Self.idleAtMost), position: .first)
            try pipeline.addHandler(
                HotPathHandler(answers: answers, head: head, encoder: encoder, log: log), position: .before(codec))
            pipeline.removeHandler(context: context, promise: nil)
        } catch {
            // Without its place in the pipeline the hot path stays out of it, and the router answers everything.
            pipeline.removeHandler(context: context, promise: nil)
        }
    }
}
