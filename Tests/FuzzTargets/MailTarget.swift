import Domain
import FoundationEssentials

@testable import Outbound

extension FuzzTarget {
    /// What a mail server says, up to the end of the conversation.
    static let smtp = FuzzTarget(
        "smtp", maxLength: 2048,
        words: [
            "220 ", "250 ", "250-", "334 ", "354 ", "235 ", "535 5.7.8 ", "\r\n", "\n", "STARTTLS", "AUTH ", "PLAIN",
            "LOGIN", "AUTH=", "554 ",
        ]
    ) { (bytes) throws(Broken) in
        for security in [SMTPServer.Security.required, .implicit, .none] {
            let server = SMTPServer(
                host: "h", port: 25, security: security, credentials: .init(user: "u", password: secret))
            var session = SMTPSession(message, by: server, as: "[127.0.0.1]")
            var (parser, isSecure, steps) = (SMTPReplyParser(), security != .required, 0)
            parser.append(bytes)
            while true {
                let action: SMTPSession.Action
                do throws(SMTPFailure) {
                    guard let reply = try parser.next() else { break }
                    action = try session.next(reply)
                } catch {
                    try require(!error.description.contains(secret), "a failure holds the password")
                    break
                }
                steps += 1
                if case .finish = action { break }
                guard case .send(let sent) = action else {
                    isSecure = true
                    _ = session.begun()
                    continue
                }
                let text = String(decoding: sent, as: UTF8.self)
                let hasSecret = ["AUTH", encodedSecret].contains { text.contains($0) }
                try require(isSecure || !hasSecret, "a password leaves without TLS")
            }
            try require(steps <= 20, "a conversation of \(steps) steps")
        }
    }

    private static let secret = "fuzz-planted-password"
    private static let encodedSecret = Data(secret.utf8).base64EncodedString()
    private static let message = MailMessage(
        id: "m", from: "a@h", to: ["b@h", "c@h"], subject: "s", text: "t", date: Timestamp(seconds: 0))
}
