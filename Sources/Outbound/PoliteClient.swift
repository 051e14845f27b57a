package import Domain
import FoundationEssentials
import NIOSSL

/// The HTTP client of the program: a deadline for every attempt, a cap on every body, few redirects and none into a
/// private network, retries with jitter of requests that may be repeated, `Retry-After` respected, the budget of a
/// request held also by its retries, and every failure classified.
package struct PoliteClient: HTTPFetcher {
    private let exchange: Exchange
    private let policy: RetryPolicy
    private let limiter: RequestLimiter
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Timestamp
    private let journal: (any Journal)?

    /// - Parameters:
    ///   - privateHosts: hosts outside the public internet, in lower case, with or without a port, that a redirect may
    ///     lead to.
    ///   - issuers: a PEM file of trusted certificates, in place of those of the machine.
    ///   - proxies: through which requests leave.
    ///   - clock: measures the waits between attempts, and budgets.
    ///   - journal: gets a line for every request at level debug: method, host and path without secrets, status,
    ///     seconds.
    package init(
        userAgent: String, privateHosts: Set<String> = [], issuers: String? = nil,
        proxies: ProxySettings = .none, policy: RetryPolicy = RetryPolicy(),
        clock: any Clock<Duration> = ContinuousClock(), journal: (any Journal)? = nil,
        now: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) }
    ) {
        exchange = Exchange(
            userAgent: userAgent, privateHosts: privateHosts, proxies: proxies,
            trustRoots: issuers.map { .file($0) } ?? .default)
        self.policy = policy
        limiter = RequestLimiter(clock: clock, now: now)
        self.clock = clock
        self.now = now
        self.journal = journal
    }

    /// Closes the connections that are kept open. The client cannot be used afterwards.
    package func shutdown() async { await exchange.shutdown() }

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
        try await limiter.admit(request)
        let response = try await sendWithoutStatusCheck(request)
        if let error = OutboundError(response, now: now()) {
            limiter.note(error, of: request)
            throw error
        }
        return response
    }

    /// Sends a request once, whatever its budget, and returns the response whatever its status.
    /// - Throws: ``Domain/OutboundError`` when there was no complete response in time.
    package func sendWithoutStatusCheck(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        let started = ContinuousClock.now
        do {
            guard let response = try await withDeadline(request.timeout, { try await exchange.response(to: request) })
            else {
                throw OutboundError.timeout(host: request.host, limit: request.timeout)
            }
            log(request, "\(response.status)", since: started)
            return response
        } catch {
            let error = await classified(error, request)
            log(request, error.kind.rawValue, since: started)
            throw error
        }
    }

    private func classified(_ error: any Error, _ request: OutboundRequest) async -> OutboundError {
        guard NetworkError.isTLS(error) else { return OutboundError(error, of: request, host: request.host) }
        // Behind a proxy the server cannot be looked at, and the certificate may be the proxy's.
        guard !exchange.isProxied(request.url) else {
            return .tls(host: request.host, .behindProxy(TLSDiagnosis.reason(in: "\(error)")))
        }
        // By the real clock, as the library checks certificates.
        let problem = await TLSDiagnosis.problem(error, of: request.url, now: Timestamp(Date()))
        return .tls(host: request.host, problem)
    }

    private func log(_ request: OutboundRequest, _ status: String, since started: ContinuousClock.Instant) {
        guard let journal else { return }
        let address =
            request.isPathSecret ? request.host : request.url.prefix { $0 != "?" && $0 != "#" }.redactedAddress
        let seconds = "\((started.duration(to: .now) / .milliseconds(1)).rounded() / 1000)"
        journal.record(
            Event(
                .debug, "\(request.method.name) \(address): \(status) after \(seconds) s",
                ["source": request.label, "status": status, "duration": seconds]))
    }
}

extension OutboundRequest.Method {
    var name: String {
        switch self {
        case .get: "GET"
        case .post, .postBytes: "POST"
        case .patch: "PATCH"
        case .delete: "DELETE"
        }
    }
}
