package import Domain
package import Hummingbird

/// What a request carries through the router.
package struct AnalyzerContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package var trace: TraceContext

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        trace = TraceContext(continuing: nil)
    }
}
