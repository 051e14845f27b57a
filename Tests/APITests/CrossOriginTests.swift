import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import API

@Suite("CORS") struct CrossOriginTests {
    private func response(
        _ origins: [String], from origin: String, _ path: String = "/ok", method: HTTPRequest.Method = .get
    ) async throws -> HTTPFields {
        let router = Router(context: APIRequestContext.self)
        if let policy = CrossOriginPolicy(origins) { router.add(middleware: CrossOriginMiddleware(policy: policy)) }
        router.add(middleware: RequestMiddleware(simulated: false, requests: RequestMetrics()))
        router.get("/ok") { _, _ in "ok" }
        let box = HeaderBox()
        try await Application(router: router).test(.router) { client in
            var headers: HTTPFields = [.origin: origin]
            if method == .options { headers[.accessControlRequestMethod] = "GET" }
            let fields = headers
            await box.set(try await client.execute(uri: path, method: method, headers: fields) { $0.headers })
        }
        return await box.headers
    }

    private actor HeaderBox {
        var headers: HTTPFields = [:]
        func set(_ headers: HTTPFields) { self.headers = headers }
    }

    @Test("is off by default")
    func off() async throws {
        #expect(CrossOriginPolicy([]) == nil)
        #expect(try await response([], from: "https://a.example")[.accessControlAllowOrigin] == nil)
    }

    @Test(
        "only the sites that are named may read, and a site is not its own prefix",
        arguments: [
            ("https://a.example", "https://a.example"), ("https://b.example", nil), ("https://a.example.org", nil),
            ("http://a.example", nil), ("null", nil),
        ] as [(String, String?)])
    func named(origin: String, allowed: String?) async throws {
        let headers = try await response(["https://a.example"], from: origin)
        #expect(headers[.accessControlAllowOrigin] == allowed)
        #expect(headers[.vary]?.contains("Origin") == true)
        #expect(headers[.accessControlAllowCredentials] == nil)
    }

    @Test("every site may read with *, problems too")
    func everyone() async throws {
        #expect(try await response(["*"], from: "https://x.example")[.accessControlAllowOrigin] == "*")
        #expect(try await response(["*"], from: "https://x.example", "/none")[.accessControlAllowOrigin] == "*")
    }

    @Test("a preflight request is answered without a route")
    func preflight() async throws {
        let headers = try await response(["https://a.example"], from: "https://a.example", "/v1/x", method: .options)
        #expect(headers[.accessControlAllowMethods]?.contains("PATCH") == true)
        #expect(headers[.accessControlAllowHeaders]?.contains("Authorization") == true)
        let refused = try await response(["https://a.example"], from: "https://b.example", "/v1/x", method: .options)
        #expect(refused[.accessControlAllowMethods] == nil && refused[.accessControlAllowOrigin] == nil)
    }
}
