import AsyncHTTPClient
import Domain
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Sends a request once, and follows its redirects under the rules of ``Redirect``.
struct Exchange: Sendable {
    let userAgent: String
    let privateHosts: Set<String>
    private let transports: HTTPTransports
    private let configuration: HTTPClient.Configuration

    /// - Parameter trustRoots: the issuers that are trusted; those of the machine by default.
    init(userAgent: String, privateHosts: Set<String>, proxies: ProxySettings, trustRoots: NIOSSLTrustRoots) {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(4)))
        configuration.httpVersion = .http1Only
        // A refused connection fails at once, with its reason; retrying is the policy's decision.
        configuration.connectionPool.retryConnectionEstablishment = false
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = trustRoots
        configuration.tlsConfiguration = tls
        self.configuration = configuration
        self.userAgent = userAgent
        self.privateHosts = privateHosts
        transports = HTTPTransports(configuration, proxies: proxies)
    }

    /// Whether requests to this address go through a proxy.
    func isProxied(_ url: String) -> Bool { transports.isProxied(url) }

    func shutdown() async { await transports.shutdown() }

    /// - Throws: ``Domain/OutboundError``, and the errors of the network stack.
    func response(to request: OutboundRequest) async throws -> OutboundResponse {
        var visited = [request.url]
        var movedTo: String?
        var response: OutboundResponse
        if let known = request.movedTo {
            let redirect = try Redirect(known, visited: visited, privateHosts: privateHosts)
            visited.append(redirect.url)
            movedTo = redirect.url
            response = try await follow(redirect, request)
        } else if request.needsPublicAddress {
            response = try await send(
                request, toPublicAddressOf: request.url, isFirstOrigin: true,
                refusal: .privateAddress(host: RedirectOrigin(request.url).place))
        } else {
            response = try await send(
                request, to: request.url, with: transports.client(for: request.url), isFirstOrigin: true)
        }
        var isPermanent = true
        while let location = Self.location(in: response, of: request) {
            let redirect = try Redirect(location, visited: visited, privateHosts: privateHosts)
            // What is for one host only, such as a key, is not sent to another, and without it there is no use in
            // asking.
            if !redirect.isSameOrigin, request.hasCredentialHeaders { return response }
            visited.append(redirect.url)
            isPermanent = isPermanent && [301, 308].contains(response.status)
            if isPermanent { movedTo = redirect.url }
            response = try await follow(redirect, request)
        }
        response.movedTo = movedTo
        return response
    }

    /// Only a GET is repeated elsewhere: a notification is not for whoever a webhook points at.
    private static func location(in response: OutboundResponse, of request: OutboundRequest) -> String? {
        guard [301, 302, 303, 307, 308].contains(response.status), case .get = request.method else { return nil }
        return response.headers["location"]
    }

    private func follow(_ redirect: Redirect, _ request: OutboundRequest) async throws -> OutboundResponse {
        guard redirect.needsPublicAddress else {
            return try await send(
                request, to: redirect.url, with: transports.client(for: redirect.url),
                isFirstOrigin: redirect.isSameOrigin)
        }
        let target = RedirectOrigin(redirect.url).place
        return try await send(
            request, toPublicAddressOf: redirect.url, isFirstOrigin: redirect.isSameOrigin,
            refusal: .redirectRefused(host: request.host, target: target, .privateAddress))
    }

    /// Connects to an address that was checked, not to a name that may resolve to another one by then.
    private func send(
        _ request: OutboundRequest, toPublicAddressOf url: String, isFirstOrigin: Bool, refusal: OutboundError
    ) async throws -> OutboundResponse {
        let origin = RedirectOrigin(url)
        let name = origin.host.hasPrefix("[") ? String(origin.host.dropFirst().dropLast()) : origin.host
        let addresses = try await NIOThreadPool.singleton.runIfActive {
            PublicAddress.resolve(name, port: origin.port)
        }
        // A proxy resolves names itself, perhaps those that this machine cannot.
        let isProxied = transports.isProxied(url)
        guard isProxied || !addresses.isEmpty else { throw OutboundError.notResolved(host: origin.place) }
        guard PublicAddress.isPublic(name, resolvedTo: addresses) else {
            throw refusal
        }
        if isProxied {
            return try await send(request, to: url, with: transports.client(for: url), isFirstOrigin: isFirstOrigin)
        }
        var failure: any Error = OutboundError.notResolved(host: origin.place)
        for address in addresses.prefix(3) {
            var configuration = configuration
            configuration.dnsOverride = [name: address]
            let pinned = HTTPTransports.client(configuration)
            do {
                let response = try await send(request, to: url, with: pinned, isFirstOrigin: isFirstOrigin)
                try? await pinned.shutdown()
                return response
            } catch {
                try? await pinned.shutdown()
                failure = error
                guard error is NIOConnectionError || error as? HTTPClientError == .connectTimeout else { break }
            }
        }
        throw OutboundError(failure, of: request, host: origin.place)
    }

    private func send(_ request: OutboundRequest, to url: String, with client: HTTPClient, isFirstOrigin: Bool)
        async throws -> OutboundResponse
    {
        var message = HTTPClientRequest(url: url.addressWithoutUser)
        message.headers.add(name: "User-Agent", value: userAgent)
        message.headers.add(name: "Accept", value: request.expecting.rawValue)
        message.headers.add(name: "Accept-Encoding", value: ContentCoding.accepted)
        if request.isTraced, let trace = TraceContext.current {
            message.headers.add(name: "traceparent", value: TraceContext(traceID: trace.traceID).traceparent)
        }
        switch request.method {
        case .get: break
        case .delete: message.method = .DELETE
        case .post(let body, let contentType), .patch(let body, let contentType):
            message.method = HTTPMethod(rawValue: request.method.name)
            message.headers.add(name: "Content-Type", value: contentType)
            message.body = .bytes(ByteBuffer(string: body))
        case .postBytes(let body, let contentType):
            message.method = .POST
            message.headers.add(name: "Content-Type", value: contentType)
            message.body = .bytes(ByteBuffer(bytes: body))
        }
        for (name, value) in request.headers { message.headers.add(name: name, value: value) }
        if isFirstOrigin, let user = request.url.addressCredentials, !message.headers.contains(name: "Authorization") {
            message.headers.add(name: "Authorization", value: "Basic " + Data(user).base64EncodedString())
        }

        let response = try await client.execute(message, deadline: .distantFuture)
        var body: [UInt8] = []
        // What a sender promises may be wrong.
        if let length = response.headers.first(name: "Content-Length").flatMap({ Int($0) }), length > 0 {
            body.reserveCapacity(min(length, request.bodyLimit, 1 << 20))
        }
        for try await part in response.body {
            body.append(contentsOf: part.readableBytesView)
            guard body.count <= request.bodyLimit else { throw OutboundError.tooLarge(limit: request.bodyLimit) }
        }
        var headers: [String: String] = [:]
        for (name, value) in response.headers {
            let name = name.lowercased()
            headers[name] = headers[name].map { "\($0), \(value)" } ?? value
        }
        if ContentCoding.isCoded(body, headers["content-encoding"]) {
            // Not on the threads that answer requests: it takes as long as the sender likes.
            body = try await NIOThreadPool.singleton.runIfActive { [body, headers] in
                try ContentCoding.decoded(
                    body, headers["content-encoding"], limit: request.bodyLimit, host: request.host)
            }
        }
        return OutboundResponse(
            status: Int(response.status.code), headers: headers, body: body, url: url.addressWithoutUser)
    }
}

extension OutboundRequest {
    /// Whether it has header fields beside those for caches: a key, or another credential.
    fileprivate var hasCredentialHeaders: Bool {
        headers.contains { !["if-none-match", "if-modified-since", "cache-control"].contains($0.name.lowercased()) }
    }
}
