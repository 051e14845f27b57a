import Domain
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Answers requests with what the world says, or with the fault that is set instead.
struct SandboxResponder: HTTPResponder {
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            channel = source.channel
        }
    }

    let world: World
    let faults: Faults
    let requests: RequestLog
    let now: @Sendable () -> Timestamp

    func respond(to request: Request, context: Context) async throws -> Response {
        let response = try await response(to: request, context)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func response(to request: Request, _ context: Context) async throws -> Response {
        let path = request.uri.path
        if path == FaultController.path || path.hasPrefix(FaultController.path + "/") {
            let body = try await request.body.collect(upTo: 64 * 1024)
            let name = path.dropFirst(FaultController.path.count + 1)
            return Response(
                FaultController(faults: faults).answer(
                    request.method, name: String(name), body: Array(body.readableBytesView)))
        }
        let served = Endpoint.serving(path)
        requests.record(
            LoggedRequest(
                method: request.method.rawValue, target: request.uri.string, endpoint: served?.endpoint, time: now()))
        guard let (endpoint, below) = served else { return Response(.notFound) }
        guard request.method == .get || request.method == .head else {
            return Response(.text("GET or HEAD here", status: .methodNotAllowed))
        }

        @Sendable func answer(_ moment: Timestamp) -> WorldResponse {
            let question = WorldRequest(
                path: below, parameters: request.parameters, headers: request.headers, origin: context.origin,
                now: moment)
            return world.answer(question, of: endpoint, target: below + (request.uri.query.map { "?" + $0 } ?? ""))
        }
        switch faults.take(endpoint) {
        case nil: return Response(answer(now()))
        case .status(let code): return Response(.text("status \(code), on purpose", status: .init(code: code)))
        case .delay(let seconds):
            try await Task.sleep(for: .seconds(seconds))
            return Response(answer(now()))
        case .hang:
            try await request.untilGivenUp()
            throw CancellationError()
        case .truncatedBody: return Response(truncating: answer(now()), on: context.channel)
        case .malformedBody: return Response(answer(now()).malformed)
        case .challengePage(let status): return Response(.challenge(status: status))
        case .blocked: return Response(.blocked)
        case .rateLimited(let retryAfter): return Response(.rateLimited(retryAfter: retryAfter))
        case .staleData(let hours): return Response(answer(now() - .hours(Int64(hours))))
        case .connectionReset:
            try await context.channel.reset()
            throw CancellationError()
        }
    }
}

extension SandboxResponder.Context {
    /// Where the request came in: what the links of its answer begin with.
    fileprivate var origin: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }
}

extension Request {
    /// By name; the last one wins where a name comes twice.
    fileprivate var parameters: [String: String] {
        Dictionary(uri.queryParameters.map { (String($0.key), String($0.value)) }) { $1 }
    }
}

extension Response {
    fileprivate init(_ answer: WorldResponse) {
        self.init(
            status: answer.status, headers: answer.headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        // Not the length of the body that is left out, so better none (RFC 9110, 8.6).
        if answer.status == .notModified { headers[.contentLength] = nil }
    }
}
