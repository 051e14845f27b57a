import Domain
import FoundationEssentials
import SandboxSupport
import Testing

@testable import Outbound

@Suite("A certificate that cannot be trusted") struct TLSTests {
    let certificates: TestCertificates

    init() async throws { certificates = try await TestCertificates() }

    func outcome(_ server: TestCertificates.Server, host: String = "localhost", trusted: Bool = true) async throws
        -> Result<OutboundResponse, OutboundError>
    {
        try await withTLSServer(server) { port in
            let client = PoliteClient(
                userAgent: "test", issuers: trusted ? certificates.issuer : nil, clock: InstantClock())
            let result: Result<OutboundResponse, OutboundError>
            do throws(OutboundError) {
                result = .success(try await client.fetch(OutboundRequest("https://\(host):\(port)/x")))
            } catch {
                result = .failure(error)
            }
            await client.shutdown()
            return result
        }
    }

    @Test("is accepted once its issuer is trusted")
    func trusted() async throws {
        let server = try await certificates.server("good", names: "DNS:localhost,IP:127.0.0.1")
        #expect(try await outcome(server).get().status == 200)
        #expect(try await outcome(server, host: "127.0.0.1").get().status == 200)
    }

    @Test("says since when it has expired")
    func expired() async throws {
        let server = try await certificates.server("old", names: "DNS:localhost", days: -1)
        let error = try #require(try await outcome(server).failure)
        guard case .tls(_, .expired(let moment)) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(moment < Timestamp(Date()) && error.message.english.contains("expired on \(moment.phrase.english)"))
        #expect(error.message.french.contains("a expiré le") && !error.isTransient)
    }

    @Test("says that it is for another name")
    func name() async throws {
        let server = try await certificates.server("other", names: "DNS:other.example")
        #expect(try await outcome(server).failure?.message.english.contains("for another name") == true)
    }

    @Test("says that its issuer is unknown, by the issuer's name on a printable line")
    func issuer() async throws {
        let server = try await certificates.server("unknown", names: "DNS:localhost")
        let message = try await outcome(server, trusted: false).failure?.message.english ?? ""
        #expect(message.contains("issuer of its certificate is unknown: 'Test issuer'"))
    }

    @Test("says that it is self-signed")
    func selfSigned() async throws {
        let server = try await certificates.server("own", names: "DNS:localhost", isSelfSigned: true)
        #expect(try await outcome(server).failure?.message.english.contains("self-signed") == true)
    }

    @Test("is reported in words, without the path of a source file")
    func reason() {
        let text =
            "handshakeFailed(NIOSSL.BoringSSLError.sslError([Error: 268435581 error:1000007d:SSL "
            + "routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at /builds/x/ssl/handshake.cc:393]))"
        #expect(TLSDiagnosis.reason(in: text) == "certificate verify failed")
        #expect(!TLSDiagnosis.reason(in: "failed(at /root/x/y.swift)").contains("/"))
    }

    @Test("a server that speaks no TLS is reported without a path, too")
    func plain() async throws {
        let failure = try await withServer { _ in
        } _: { base in
            await RedirectRequestTests.fetch(OutboundRequest(base.replacing("http:", with: "https:"))).failure
        }
        let message = try #require(failure).message.english
        #expect(failure?.kind == .tls && !message.contains("/") && !message.contains("OPENSSL"), "\(message)")
    }
}
