import Domain
import Sandbox
import SandboxSupport
import Testing

@testable import Storage

@Suite("The encryption of a PostgreSQL connection") struct PostgresEncryptionTests {
    func encryption(
        _ hosts: [String], _ parameters: [String: String] = [:], environment: [String: String] = [:]
    ) -> PostgresEncryption {
        PostgresEncryption(
            hosts: hosts, parameters: parameters, environment: environment, rootCertificates: "/roots.pem")
    }

    @Test(
        "a server on this machine needs none",
        arguments: ["/run/postgresql", "@abstract", "localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", ""])
    func local(host: String) {
        #expect(encryption([host]).mode == nil && encryption([host]).defaults.isEmpty)
    }

    @Test(
        "over a network, the server is verified with the certificates of the system",
        arguments: [
            "db.example", "10.0.0.5", "192.168.1.2", "fd00::1", "127.0.0.1.example", "localhost.example", "127.1", "db",
            "128.0.0.1",
        ])
    func network(host: String) {
        let found = encryption([host])
        #expect(found.mode == "verify-full" && found.weakMode == nil)
        #expect(
            found.defaults.map { "\($0.keyword)=\($0.value)" } == ["sslmode=verify-full", "sslrootcert=/roots.pem"])
    }

    @Test("one host over a network among several is enough")
    func several() { #expect(encryption(["127.0.0.1", "standby.example"]).mode == "verify-full") }

    @Test(
        "the address may say otherwise, and a weaker mode is named",
        arguments: ["disable", "allow", "prefer", "require", "verify-ca"])
    func weaker(mode: String) {
        for found in [
            encryption(["db.example"], ["sslmode": mode]),
            encryption(["db.example"], environment: ["PGSSLMODE": mode]),
        ] {
            #expect(found.weakMode == mode)
            #expect(!found.defaults.contains { $0.keyword == "sslmode" })
        }
    }

    @Test("the certificates that the address names are used, and libpq's variables are respected")
    func roots() {
        #expect(encryption(["db.example"], ["sslrootcert": "/mine"]).defaults.map(\.keyword) == ["sslmode"])
        #expect(encryption(["db"], environment: ["PGSSLROOTCERT": "/mine"]).defaults.map(\.keyword) == ["sslmode"])
        #expect(encryption([""], environment: ["PGHOST": "db.example"]).mode == "verify-full")
    }

    @Test("what is connected to decides, not the name beside it")
    func address() throws {
        #expect(try DatabaseURL("postgres://b@h/p?hostaddr=127.0.0.1&sslmode=disable").weakEncryption == nil)
        #expect(
            try DatabaseURL("postgres://b@localhost/p?hostaddr=10.0.0.5&sslmode=disable").weakEncryption == "disable")
        #expect(try DatabaseURL("postgres:///p?host=/run/postgresql&sslmode=disable").weakEncryption == nil)
        #expect(try DatabaseURL("postgres://db.example/p").weakEncryption == nil)
        #expect(try DatabaseURL("sqlite:///data.db").weakEncryption == nil)
    }

    @Test(
        "a line break or a control character stands in no part of an address that is shown",
        arguments: [
            "sqlite:///a%0Ab", "sqlite:///a%1Bb", "sqlite:///a%C2%9Bb", "sqlite:///a%E2%80%AEb", "postgres://h/p%0Aq",
            "postgres://u%1B@h/p", "postgres://%0A/p", "postgres:///p?host=/x%0Ay",
        ])
    func controls(text: String) { #expect(throws: DatabaseURL.Malformed.self) { try DatabaseURL(text) } }
}

/// With a real server, at 127.0.0.1 by a name that libpq resolves and that counts as one of a network.
@Suite("A PostgreSQL server with TLS", .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"))
struct PostgresTLSTests {
    @Test("is connected to when its certificate is verified, and the failure says what is wrong otherwise")
    func certificates() async throws {
        let certificates = try await TestCertificates()
        let server = try await PostgresServer(password: "secret")
        let trusting = "?sslrootcert=\(certificates.issuer)"
        func url(_ query: String) -> String {
            server.url(database: "postgres").replacing("@127.0.0.1:", with: "@127.1:") + query
        }

        #expect(await message(url("")).contains("does not offer TLS"))
        #expect(await message(url("?sslmode=disable")) == "")

        let good = try await certificates.server("good", names: "DNS:127.1,IP:127.0.0.1")
        try await server.offerTLS(certificate: good.certificate, key: good.key)
        #expect(await message(url(trusting)) == "")
        // An issuer that only the test knows.
        #expect(await message(url("")).contains("its issuer is unknown"))
        #expect(await message(url("?sslmode=require")) == "")

        let other = try await certificates.server("other", names: "DNS:other.example")
        try await server.offerTLS(certificate: other.certificate, key: other.key)
        #expect(await message(url(trusting)).contains("for another name"))

        let old = try await certificates.server("old", names: "DNS:127.1,IP:127.0.0.1", days: -1)
        try await server.offerTLS(certificate: old.certificate, key: old.key)
        #expect(await message(url(trusting)).contains("has expired"))

        let own = try await certificates.server("own", names: "DNS:127.1,IP:127.0.0.1", isSelfSigned: true)
        try await server.offerTLS(certificate: own.certificate, key: own.key)
        #expect(await message(url(trusting)).contains("its issuer is unknown"))
    }

    /// Of the failure to open the database; empty when it is opened.
    private func message(_ url: String) async -> String {
        do {
            let database = try await Database.open(try DatabaseURL(url), migrate: false)
            await database.close()
            return ""
        } catch let failure as ArchiveFailure {
            // Reached, and not migrated.
            return failure.kind == .notMigrated ? "" : failure.message.english
        } catch {
            return "\(error)"
        }
    }
}
