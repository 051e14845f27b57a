import FoundationEssentials

/// The conversation with a mail server that hands over one message (RFC 5321, 3.3; RFC 3207; RFC 4954). Pure: it is
/// told each reply, and says what to do.
struct SMTPSession {
    enum Action: Hashable {
        case send([UInt8])
        /// TLS begins now; then ``begun()`` says how it goes on.
        case startTLS
        /// The message was taken. Says goodbye.
        case finish([UInt8])
    }

    private enum State {
        case greeting, hello(isSecure: Bool), startTLS, user, password, authentication, sender, recipient(Int), data,
            body
    }

    private let server: SMTPServer
    private let message: MailMessage
    /// What the client calls itself (RFC 5321, 4.1.3).
    private let name: String
    private var state = State.greeting

    init(_ message: MailMessage, by server: SMTPServer, as name: String) {
        (self.message, self.server, self.name) = (message, server, name)
    }

    /// After TLS has begun: what the server said before does not count (RFC 3207, 4.2).
    mutating func begun() -> Action {
        state = .hello(isSecure: true)
        return command("EHLO \(name)")
    }

    /// - Throws: ``SMTPFailure`` where the message cannot be handed over.
    mutating func next(_ reply: SMTPReply) throws(SMTPFailure) -> Action {
        switch state {
        case .greeting:
            try require(220, reply, "the connection")
            state = .hello(isSecure: server.security == .implicit)
            return command("EHLO \(name)")
        case .hello(let isSecure):
            try require(250, reply, "EHLO")
            if !isSecure, server.security == .required {
                guard reply.parameters(of: "STARTTLS") != nil else { throw .noSTARTTLS }
                state = .startTLS
                return command("STARTTLS")
            }
            return try authenticate(reply)
        case .startTLS:
            try require(220, reply, "STARTTLS")
            return .startTLS
        case .user:
            try require(334, reply, "AUTH LOGIN")
            state = .password
            return command(Self.base64(server.credentials?.user ?? ""))
        case .password:
            try require(334, reply, "AUTH LOGIN")
            state = .authentication
            return command(Self.base64(server.credentials?.password ?? ""))
        case .authentication:
            try require(235, reply, "user and password")
            return mail()
        case .sender:
            try require(250, reply, "the sender")
            return recipient(0)
        case .recipient(let index):
            guard [250, 251].contains(reply.code) else {
                throw Self.refused(reply, "recipient \(index + 1) of \(message.to.count)")
            }
            guard index + 1 < message.to.count else {
                state = .data
                return command("DATA")
            }
            return recipient(index + 1)
        case .data:
            try require(354, reply, "DATA")
            state = .body
            return .send(Self.stuffed(message.bytes))
        case .body:
            try require(250, reply, "the message")
            return .finish(Array("QUIT\r\n".utf8))
        }
    }

    private mutating func authenticate(_ hello: SMTPReply) throws(SMTPFailure) -> Action {
        guard let credentials = server.credentials else { return mail() }
        let ways = hello.parameters(of: "AUTH") ?? []
        if ways.contains("PLAIN") {
            // RFC 4616: no authorization identity.
            state = .authentication
            return command("AUTH PLAIN " + Self.base64("\0\(credentials.user)\0\(credentials.password)"))
        }
        guard ways.contains("LOGIN") else { throw .noAuthentication }
        state = .user
        return command("AUTH LOGIN")
    }

    private mutating func mail() -> Action {
        state = .sender
        return command("MAIL FROM:<\(message.from)>")
    }

    private mutating func recipient(_ index: Int) -> Action {
        state = .recipient(index)
        return command("RCPT TO:<\(message.to[index])>")
    }

    private func require(_ code: Int, _ reply: SMTPReply, _ step: String) throws(SMTPFailure) {
        guard reply.code == code else { throw Self.refused(reply, step) }
    }

    private static func refused(_ reply: SMTPReply, _ step: String) -> SMTPFailure {
        .refused(step: step, code: reply.code, status: reply.status)
    }

    private func command(_ text: String) -> Action { .send(Array((text + "\r\n").utf8)) }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    /// A point more before each line that begins with one, and the line with a point alone that ends a message
    /// (RFC 5321, 4.5.2).
    static func stuffed(_ message: [UInt8]) -> [UInt8] {
        var (bytes, isAtStart) = ([UInt8](), true)
        bytes.reserveCapacity(message.count + 16)
        for byte in message {
            if isAtStart, byte == UInt8(ascii: ".") { bytes.append(byte) }
            bytes.append(byte)
            isAtStart = byte == 0x0A
        }
        if !isAtStart { bytes += [0x0D, 0x0A] }
        return bytes + Array(".\r\n".utf8)
    }
}
