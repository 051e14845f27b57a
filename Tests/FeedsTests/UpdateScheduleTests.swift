import Domain
import Testing

@testable import Feeds

/// Expected values from RSS 2.0 (https://www.rssboard.org/rss-specification) and the module Syndication of RSS 1.0.
@Suite("When a document says that it is to be read again") struct UpdateScheduleTests {
    private static let item = "<item><title>T</title><link>https://a.example/1</link></item>"

    private func demands(_ elements: String, after: String = "") throws -> FeedDemands {
        try read(
            Array("<rss version=\"2.0\"><channel>\(elements)\(Self.item)\(after)</channel></rss>".utf8),
            contentType: nil
        ).demands
    }

    @Test("ttl is in minutes", arguments: [("60", 60), (" 90 ", 90), ("1", 1)])
    func ttl(text: String, minutes: Int64) throws {
        #expect(try demands("<ttl>\(text)</ttl>") == FeedDemands(ttl: .minutes(minutes)))
        #expect(try demands("", after: "<ttl>\(text)</ttl>") == FeedDemands(ttl: .minutes(minutes)))
    }

    @Test("what is no ttl is none", arguments: ["0", "-5", "soon", "", "99999999999999999999", "1.5"])
    func noTTL(text: String) throws { #expect(try demands("<ttl>\(text)</ttl>") == FeedDemands()) }

    @Test("hours from 0 to 23, and 24 as 0 hours; days by their English names, in any case")
    func skips() throws {
        let hours = ["0", "7", "23", "24", "25", "-1", "x"].map { "<hour>\($0)</hour>" }.joined()
        let days = ["Sunday", "saturday", "MONDAY", "dimanche"].map { "<day>\($0)</day>" }.joined()
        let found = try demands("<skipHours>\(hours)</skipHours><skipDays>\(days)</skipDays>")
        #expect(found == FeedDemands(skipHours: [0, 7, 23], skipDays: [0, 1, 6]))
        #expect(try demands("<hour>3</hour><day>Sunday</day>") == FeedDemands())
    }

    @Test(
        "a period is divided by its frequency, which is 1 where it is not said",
        arguments: [
            ("hourly", "2", 1800), ("daily", "", 86_400), ("daily", "24", 3600), ("weekly", "7", 86_400),
            ("monthly", "1", 30 * 86_400), ("yearly", "1", 365 * 86_400), ("daily", "0", 86_400),
        ] as [(String, String, Int64)])
    func period(period: String, frequency: String, seconds: Int64) throws {
        let times = frequency.isEmpty ? "" : "<sy:updateFrequency>\(frequency)</sy:updateFrequency>"
        let rss =
            "<rss xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel>\(times)"
            + "<sy:updatePeriod>\n\t\(period)\t</sy:updatePeriod>\(Self.item)</channel></rss>"
        #expect(try read(Array(rss.utf8), contentType: nil).demands.updatePeriod == .seconds(seconds))
        // Undeclared, as many feeds write it.
        #expect(
            try demands("\(times)<sy:updatePeriod>\(period)</sy:updatePeriod>").updatePeriod == .seconds(seconds))
    }

    @Test("elements of an item say nothing about the feed")
    func ofItem() throws {
        let item = "<item><title>T</title><link>https://a.example/2</link><ttl>5</ttl></item>"
        #expect(try demands(item) == FeedDemands())
    }
}
