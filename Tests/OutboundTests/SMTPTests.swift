import Domain
import FoundationEssentials
import SandboxSupport
import Testing

@testable import Outbound

@Suite("E-mail over SMTP") struct SMTPTests {
    private let certificates: TestCertificates

    init() async throws { certificates = try await TestCertificates() }

    private static let message = MailMessage(
        id: "alert-a-1", from: "btc@example.org", to: ["a@example.org", "b@example.org"],
        subject: "Cours au-dessus de 100\u{202F}000\u{A0}$", text: ".point\n..two\n\nCours\u{A0}: é = 1\n.",
        date: Timestamp(seconds: 1_800_000_000))
    private static let credentials = SMTPServer.Credentials(user: "me@example.org", password: "pass word é")

    private func server(_ change: (inout SMTPTestServer.Behaviour) -> Void = { _ in }) async throws -> SMTPTestServer {
        var behaviour = SMTPTestServer.Behaviour()
        change(&behaviour)
        return try SMTPTestServer(
            behaviour, try await certificates.server("mail", names: "DNS:localhost,IP:127.0.0.1"))
    }

    /// - Returns: why the message was not taken.
    private func send(
        by server: SMTPTestServer, _ security: SMTPServer.Security, host: String = "localhost", trusted: Bool = true,
        credentials: SMTPServer.Credentials? = credentials, timeout: Duration = .seconds(30)
    ) async throws -> SMTPFailure? {
        let issuer = trusted ? certificates.issuer : nil
        return try await server.run { port in
            let to = SMTPServer(host: host, port: port, security: security, credentials: credentials)
            do throws(SMTPFailure) {
                try await SMTPClient(issuers: issuer).send(Self.message, by: to, timeout: timeout)
                return nil
            } catch {
                return error
            }
        }
    }

    @Test("is handed over after STARTTLS, with user and password, to each receiver, with the points that it had")
    func startTLS() async throws {
        let server = try await server()
        #expect(try await send(by: server, .required) == nil)
        let mail = try #require(server.taken.first)
        #expect(mail.isSecure && mail.isAuthenticated)
        #expect(mail.from == "btc@example.org" && mail.to == ["a@example.org", "b@example.org"])
        #expect(mail.data.hasSuffix("\r\n\r\n.point\r\n..two\r\n\r\nCours=C2=A0: =C3=A9 =3D 1\r\n.\r\n"))
        #expect(mail.data.contains("Date: Fri, 15 Jan 2027 08:00:00 +0000\r\n"))
        #expect(mail.data.contains("Message-ID: <alert-a-1@example.org>\r\n"))
        #expect(mail.data.contains("From: Bitcoin Analyzer <btc@example.org>\r\n"))
        #expect(mail.data.contains("To: a@example.org,\r\n b@example.org\r\n"))
        let lines = server.heard
        // What it knew before TLS is asked again after it (RFC 3207, 4.2).
        #expect(lines.prefix(3).map { $0.prefix(8) } == ["EHLO [12", "STARTTLS", "EHLO [12"])
        #expect(lines[3].hasPrefix("AUTH PLAIN "))
    }

    @Test("is handed over with TLS from the first byte, also where the server is an address")
    func implicit() async throws {
        for host in ["localhost", "127.0.0.1"] {
            let server = try await server { $0.isImplicitTLS = true }
            #expect(try await send(by: server, .implicit, host: host) == nil)
            #expect(server.taken.first?.isSecure == true)
        }
    }

    @Test("uses AUTH LOGIN where the server offers nothing else")
    func login() async throws {
        let server = try await server { $0.mechanisms = ["XOAUTH2", "LOGIN"] }
        #expect(try await send(by: server, .required) == nil)
        #expect(server.taken.first?.isAuthenticated == true)
    }

