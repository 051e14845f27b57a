import Domain
import Foundation
import Testing

@testable import Outbound

@Suite("Proxies") struct ProxyTests {
    private static let server = ProxySettings.Server("http://proxy:3128")
    private static let secure = ProxySettings.Server("http://secure:3128")

    @Test("an address is read as curl reads it, with a login where it has one")
    func addresses() throws {
        let full = try #require(ProxySettings.Server("http://us%40er:p%3Ass@proxy.example.org:3128/"))
        #expect(
            full.host == "proxy.example.org" && full.port == 3128 && full.user == "us@er" && full.password == "p:ss")
        #expect(ProxySettings.Server("proxy:8080")?.port == 8080 && ProxySettings.Server("proxy")?.port == 80)
        #expect(ProxySettings.Server("socks5h://[::1]:9050")?.host == "::1")
        #expect(ProxySettings.Server("socks5h://[::1]:9050")?.kind == .socks)
        for text in ["https://proxy:443", "ftp://x", "http://", "http://host:port", "http://host:99999"] {
            #expect(ProxySettings.Server(text) == nil, "\(text)")
        }
    }

    @Test("each scheme has its proxy, and loopback has none")
    func schemes() {
        let proxies = ProxySettings(http: Self.server, https: Self.secure)
        #expect(proxies.server(for: "http://example.org/x") == Self.server)
        #expect(proxies.server(for: "HTTPS://example.org/x") == Self.secure)
        #expect(ProxySettings(http: Self.server, https: nil).server(for: "https://example.org") == nil)
        for host in ["127.0.0.1:8001", "127.1.2.3", "localhost:8001", "[::1]:8001"] {
            #expect(proxies.server(for: "http://\(host)/livez") == nil, "\(host)")
        }
    }

    @Test(
        "no_proxy names hosts with their subdomains, addresses, networks and ports",
        arguments: [
            ("example.org", "example.org", true), ("example.org", "feeds.example.org", true),
            (".example.org", "feeds.example.org", true), (".example.org", "example.org", true),
            ("example.org", "badexample.org", false), ("EXAMPLE.org", "Example.ORG", true), ("*", "anything.net", true),
            ("a.net, example.org b.net", "b.net", true), ("192.0.2.0/24", "192.0.2.9", true),
            ("192.0.2.0/24", "192.0.3.9", false), ("0.0.0.0/0", "192.0.3.9", true), ("192.0.2.9", "192.0.2.9", true),
            ("example.org:8080", "example.org", false), ("example.org:8080", "example.org:8080", true),
            ("", "a.net", false),
            ("1.2.3.4/33", "1.2.3.4", false),
        ])
    func exceptions(_ list: String, _ host: String, _ isStraight: Bool) {
        let proxies = ProxySettings(http: Self.server, https: Self.server, exceptions: list)
        #expect((proxies.server(for: "http://\(host)/x") == nil) == isStraight)
    }

    @Test(
        "a redirect through a proxy is not followed to a private name that only the proxy can resolve",
        arguments: [
            ("printer", false), ("metadata.google.internal", false), ("nas.lan", false), ("localhost", false),
            ("169.254.169.254", false), ("prices.example.org", true),
        ])
    func redirect(_ name: String, _ isFollowed: Bool) {
        #expect(PublicAddress.isPublic(name, resolvedTo: []) == isFollowed)
    }

    @Test("a request leaves through the proxy, and an excepted one does not")
    func request() async throws {
        let proxy = try #require(ConnectProxy())
        async let asked = proxy.serveOne()
        let proxies = ProxySettings(
            http: ProxySettings.Server("http://user:secret@127.0.0.1:\(proxy.port)"), https: nil,
            exceptions: "excepted.invalid")
        let client = PoliteClient(userAgent: "test", proxies: proxies, policy: RetryPolicy(attempts: 1))
        func ask(_ url: String) async -> Result<OutboundResponse, OutboundError> {
            do throws(OutboundError) { return .success(try await client.fetch(OutboundRequest(url))) } catch {
                return .failure(error)
            }
        }
        let straight = await ask("http://excepted.invalid/v1")
        #expect((try? straight.get()) == nil, "\(straight)")
        let proxied = await ask("http://prices.invalid/v1?x=1")
        #expect((try? proxied.get())?.status == 200, "\(proxied)")
        let heads = await asked
        #expect(heads.first?.hasPrefix("CONNECT prices.invalid:80 HTTP/1.1\r\n") == true)
        #expect(heads.first?.lowercased().contains("proxy-authorization: basic dxnlcjpzzwnyzxq=") == true)
        #expect(heads.last?.hasPrefix("GET /v1?x=1 HTTP/1.1\r\n") == true)
        await client.shutdown()
    }
}

/// A proxy (RFC 9110, 9.3.6) for one connection, which it answers itself.
private struct ConnectProxy: Sendable {
    let port: Int
    private let listener: Int32

    init?() {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { return nil }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    /// Accepts one connection on a thread of its own, and returns the heads of the requests on it.
    func serveOne() async -> [String] {
        let listener = listener
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let connection = accept(listener, nil, nil)
                var heads: [String] = []
                for reply in ["HTTP/1.1 200 Connected\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"] {
                    var head: [UInt8] = []
                    var byte: UInt8 = 0
                    while head.suffix(4) != [13, 10, 13, 10], read(connection, &byte, 1) == 1 { head.append(byte) }
                    heads.append(String(decoding: head, as: UTF8.self))
                    _ = write(connection, Array(reply.utf8), reply.utf8.count)
                }
                close(connection)
                close(listener)
                continuation.resume(returning: heads)
            }
        }
    }
}
