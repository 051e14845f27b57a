package import Domain
package import Hummingbird
package import NIOCore

/// The context of a request in the router: Hummingbird's own, the trace, and where the request comes from.
package struct APIRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package var trace: TraceContext
    package let origin: ConnectionOrigin
    package let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        trace = TraceContext(continuing: nil)
        origin = ConnectionOrigin(source.channel)
        channel = source.channel
    }

    /// The template of the matched route (`/v1/incidents/{id}`); `nil` where none matches.
    package var routeTemplate: String? {
        // Without a matching route, Hummingbird's path is "NotFound".
        endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
}
