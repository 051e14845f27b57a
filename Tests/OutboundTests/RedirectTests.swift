import Domain
import Hummingbird
import Testing

@testable import Outbound

@Suite("Where a redirect may lead") struct RedirectTests {
    func redirect(_ location: String, from visited: [String], privateHosts: Set<String> = []) throws(OutboundError)
        -> Redirect
    {
        try Redirect(location, visited: visited, privateHosts: privateHosts)
    }

    @Test(
        "from a public source, only to what resolves to public addresses",
        arguments: [
            "http://169.254.169.254/latest/meta-data/", "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:7f00:1]/",
            "http://2130706433/", "http://0177.0.0.1/", "http://localhost:6379/", "http://metadata.google.internal/",
            "//10.0.0.1/", "http://other.example/", "https://news.example/", "http://news.example:8080/",
        ])
    func judged(location: String) throws {
        let redirect = try redirect(location, from: ["http://news.example/feed"])
        #expect(redirect.needsPublicAddress && !redirect.isSameOrigin)
    }

    @Test("a public name may resolve to a private address by the second request, so that it is checked too")
    func rebinding() throws {
        let redirect = try redirect("/admin", from: ["http://news.example/feed"])
        #expect(redirect.needsPublicAddress && redirect.isSameOrigin)
    }

    @Test("a source that the operator configured as private may redirect to itself, and nowhere else in its network")
    func operatorsOwn() throws {
        #expect(try !redirect("/b", from: ["http://127.0.0.1:9000/a"]).needsPublicAddress)
        #expect(try !redirect("http://feeds.lan/b/", from: ["http://feeds.lan/b"]).needsPublicAddress)
        for other in ["http://127.0.0.1:22/", "http://127.0.0.2:9000/", "http://localhost:9000/", "http://10.0.0.1/"] {
            #expect(try redirect(other, from: ["http://127.0.0.1:9000/a"]).needsPublicAddress)
        }
    }

    @Test("a host that the setting names is followed to, on every port or on the one named")
    func listed() throws {
        let hosts: Set = ["feeds.corp", "10.0.0.5:8080", "[fd00::1]"]
        for url in ["http://feeds.corp/x", "https://FEEDS.corp.:81/", "http://10.0.0.5:8080/", "http://[fd00::1]/"] {
            #expect(try !redirect(url, from: ["http://news.example/"], privateHosts: hosts).needsPublicAddress)
        }
        for url in ["http://10.0.0.5/", "http://evil.corp/", "http://feeds.corp.evil.example/"] {
            #expect(try redirect(url, from: ["http://news.example/"], privateHosts: hosts).needsPublicAddress)
        }
    }

    @Test("never from https to http, at any hop")
    func downgrade() throws {
        for visited in [["https://news.example/"], ["http://news.example/", "https://news.example/"]] {
            #expect(throws: OutboundError.redirectRefused(host: "news.example", target: "x.example", .insecure)) {
                try redirect("http://x.example/", from: visited)
            }
        }
        #expect(try redirect("https://x.example/", from: ["http://news.example/"]).url == "https://x.example/")
    }

    @Test(
        "only to an http address, with nothing hidden in it",
        arguments: [
            "file:///etc/passwd", "ftp://x/", "gopher://x/", "javascript:alert(1)", "http://", "http:///x",
            "http://a b/",
        ])
    func scheme(location: String) {
        #expect(throws: OutboundError.self) { try redirect(location, from: ["ftp://news.example/"]) }
    }

    @Test("a user in the location is dropped, as is a fragment")
    func user() throws {
        let redirect = try redirect("http://news.example@10.0.0.1/x#y", from: ["http://news.example/"])
        #expect(redirect.url == "http://10.0.0.1/x" && redirect.needsPublicAddress)
    }

    @Test("a circle ends, and so does a chain")
    func bounded() {
        #expect(throws: OutboundError.self) { try redirect("/a", from: ["http://x.example/a", "http://x.example/b"]) }
        #expect(throws: OutboundError.self) {
            try redirect("/f", from: ["a", "b", "c", "d", "e"].map { "http://x.example/\($0)" })
        }
    }
}

@Suite("Redirects over the wire") struct RedirectRequestTests {
    @Test("an internal server that a redirect names is not asked, by any form of its address")
    func internalServer() async throws {
        let asked = Counter()
        try await withServer { internalRoutes in
            internalRoutes.get("/secret") { _, _ in
                _ = await asked.next(); return "internal data"
            }
        } _: { inner in
            let port = inner.split(separator: ":").last.map(String.init) ?? ""
            for form in [
                "127.0.0.1", "127.1", "2130706433", "0x7f000001", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0",
            ] {
                let target = "http://\(form):\(port)/secret"
                let failure = await RedirectRequestTests.failure(redirectingTo: target)
                guard case .redirectRefused(_, "\(form):\(port)", .privateAddress) = failure else {
                    Issue.record("\(form): \(String(describing: failure))")
                    continue
                }
                #expect(failure?.isTransient == false && failure?.hint.english.contains("PRIVATE_HOSTS") == true)
                #expect(failure?.message.english.contains("internal data") == false)
            }
        }
        #expect(await asked.count == 0)
    }

