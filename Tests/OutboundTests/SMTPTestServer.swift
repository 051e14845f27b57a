import FoundationEssentials
import NIOCore
import NIOPosix
import NIOSSL
import SandboxSupport
import Synchronization

/// A mail server (RFC 5321, 3207, 4954) on a port of the system's choice, with faults on demand.
final class SMTPTestServer: Sendable {
    struct Behaviour: Sendable {
        var isImplicitTLS = false
        var offersSTARTTLS = true
        var mechanisms = ["PLAIN", "LOGIN"]
        var user = "me@example.org"
        var password = "pass word é"
        /// Answers to commands that begin so, in place of the usual ones.
        var answers: [String: String] = [:]
        /// Sent right after the answer to STARTTLS, before TLS.
        var injected = ""
        /// Sent in place of the greeting.
        var greeting = "220 test ESMTP\r\n"
    }

    struct Mail: Sendable, Hashable {
        let from: String
        let to: [String]
        /// As it came, without the points that were added.
        let data: String
        let isSecure: Bool
        let isAuthenticated: Bool
    }

    fileprivate let mails = Mutex<[Mail]>([])
    fileprivate let lines = Mutex<[String]>([])
    var taken: [Mail] { mails.withLock(\.self) }
    /// All lines that clients sent.
    var heard: [String] { lines.withLock(\.self) }
    let behaviour: Behaviour
    let tls: NIOSSLContext

    init(_ behaviour: Behaviour, _ files: TestCertificates.Server) throws {
        self.behaviour = behaviour
        tls = try NIOSSLContext(configuration: .serving(files))
    }

    func run<T: Sendable>(_ body: (_ port: Int) async throws -> T) async throws -> T {
        try await withServer { channel in
            if self.behaviour.isImplicitTLS {
                try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: self.tls))
            }
            try channel.pipeline.syncOperations.addHandler(SMTPConversation(self))
        } run: {
            try await body($0)
        }
    }
}

private final class SMTPConversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State { case commands, loginUser, loginPassword, data }

    private let server: SMTPTestServer
    private var behaviour: SMTPTestServer.Behaviour { server.behaviour }
    private var pending = ""
    private var state = State.commands
    private var (isSecure, isAuthenticated) = (false, false)
    private var (from, to, data, user) = ("", [String](), "", "")

    init(_ server: SMTPTestServer) {
        self.server = server
        isSecure = server.behaviour.isImplicitTLS
    }

    func channelActive(context: ChannelHandlerContext) { write(behaviour.greeting, context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pending += String(buffer: unwrapInboundIn(data))
        while let end = pending.firstRange(of: "\r\n") {
            let line = String(pending[..<end.lowerBound])
            pending = String(pending[end.upperBound...])
            receive(line, context)
        }
    }

    private func receive(_ line: String, _ context: ChannelHandlerContext) {
        server.lines.withLock { $0.append(line) }
        switch state {
        case .data:
            guard line == "." else {
                data += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\r\n"
                return
            }
            state = .commands
            let mail = SMTPTestServer.Mail(
                from: from, to: to, data: data, isSecure: isSecure, isAuthenticated: isAuthenticated)
            if let answer = behaviour.answers["."] { return write(answer, context) }
            server.mails.withLock { $0.append(mail) }
            write("250 2.0.0 taken\r\n", context)
        case .loginUser:
            user = Self.decoded(line)
            state = .loginPassword
            write("334 UGFzc3dvcmQ6\r\n", context)
        case .loginPassword:
            state = .commands
            authenticate(user, Self.decoded(line), context)
        case .commands: command(line, context)
        }
    }

    private func command(_ line: String, _ context: ChannelHandlerContext) {
        if let answer = behaviour.answers.first(where: { line.hasPrefix($0.key) })?.value {
            return write(answer, context)
        }
        switch line.prefix(4) {
        case "EHLO":
            var keywords = ["test"]
            if !isSecure, behaviour.offersSTARTTLS { keywords.append("STARTTLS") }
            if !behaviour.mechanisms.isEmpty {
                keywords.append("AUTH " + behaviour.mechanisms.joined(separator: " "))
            }
            keywords.append("8BITMIME")
            let last = keywords.removeLast()
            write(keywords.map { "250-\($0)\r\n" }.joined() + "250 \(last)\r\n", context)
        case "STAR":
            write("220 2.0.0 ready\r\n" + behaviour.injected, context)
            isSecure = true
            try? context.pipeline.syncOperations.addHandler(
                NIOSSLServerHandler(context: server.tls), position: .first)
        case "AUTH":
            let words = line.split(separator: " ").map(String.init)
            if words[1] == "PLAIN", words.count == 3 {
                let parts = Self.decoded(words[2]).split(separator: "\0", omittingEmptySubsequences: false)
                authenticate(String(parts[1]), String(parts[2]), context)
            } else {
                state = .loginUser
                write("334 VXNlcm5hbWU6\r\n", context)
            }
        case "MAIL":
            from = Self.address(line)
            write("250 2.1.0 ok\r\n", context)
        case "RCPT":
            to.append(Self.address(line))
            write("250 2.1.5 ok\r\n", context)
        case "DATA":
            state = .data
            write("354 go\r\n", context)
        case "QUIT":
            write("221 bye\r\n", context)
            context.close(promise: nil)
        default: write("500 5.5.1 what?\r\n", context)
        }
    }

    private func authenticate(_ user: String, _ password: String, _ context: ChannelHandlerContext) {
        isAuthenticated = user == behaviour.user && password == behaviour.password
        write(isAuthenticated ? "235 2.7.0 ok\r\n" : "535 5.7.8 not \(password)\r\n", context)
    }

    private static func decoded(_ text: String) -> String {
        String(decoding: Data(base64Encoded: text) ?? Data(), as: UTF8.self)
    }

    private static func address(_ line: String) -> String {
        String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
    }

    private func write(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
