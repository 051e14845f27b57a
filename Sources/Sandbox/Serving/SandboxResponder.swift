import Domain
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Responds to requests with simulated data, or with the fault that is set.
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
                FaultController(faults: faults).response(
                    to: request.method, name: String(name), body: Array(body.readableBytesView)))
        }
        let served = Endpoint.serving(path)
        let logged = LoggedRequest(
            method: request.method.rawValue, target: request.uri.string, endpoint: served?.endpoint, time: now())
        requests.record(logged)
        guard let (endpoint, below) = served else { return Response(.notFound) }
        guard request.method == .get || request.method == .head || request.method == .post && endpoint.takesPosts
        else { return Response(.text("GET or HEAD here", status: .methodNotAllowed)) }
        if let remaining = faults.access.ban(for: logged) {
            return Response(.banned(for: remaining, at: logged.time))
        }
        let fault = faults.take(endpoint)
        // Whoever waits for the end of a connection reads the body, which can be done once.
        let isRead = request.method == .post && fault != .hang
        let sent = isRead ? Array(try await request.body.collect(upTo: 1 << 20).readableBytesView) : []

        @Sendable func response(
            at moment: Timestamp, _ fault: DataFault? = nil, model: ModelFault? = nil
        ) -> WorldResponse {
            let worldRequest = WorldRequest(
                path: below, parameters: request.parameters, headers: request.headers, origin: context.origin,
                now: moment, fault: fault, modelFault: model, body: sent)
            return world.response(
                to: worldRequest, of: endpoint, target: below + (request.uri.query.map { "?" + $0 } ?? ""))
        }
        switch fault {
        case nil: return Response(response(at: now()))
        case .status(let code): return Response(.text("status \(code), on purpose", status: .init(code: code)))
        case .delay(let seconds):
            try await Task.sleep(for: .seconds(seconds))
            return Response(response(at: now()))
        case .hang:
            try await request.waitForDisconnect()
            throw CancellationError()
        case .truncatedBody: return Response(truncating: response(at: now()), on: context.channel)
        case .malformedBody: return Response(response(at: now()).malformed)
        case .challengePage(let status): return Response(.challenge(status: status))
        case .loginPage: return Response(.loginPage)
        case .maintenancePage: return Response(.maintenancePage)
        case .blocked: return Response(.blocked)
        case .rateLimited(let retryAfter):
            if let retryAfter { faults.access.refuse(endpoint, at: logged.time, seconds: retryAfter, isBan: false) }
            return Response(.rateLimited(retryAfter: retryAfter))
        case .banned(let seconds):
            faults.access.refuse(endpoint, at: logged.time, seconds: seconds, isBan: true)
            return Response(.banned(for: .seconds(seconds), at: logged.time))
        case .budget(let perSecond):
            guard faults.access.isWithinBudget(logged, perSecond: perSecond) else {
                return Response(.rateLimited(retryAfter: nil))
            }
            return Response(response(at: now()))
        case .staleData(let hours): return Response(response(at: now() - .hours(Int64(hours))))
        case .cached(let seconds, let showsAge):
            var cached = response(at: now() - .seconds(seconds))
            if showsAge { cached.headers[.age] = "\(seconds)" }
            return Response(cached)
        case .data(let fault): return Response(response(at: now(), fault))
        case .model(let fault): return Response(response(at: now(), model: fault))
        case .connectionReset:
            try await context.channel.reset()
            throw CancellationError()
        }
    }
}

extension SandboxResponder.Context {
    /// The origin of the request, for links in the response.
    fileprivate var origin: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }
}

extension Request {
    /// By name; the last value of a repeated name.
    fileprivate var parameters: [String: String] {
        Dictionary(uri.queryParameters.map { (String($0.key), String($0.value)) }) { $1 }
    }
}

extension Response {
    fileprivate init(_ response: WorldResponse) {
        self.init(
            status: response.status, headers: response.headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body)))
        // Not the length of the omitted body, so rather none (RFC 9110, 8.6).
        if response.status == .notModified { headers[.contentLength] = nil }
    }
}
