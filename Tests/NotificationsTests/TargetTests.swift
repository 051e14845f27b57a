import Domain
import Testing

@testable import Notifications

@Suite("Addresses of notifications") struct TargetTests {
    @Test(
        "the addresses of Apprise and of the services are understood",
        arguments: [
            (
                "slack://T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
                "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX", "Slack"
            ),
            (
                "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
                "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX", "Slack"
            ),
            (
                "slack://T0/B0/X?server=http://127.0.0.1:9000/mattermost",
                "http://127.0.0.1:9000/mattermost/services/T0/B0/X", "Slack at 127.0.0.1:9000"
            ),
            ("discord://123/abc-_D", "https://discord.com/api/webhooks/123/abc-_D", "Discord"),
            (
                "https://discord.com/api/webhooks/123/abc-_D", "https://discord.com/api/webhooks/123/abc-_D",
                "Discord"
            ),
            (
                "https://ptb.discord.com/api/webhooks/123/abc-_D", "https://ptb.discord.com/api/webhooks/123/abc-_D",
                "Discord"
            ),
            (
                "https://discord.com/api/v10/webhooks/123/abc-_D", "https://discord.com/api/v10/webhooks/123/abc-_D",
                "Discord"
            ),
            (
                "tgram://110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/-1001234",
                "https://api.telegram.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage", "Telegram"
            ),
            ("json://localhost:8080/path", "http://localhost:8080/path", "JSON at localhost:8080"),
            ("jsons://user:p@example.org", "https://example.org/", "JSON at example.org"),
            ("ntfys://ntfy.example.org/t", "https://ntfy.example.org/", "ntfy at ntfy.example.org"),
        ])
    func http(_ text: String, _ url: String, _ name: String) throws {
        let target = try #require(NotificationTarget(text))
        #expect(target.url == url)
        #expect(target.name == name || target.name == "\(name) \(target.fingerprint.prefix(4))")
        for secret in ["XXXX", "T000", "abc-_D", "AAHdq", "110201543", "user"] {
            #expect(!target.name.contains(secret))
        }
    }

    @Test("the chat of a bot is the path")
    func chat() {
        #expect(NotificationTarget("tgram://1:A/-1001")?.kind == .telegram(chat: "-1001"))
        #expect(NotificationTarget("tgram://1:A/%40channel")?.kind == .telegram(chat: "@channel"))
    }

    private func route(_ text: String) -> MailRoute? {
        if case .mail(let route)? = NotificationTarget(text)?.kind { route } else { nil }
    }

    @Test("mail addresses say server, port, security, sender and receivers")
    func mail() throws {
        let first = try #require(route("mailtos://me:p%40ss@example.org"))
        #expect(first.host == "example.org" && first.port == 587 && first.security == .starttls)
        #expect(first.user == "me" && first.password == "p@ss")
        #expect(first.from == "me@example.org" && first.to == ["me@example.org"])
        let second = try #require(
            route(
                "mailtos://me%40example.org:pw@example.org?mode=ssl&smtp=smtp.example.net&from=btc@example.org"
                    + "&to=a@example.org%2Cb@example.org"))
        #expect(second.host == "smtp.example.net" && second.port == 465 && second.security == .ssl)
        #expect(second.user == "me@example.org" && second.from == "btc@example.org")
        #expect(second.to == ["a@example.org", "b@example.org"])
        let third = try #require(route("mailto://localhost:2525?from=a@example.org&to=b@example.org"))
        #expect(third.security == .insecure && third.port == 2525 && third.user == nil)
        #expect(route("mailtos://me:pw@example.org:465")?.security == .ssl)
        #expect(
            NotificationTarget("mailtos://me:pw@example.org?smtp=smtp.example.net")?.name
                == "e-mail by smtp.example.net")
    }

    @Test("each recipient of e-mail is a target of its own, with a name that shows no address")
    func recipients() throws {
        let text = "mailtos://me:p@example.org?to=a@example.org%2Cb@example.org"
        let all = try #require(NotificationTarget.all(text))
        let routes: [[String]] = all.map { if case .mail(let route) = $0.kind { route.to } else { [] } }
        #expect(routes == [["a@example.org"], ["b@example.org"]])
        #expect(
            all.map(\.name) == [
                "e-mail by example.org (recipient 1 of 2)", "e-mail by example.org (recipient 2 of 2)",
            ])
        #expect(Set(all.map(\.fingerprint)).count == 2)
        #expect(
            NotificationTarget.all("mailtos://me:p@example.org")
                == NotificationTarget("mailtos://me:p@example.org").map { [$0] })
        #expect(NotificationTarget.all("mailtos://me@example.org") == nil)
    }

    @Test(
        "what is incomplete, or would end a command or a header, is refused",
        arguments: [
            "slack://T/B", "slack://T/B/C/D", "slack://T/B/C?mode=x", "slack://T/B/C?server=ftp://x",
            "slack://T/B/C?server=http://u:p@h", "discord://1", "discord://1/2/3", "discord://1/a b",
            "tgram://token/1", "tgram://1:A", "tgram://1:A/1/2", "tgram://x:A/1", "tgram://1:A/",
            "mailtos://example.org", "mailtos://me@example.org", "mailtos://me:p@example.org/path",
            "mailtos://me:p@example.org?mode=tls", "mailtos://me:p@example.org?cc=x@y",
            "mailtos://me:p@example.org?to=a%3E%0D%0ARCPT%20TO:x@y", "mailtos://me:p@example.org?to=",
            "mailtos://me:p@example.org?smtp=a%20b", "mailtos://m%0Ae:p@example.org", "json://", "matrix://x/y",
            // A slash of a password that is not encoded, and a service that takes no messages of ours.
            "https://user:123/rest@example.org", "https://api.telegram.org/bot1:A/sendMessage",
        ])
    func refused(_ text: String) { #expect(NotificationTarget(text) == nil) }

    @Test("two of one service have names of their own")
    func names() throws {
        let names = try ["slack://T/B/C", "slack://T/B/D"].map { try #require(NotificationTarget($0)).name }
        #expect(Set(names).count == 2 && names.allSatisfy { $0.hasPrefix("Slack ") })
    }
}