    @Test("an address that has to be public is not asked where it leads into this machine, by any form of it")
    func neededPublic() async throws {
        let asked = Counter()
        try await withServer { routes in
            routes.post("/secret") { request, _ in
                _ = await asked.next()
                return Response(
                    status: .ok, body: .init(byteBuffer: try await request.body.collect(upTo: 100)))
            }
        } _: { inner in
            let port = inner.split(separator: ":").last.map(String.init) ?? ""
            func post(to host: String) -> OutboundRequest {
                OutboundRequest(
                    "http://\(host):\(port)/secret",
                    method: .postBytes([0, 255, 10], contentType: "application/octet-stream"))
            }
            for form in ["127.0.0.1", "127.1", "2130706433", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0"] {
                var request = post(to: form)
                request.needsPublicAddress = true
                let failure = await RedirectRequestTests.fetch(request).failure
                #expect(failure == .privateAddress(host: "\(form):\(port)"))
            }
            #expect(await asked.count == 0)
            let response = try await RedirectRequestTests.fetch(post(to: "127.0.0.1")).get()
            #expect(response.body == [0, 255, 10], "bytes arrive as they are")
        }
    }

    @Test("a setting allows it for the hosts that it names")
    func allowed() async throws {
        let response = try await withServer {
            $0.get("/x") { _, _ in "{}" }
        } _: { inner in
            let place = String(inner.dropFirst("http://".count))
            return try await withServer {
                $0.get("/x") { _, _ in Response(status: .found, headers: [.location: inner + "/x"]) }
            } _: { outer in
                try await RedirectRequestTests.fetch(OutboundRequest(outer + "/x"), privateHosts: [place]).get()
            }
        }
        #expect(response.body == Array("{}".utf8))
    }

    @Test("user and password of the address are sent to it alone, and a key goes nowhere else")
    func credentials() async throws {
        let seen = Counter()
        try await withServer {
            $0.get("/x") { request, _ in
                let isKeyed = request.headers.contains { $0.name.canonicalName == "api_key" }
                if isKeyed || request.headers[.authorization] != nil { _ = await seen.next() }
                return "{}"
            }
        } _: { other in
            let place = String(other.dropFirst("http://".count))
            try await withServer {
                $0.get("/x") { request, _ in
                    guard request.headers[.authorization] == "Basic dTpwQHM=" else {
                        return Response(status: .unauthorized)
                    }
                    return Response(status: .found, headers: [.location: other + "/x"])
                }
                $0.get("/keyed") { _, _ in Response(status: .found, headers: [.location: other + "/x"]) }
                $0.get("/same") { _, _ in Response(status: .found, headers: [.location: "/x"]) }
            } _: { base in
                let address = base.replacing("http://", with: "http://u:p%40s@")
                let plain = await RedirectRequestTests.fetch(OutboundRequest(address + "/x"), privateHosts: [place])
                #expect((try? plain.get().status) == 200)
                let same = await RedirectRequestTests.fetch(OutboundRequest(address + "/same"), privateHosts: [place])
                #expect((try? same.get().status) == 200)
                let keyed = await RedirectRequestTests.fetch(
                    OutboundRequest(base + "/keyed", headers: [("api_key", "k")]), privateHosts: [place])
                #expect(keyed.failure == .status(302))
            }
        }
        #expect(await seen.count == 0)
    }

    @Test("a POST is sent to its own address only")
    func post() async throws {
        let posted = Counter()
        try await withServer {
            $0.post("/x") { _, _ in Response(status: .temporaryRedirect, headers: [.location: "/y"]) }
            $0.on("/y", method: .post) { _, _ in
                _ = await posted.next(); return "{}"
            }
        } _: { base in
            let result = await RedirectRequestTests.fetch(
                OutboundRequest(base + "/x", method: .post(body: "{}", contentType: "application/json")))
            #expect(result.failure == .status(307))
        }
        #expect(await posted.count == 0)
    }

    static func failure(redirectingTo target: String) async -> OutboundError? {
        try? await withServer {
            $0.get("/x") { _, _ in Response(status: .found, headers: [.location: target]) }
        } _: { outer in
            await fetch(OutboundRequest(outer + "/x")).failure
        }
    }

    static func fetch(_ request: OutboundRequest, privateHosts: Set<String> = []) async
        -> Result<OutboundResponse, OutboundError>
    {
        let client = PoliteClient(userAgent: "test", privateHosts: privateHosts, clock: InstantClock())
        let result: Result<OutboundResponse, OutboundError>
        do { result = .success(try await client.fetch(request)) } catch { result = .failure(error) }
        await client.shutdown()
        return result
    }
}

extension Result {
    var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
