import AsyncHTTPClient
package import Domain
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix

/// The one HTTP client towards the outside: a deadline for every attempt, a cap on every body, few redirects, retries with jitter,
/// `Retry-After` respected, and every failure classified.
package struct PoliteClient: HTTPFetcher {
    private let client: HTTPClient
    /// Follows no redirect: for requests whose own fields, such as a key, are for one host only.
    private let stayingClient: HTTPClient
    private let policy: RetryPolicy
    private let clock: any Clock<Duration>
    private let userAgent: String
    private let now: @Sendable () -> Timestamp
    private let journal: (any Journal)?

    /// - Parameters:
    ///   - clock: what waits between attempts are measured by.
    ///   - journal: told of every request at level debug: method, host and path (a query may hold a key), status, seconds.
    package init(
        userAgent: String, policy: RetryPolicy = RetryPolicy(), clock: any Clock<Duration> = ContinuousClock(),
        journal: (any Journal)? = nil, now: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) }
    ) {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .follow(max: 4, allowCycles: false),
            timeout: .init(connect: .seconds(4)),
            decompression: .enabled(limit: .ratio(200)))
        configuration.httpVersion = .http1Only
        // A refused connection is told at once, with its reason; trying again is the policy's to decide.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
        configuration.redirectConfiguration = .disallow
        stayingClient = HTTPClient(
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
        try? await stayingClient.shutdown()
    }

    package func fetch(_ request: OutboundRequest) async throws(SourceFailure) -> OutboundResponse {
        var attempt = 1
        while true {
            do {
                return try await ask(request)
            } catch {
                guard !Task.isCancelled,
                    let wait = policy.wait(after: error, attempt: attempt, jitter: .random(in: 0..<1))
                else { throw error }
                guard (try? await clock.sleep(for: wait)) != nil else { throw error }
                attempt += 1
            }
        }
    }

    /// Asks once, and gives the answer whatever its status: for our own API, whose errors are part of its language.
    /// - Throws: ``SourceFailure`` when there was no complete answer in time.
    package func ask(unjudged request: OutboundRequest) async throws(SourceFailure) -> OutboundResponse {
        let started = ContinuousClock.now
        do {
            let answer = try await withDeadline(request.timeout) { try await exchange(request) }
            tell(request, "\(answer.status)", since: started)
            return answer
        } catch {
            let failure = NetworkClassification.failure(for: error, to: request)
            tell(request, failure.kind.rawValue, since: started)
            throw failure
        }
    }

    private func tell(_ request: OutboundRequest, _ status: String, since started: ContinuousClock.Instant) {
        guard let journal else { return }
        let address =
            request.isPathSecret
            ? NetworkClassification.host(of: request.url)[...] : request.url.prefix { $0 != "?" && $0 != "#" }
        let seconds = "\((started.duration(to: .now) / .milliseconds(1)).rounded() / 1000)"
        journal.record(
            Event(
                .debug, "asked \(request.source) for \(address): \(status) after \(seconds) s",
                ["source": request.source.rawValue, "status": status, "duration": seconds]))
    }

    private func ask(_ request: OutboundRequest) async throws(SourceFailure) -> OutboundResponse {
        let answer = try await ask(unjudged: request)
        if let failure = StatusClassification.failure(for: answer, to: request, now: now()) { throw failure }
        return answer
    }

    private func exchange(_ request: OutboundRequest) async throws -> OutboundResponse {
        var message = HTTPClientRequest(url: request.url)
        message.headers.add(name: "User-Agent", value: userAgent)
        message.headers.add(name: "Accept", value: request.expecting.rawValue)
        // W3C Trace Context: a service of the operator's own on the way, such as a proxy, can tell which run asked.
        if let trace = TraceContext.current {
            message.headers.add(name: "traceparent", value: TraceContext(traceID: trace.traceID).traceparent)
        }
        if let text = request.text {
            message.method = .POST
            message.headers.add(name: "Content-Type", value: request.contentType)
            message.body = .bytes(ByteBuffer(string: text))
        }
        for (name, value) in request.headers { message.headers.add(name: name, value: value) }

        let keyed = request.headers.contains { !["if-none-match", "if-modified-since"].contains($0.name.lowercased()) }
        let response = try await (keyed ? stayingClient : client).execute(message, deadline: .distantFuture)
        var body: [UInt8] = []
        for try await part in response.body {
            body.append(contentsOf: part.readableBytesView)
            guard body.count <= request.bodyLimit else { throw TooLarge() }
        }
        var headers: [String: String] = [:]
        for (name, value) in response.headers {
            headers[name.lowercased(), default: ""] += headers[name.lowercased()] == nil ? value : ", \(value)"
        }
        return OutboundResponse(status: Int(response.status.code), headers: headers, body: body)
    }
}

/// Runs `work`, cancelled once `limit` has passed.
/// - Throws: ``DeadlinePassed``, or what `work` throws.
private func withDeadline<T: Sendable>(_ limit: Duration, _ work: @escaping @Sendable () async throws -> T) async throws
    -> T
{
    try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await ContinuousClock().sleep(for: limit)
            throw DeadlinePassed()
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw DeadlinePassed() }
        return first
    }
}