    @Test("is sent without TLS and password only where the address says so")
    func insecure() async throws {
        let server = try await server { $0.offersSTARTTLS = false }
        #expect(try await send(by: server, .none, credentials: nil) == nil)
        #expect(server.taken.first.map { $0.isSecure || $0.isAuthenticated } == false)
    }

    @Test("no password leaves without TLS")
    func noTLS() async throws {
        let server = try await server { $0.offersSTARTTLS = false }
        #expect(try await send(by: server, .required) == .noSTARTTLS)
        #expect(server.heard.allSatisfy { $0.hasPrefix("EHLO") })
    }

    @Test("what comes between the answer to STARTTLS and TLS ends the attempt")
    func injected() async throws {
        let server = try await server { $0.injected = "250 AUTH PLAIN\r\n" }
        #expect(try await send(by: server, .required) == .injected)
        #expect(server.heard.count == 2)
    }

    @Test("a certificate that is not trusted, or of another name, gets no password")
    func certificate() async throws {
        let untrusted = try await server()
        #expect(try await send(by: untrusted, .required, trusted: false) == .tls(host: "localhost"))
        #expect(untrusted.heard.count == 2)
        let other = try SMTPTestServer(
            SMTPTestServer.Behaviour(isImplicitTLS: true),
            try await certificates.server("other", names: "DNS:other.example"))
        #expect(try await send(by: other, .implicit) == .tls(host: "localhost"))
        #expect(other.heard.isEmpty)
    }

    @Test("a refusal names the command and the status, and nothing that the server echoes")
    func refused() async throws {
        let wrong = SMTPServer.Credentials(user: "me", password: "secret-7")
        let failure = try #require(try await send(by: try await server(), .required, credentials: wrong))
        #expect(failure.description == "the server refused user and password: 535 5.7.8")
        for (command, answer, description) in [
            ("MAIL", "550 5.7.1 <btc@example.org> no\r\n", "the server refused the sender: 550 5.7.1"),
            (
                "RCPT TO:<b@", "550-5.1.1 x\r\n550 5.1.1 <b@example.org>\r\n",
                "the server refused recipient 2 of 2: 550 5.1.1"
            ),
            (".", "452 4.3.1 full\r\n", "the server refused the message: 452 4.3.1"),
            ("EHLO", "500 what\r\n", "the server refused EHLO: 500"),
        ] {
            let server = try await server { $0.answers = [command: answer] }
            #expect(try await send(by: server, .required)?.description == description)
            #expect(server.taken.isEmpty)
        }
        let none = try await server { $0.mechanisms = ["CRAM-MD5"] }
        #expect(try await send(by: none, .required) == .noAuthentication)
    }

    @Test("what is no mail server ends the attempt, however it goes on")
    func malformed() async throws {
        for (greeting, failure) in [
            ("HTTP/1.1 400 Bad Request\r\n", SMTPFailure.malformed), ("220-a\r\n250 b\r\n", .malformed),
            (String(repeating: "2", count: 5000), .tooLong),
            (String(repeating: "220-x\r\n", count: 200), .tooLong),
            ("554 no\r\n", .refused(step: "the connection", code: 554, status: "554")),
        ] {
            let server = try await server { $0.greeting = greeting }
            #expect(try await send(by: server, .required) == failure)
        }
    }

    @Test("a server that says nothing is left within the limit")
    func silent() async throws {
        let server = try await server { $0.greeting = "" }
        #expect(
            try await send(by: server, .required, timeout: .milliseconds(300))
                == .timeout(host: "localhost", limit: .milliseconds(300)))
    }

    @Test("nothing is there")
    func nothing() async throws {
        let port = try await server().run { $0 }
        let to = SMTPServer(host: "127.0.0.1", port: port, security: .required)
        await #expect(throws: SMTPFailure.notConnected(host: "127.0.0.1")) {
            try await SMTPClient().send(Self.message, by: to)
        }
    }
}

