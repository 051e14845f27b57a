import Domain
import Foundation
import Support
import Testing

@testable import Notifications

/// The requests as the documentation of the services describes them.
@Suite("Messages to services") struct ChannelMessageTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    private func notice(_ symptom: Phrase = Phrase("No new prices.", fr: "Plus de cours.")) -> Notice {
        Notice(
            .opened,
            of: Incident(
                id: IncidentID(rawValue: "i1"), cause: .databaseUnreachable, severity: .critical, opened: Self.now,
                context: "c", symptom: symptom, diagnosis: "d"), number: 1, at: Self.now)
    }

    private func body(_ notice: Notice, to address: String, language: Language = .english) throws -> [String: Any] {
        let target = try #require(NotificationTarget(address))
        let message = try NotificationMessage(notice, to: target, secret: "s", language: language, now: Self.now)
        guard case .request(let request) = message else { return [:] }
        return try #require(try JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? [String: Any])
    }

    @Test("Slack gets a text, and blocks of plain text within their limits")
    func slack() throws {
        let long = notice(Phrase(verbatim: "<!channel> & *x* " + String(repeating: "é", count: 5000)))
        let body = try body(long, to: "slack://T/B/C")
        let blocks = try #require(body["blocks"] as? [[String: Any]])
        #expect(blocks.map { $0["type"] as? String } == ["header", "section"])
        let texts = blocks.compactMap { $0["text"] as? [String: Any] }
        #expect(texts.allSatisfy { $0["type"] as? String == "plain_text" })
        let lengths = texts.compactMap { ($0["text"] as? String)?.utf16.count }
        #expect(lengths[0] <= 150 && lengths[1] <= 3000 && lengths[1] > 2900)
        #expect((body["text"] as? String)?.contains("<") == false, "no mention in what a phone shows")
    }

    @Test("Discord gets an embed that mentions nobody and has no markup")
    func discord() throws {
        let body = try body(notice(Phrase(verbatim: "@everyone **x** [a](b)")), to: "discord://1/a")
        #expect((body["allowed_mentions"] as? [String: [String]])?["parse"] == [])
        let embed = try #require((body["embeds"] as? [[String: Any]])?.first)
        let description = try #require(embed["description"] as? String)
        #expect(description.contains("\\*\\*x\\*\\*") && description.contains("\\[a\\]\\(b\\)"))
        #expect(embed["timestamp"] as? String == "2027-01-15T08:00:00Z" && embed["color"] is Int)
        let long = try self.body(notice(Phrase(verbatim: String(repeating: "*", count: 9000))), to: "discord://1/a")
        let cut = ((long["embeds"] as? [[String: Any]])?.first?["description"] as? String)?.utf16.count ?? 0
        #expect(cut <= 4096 && cut > 4000)
    }

    @Test("Telegram gets a chat and a text without markup, of 4096 characters at most")
    func telegram() throws {
        let body = try body(notice(), to: "tgram://1:A/-1001", language: .french)
        #expect(body["chat_id"] as? String == "-1001" && body["parse_mode"] == nil)
        #expect((body["text"] as? String)?.contains("\n\nPlus de cours.") == true)
        #expect((body["link_preview_options"] as? [String: Bool])?["is_disabled"] == true)
        let long = try self.body(notice(Phrase(verbatim: String(repeating: "🟠", count: 5000))), to: "tgram://1:A/1")
        let text = try #require(long["text"] as? String)
        #expect(text.utf16.count <= 4096 && text.hasSuffix("🟠…"), "no half of a character")
    }

    @Test("json:// gets what Apprise sends, and a signature")
    func json() throws {
        let body = try body(notice(), to: "json://h/p")
        #expect(Set(body.keys) == ["version", "title", "message", "attachments", "type"])
        #expect(body["version"] as? String == "1.0" && body["type"] as? String == "failure")
    }

    @Test("an e-mail has the subject and the text in the language asked for")
    func mail() throws {
        let target = try #require(NotificationTarget("mailtos://me:pw@example.org"))
        let message = try NotificationMessage(notice(), to: target, secret: nil, language: .french, now: Self.now)
        guard case .mail(let mail) = message else {
            Issue.record("no mail")
            return
        }
        #expect(mail.id == "i1-opened-1" && mail.text.hasPrefix("Plus de cours.") && !mail.subject.isEmpty)
    }

    @Test("an alert and a summary say what they are to a program, and what happened to a reader")
    func kinds() throws {
        let alert = PriceAlert(
            id: "a1", .above(100), note: "n", created: Self.now, armed: nil, firings: 2, fired: Self.now,
            firedPrice: 101)
        let fired = Notice(
            Notice.AlertDetails(alert, close: 101, asOf: Self.now, reached: 102, change: nil),
            title: Phrase("above", fr: "au-dessus"), text: Phrase("text", fr: "texte"), at: Self.now)
        let hook = try body(fired, to: "https://h/p")
        let data = try #require(hook["data"] as? [String: Any])
        #expect(hook["type"] as? String == "price.alert" && data["id"] as? String == "alert-a1-2")
        let details = try #require(data["alert"] as? [String: Any])
        #expect(details["price"] as? Double == 100 && details["close"] as? Double == 101)
        #expect(data["incident"] == nil)
        let telegram = try body(fired, to: "tgram://1:A/1", language: .french)
        #expect(telegram["text"] as? String == "au-dessus\n\ntexte", "no command for a reader")
        #expect(Notice(try fired.queued()) == fired)
        let summary = Notice.summary(
            Notice.DailySummary(
                date: "2027-01-15", price: 95_666.98, quote: .usd, asOf: Self.now, change: 0.017, low: 91_043,
                high: 96_034, incidents: 2, openIncidents: 1),
            analysis: Phrase("Calm day.", fr: "Journée calme."), at: Self.now)
        #expect(summary.id == "summary-2027-01-15" && summary.kind == "summary.daily")
        #expect(summary.title.english == "Bitcoin: $95,666.98 (+1.7% in 24 h)")
        #expect(
            summary.text.english
                == "Calm day.\n24 h range: $91,043.00 – $96,034.00\nIncidents: 2 in 24 h, 1 open")
        for language in Language.allCases {
            #expect(TextLint.violations(summary.title[language], in: language, as: .part) == [])
        }
    }
}
