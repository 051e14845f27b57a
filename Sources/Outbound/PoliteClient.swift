import AsyncHTTPClient
package import Domain
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix

/// The HTTP client of the program: a deadline for every attempt, a cap on every body, few redirects, retries with
/// jitter of requests that may be repeated, `Retry-After` respected, and every failure classified.
package struct PoliteClient: HTTPFetcher {
    private let client: HTTPClient
    /// Follows no redirect: for requests whose own fields, such as a key, are for one host only.
    private let noRedirectClient: HTTPClient
    private let policy: RetryPolicy
    private let clock: any Clock<Duration>
    private let userAgent: String
    private let now: @Sendable () -> Timestamp
    private let journal: (any Journal)?

    /// - Parameters:
    ///   - clock: measures the waits between attempts.
    ///   - journal: gets a line for every request at level debug: method, host and path (a query may hold a key),
    ///     status, seconds.
    package init(
        userAgent: String, policy: RetryPolicy = RetryPolicy(), clock: any Clock<Duration> = ContinuousClock(),
        journal: (any Journal)? = nil, now: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) }
    ) {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .follow(max: 4, allowCycles: false),
            timeout: .init(connect: .seconds(4)),
            decompression: .enabled(limit: .ratio(200)))
        configuration.httpVersion = .http1Only
        // A refused connection fails at once, with its reason; retrying is the policy's decision.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
        configuration.redirectConfiguration = .disallow
        noRedirectClient = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
        self.policy = policy
        self.clock = clock
        self.userAgent = userAgent
        self.now = now
        self.journal = journal
    }

    /// Closes the connections that are kept open. The client cannot be used afterwards.
    package func shutdown() async {
        // Nothing depends on how closing idle connections went.
        try? await client.shutdown()
        try? await noRedirectClient.shutdown()
    }

    package func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        var attempt = 1
        while true {
            do {
                return try await send(request)
            } catch {
                guard !Task.isCancelled,
                    let wait = policy.wait(after: error, of: request, attempt: attempt, jitter: .random(in: 0..<1)),
                    (try? await clock.sleep(for: wait)) != nil
                else { throw error }
                attempt += 1
            }
        }
    }

    private func send(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        let response = try await sendWithoutStatusCheck(request)
        if let error = OutboundError(response, now: now()) { throw error }
        return response
    }

    /// Sends a request once, and returns the response whatever its status.
    /// - Throws: ``Domain/OutboundError`` when there was no complete response in time.
    package func sendWithoutStatusCheck(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        let started = ContinuousClock.now
        do {
            guard let response = try await withDeadline(request.timeout, { try await exchange(request) }) else {
                throw OutboundError.timeout(host: request.host, limit: request.timeout)
            }
            log(request, "\(response.status)", since: started)
            return response
        } catch {
            let error = OutboundError(error, of: request)
            log(request, error.kind.rawValue, since: started)
            throw error
        }
    }

    private func log(_ request: OutboundRequest, _ status: String, since started: ContinuousClock.Instant) {
        guard let journal else { return }
        let address = request.isPathSecret ? request.host[...] : request.url.prefix { $0 != "?" && $0 != "#" }
        let seconds = "\((started.duration(to: .now) / .milliseconds(1)).rounded() / 1000)"
        journal.record(
            Event(
                .debug, "\(request.method.name) \(address): \(status) after \(seconds) s",
                ["source": request.label, "status": status, "duration": seconds]))
    }

    private func exchange(_ request: OutboundRequest) async throws -> OutboundResponse {
        var message = HTTPClientRequest(url: request.url)
        message.headers.add(name: "User-Agent", value: userAgent)
        message.headers.add(name: "Accept", value: request.expecting.rawValue)
        // W3C Trace Context: a service of the operator's own on the way, such as a proxy, can tell which run sent the
        // request.
        if let trace = TraceContext.current {
            message.headers.add(name: "traceparent", value: TraceContext(traceID: trace.traceID).traceparent)
        }
        if case .post(let body, let contentType) = request.method {
            message.method = .POST
            message.headers.add(name: "Content-Type", value: contentType)
            message.body = .bytes(ByteBuffer(string: body))
        }
        for (name, value) in request.headers { message.headers.add(name: name, value: value) }

        let keyed = request.headers.contains { !["if-none-match", "if-modified-since"].contains($0.name.lowercased()) }
        let response = try await (keyed ? noRedirectClient : client).execute(message, deadline: .distantFuture)
        var body: [UInt8] = []
        for try await part in response.body {
            body.append(contentsOf: part.readableBytesView)
            guard body.count <= request.bodyLimit else { throw OutboundError.tooLarge(limit: request.bodyLimit) }
        }
        var headers: [String: String] = [:]
        for (name, value) in response.headers {
            headers[name.lowercased(), default: ""] += headers[name.lowercased()] == nil ? value : ", \(value)"
        }
        return OutboundResponse(status: Int(response.status.code), headers: headers, body: body)
    }
}

extension OutboundRequest.Method {
    fileprivate var name: String { if case .get = self { "GET" } else { "POST" } }
}
