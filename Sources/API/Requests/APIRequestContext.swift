package import Domain
package import Hummingbird

/// The context of a request in the router: Hummingbird's own, and the trace.
package struct APIRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package var trace: TraceContext

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        trace = TraceContext(continuing: nil)
    }
}