@Suite("Why an e-mail was not taken") struct SMTPFailureTests {
    @Test("is said in both languages, with what to do where it is known")
    func wording() {
        let failures: [SMTPFailure] = [
            .notConnected(host: "h"), .tls(host: "h"), .timeout(host: "h", limit: .seconds(20)),
            .disconnected(host: "h"), .malformed, .tooLong, .noSTARTTLS, .injected, .noAuthentication,
            .refused(step: "user and password", code: 535, status: "535 5.7.8"),
        ]
        for failure in failures {
            #expect(failure.description == failure.message.english)
            #expect(failure.message.french != failure.message.english)
        }
        #expect(
            SMTPFailure.refused(step: "recipient 2 of 3", code: 550, status: "550 5.1.1").message.french
                == "le serveur a refusé le destinataire 2 sur 3\u{A0}: 550 5.1.1")
        #expect(SMTPFailure.tls(host: "h").hint.english.contains("update-ca-certificates"))
        #expect(SMTPFailure.refused(step: "DATA", code: 452, status: "452").hint.isEmpty)
    }
}

@Suite("The form of an e-mail") struct MailMessageTests {
    @Test("a subject is as it is in short ASCII, and encoded words on lines of 76 characters otherwise")
    func subject() {
        #expect(MailMessage.header("Bitcoin above $100,000.00") == "Bitcoin above $100,000.00")
        // RFC 2047, 8: a word is decoded where it stands alone.
        #expect(MailMessage.header("=?x") == "=?UTF-8?B?PT94?=")
        #expect(MailMessage.header("é") == "=?UTF-8?B?w6k=?=")
        let long = String(repeating: "🟠é ", count: 60)
        let lines = ("Subject: " + MailMessage.header(long)).split(separator: "\r\n").map(String.init)
        #expect(lines.count > 5 && lines.allSatisfy { $0.utf8.count <= 76 })
        let decoded = lines.map { line -> String in
            let word = line.replacing("Subject:", with: "").filter { $0 != " " }
            let data = Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) ?? Data()
            // Each word has whole characters.
            return String(validating: Array(data), as: UTF8.self) ?? "?"
        }.joined()
        #expect(decoded == long.condensedLine())
        #expect(!MailMessage.header("a\r\nBcc: x@y").contains("\n"))
    }

    @Test("a text is quoted-printable, with lines of 76 characters, and comes back")
    func quotedPrintable() {
        let text = "é = 1 \n" + String(repeating: "x", count: 200) + "\nend\t\n\u{1}🟠"
        let coded = MailMessage.quotedPrintable(text)
        #expect(coded.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0D || $0 == 0x0A })
        let lines = coded.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.hasSuffix(" ") })
        var bytes: [UInt8] = []
        let joined = coded.replacing("=\r\n", with: "").replacing("\r\n", with: "\n")
        var rest = Array(joined.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        #expect(String(decoding: bytes, as: UTF8.self) == text + "\n")
    }

    @Test("points at the beginning of lines are doubled, and the end is a point alone")
    func stuffing() {
        func stuffed(_ text: String) -> String {
            String(decoding: SMTPSession.stuffed(Array(text.utf8)), as: UTF8.self)
        }
        #expect(stuffed(".a\r\n.\r\nb.\r\n") == "..a\r\n..\r\nb.\r\n.\r\n")
        #expect(stuffed("a") == "a\r\n.\r\n")
    }

    @Test("replies are put together from any pieces")
    func replies() throws {
        let text = "250-a.example Hello\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE\r\n354 go\n220\r\n"
        for size in 1...7 {
            var parser = SMTPReplyParser()
            var replies: [SMTPReply] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                parser.append(bytes[start..<min(start + size, bytes.count)])
                while let reply = try parser.next() { replies.append(reply) }
            }
            #expect(replies.map(\.code) == [250, 354, 220] && !parser.hasRest)
            #expect(replies[0].parameters(of: "AUTH") == ["PLAIN", "LOGIN"])
            #expect(replies[0].parameters(of: "STARTTLS") == nil)
        }
    }
}
