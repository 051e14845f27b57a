package import Domain
package import Logging
package import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Sends prepared responses directly from the connection's event loop, without the router and its tasks.
///
/// Hummingbird's `additionalChannelHandlers` adds it to the pipeline. It replaces itself there with a
/// ``HotPathHandler`` before Hummingbird's codec, where requests are NIO parts and a response is one buffer that
/// bypasses the response encoder.
package final class HotPath: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = Never

    /// An idle connection is closed after this time, as a small server has few file descriptors.
    private static let idleTimeout: TimeAmount = .seconds(75)

    private let responses: ResponseCache
    private let simulated: Bool
    private let log: Logger?
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - simulated: adds the header `Bitcoin-Analyzer-Simulated: true` to every response.
    ///   - logger: logs every response at level debug.
    ///   - now: the real time, for the `Date` header.
    package init(
        responses: ResponseCache, simulated: Bool, logger: Logger? = nil, now: @escaping @Sendable () -> Timestamp
    ) {
        log = logger.flatMap { $0.logLevel <= .debug ? $0 : nil }
        self.responses = responses
        self.simulated = simulated
        self.now = now
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            let encoder = try pipeline.context(handlerType: HTTPResponseEncoder.self)
            let head = PreparedResponseHead(simulated: simulated, now: now)
            try pipeline.addHandler(IdleStateHandler(readTimeout: Self.idleTimeout), position: .first)
            try pipeline.addHandler(
                HotPathHandler(responses: responses, head: head, encoder: encoder, log: log), position: .before(codec))
            pipeline.removeHandler(context: context, promise: nil)
        } catch {
            // Without the expected handlers in the pipeline, the router responds to all requests.
            pipeline.removeHandler(context: context, promise: nil)
        }
    }
}
