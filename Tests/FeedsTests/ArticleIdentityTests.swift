import Domain
import Support
import Testing

@testable import Feeds

@Suite("What makes two entries one article")
struct ArticleIdentityTests {
    private func identities(_ links: String...) throws -> Set<ArticleID> {
        Set(try links.map { ArticleIdentity.of(link: try #require(ArticleLink.absolute($0, from: nil), "\($0)")) })
    }

    @Test("scheme, www, default port, slash at the end and the host's case do not make another article")
    func spelling() throws {
        #expect(
            try identities(
                "https://a.example/x", "http://a.example/x", "https://www.a.example/x", "https://a.example/x/",
                "https://a.example:443/x", "http://a.example:80/x", "https://A.Example/x"
            ).count == 1)
        #expect(try identities("https://a.example", "https://a.example/").count == 1)
        #expect(try identities("https://a.example/x", "https://a.example:8443/x", "https://a.example/X").count == 3)
    }

    @Test(
        "tracking parameters do not make another article",
        arguments: [
            "utm_source=rss&utm_medium=feed", "fbclid=1", "gclid=2", "ref=rss", "mc_cid=7&mc_eid=8", "cmp=rss",
            "at_medium=RSS&at_campaign=KARANGA", "ftag=CAD590a51e", "UTM_Source=x", "xtor=RSS-1", "ncid=rss",
        ])
    func tracking(parameters: String) throws {
        #expect(
            try identities(
                "https://a.example/x?id=7", "https://a.example/x?\(parameters)&id=7",
                "https://a.example/x?id=7&\(parameters)", "https://a.example/x?id=7&\(parameters)#xtor=RSS-1"
            ).count == 1)
        #expect(try identities("https://a.example/x?\(parameters)", "https://a.example/x").count == 1)
    }

    @Test("other parameters do, in their order")
    func parameters() throws {
        #expect(
            try identities("https://a.example/x?id=7", "https://a.example/x?id=8", "https://a.example/x").count == 3)
        #expect(try identities("https://a.example/x?oc=5", "https://a.example/x").count == 2)
    }

    @Test("a fragment may be an item of its own, except where it is a place on the page")
    func fragments() throws {
        #expect(try identities("https://a.example/live#post-1", "https://a.example/live#post-2").count == 2)
        #expect(try identities("https://a.example/x#top", "https://a.example/x", "https://a.example/x#").count == 1)
    }

    private func guid(
        _ guid: String, title: String = "Bitcoin rises", link: String = "https://hourlycoin.example/rises"
    )
        -> String
    {
        item(title: title, link: link, more: "<guid isPermaLink=\"false\">\(guid)</guid>")
    }

    @Test("items with one link and different identifiers are different articles")
    func identifiers() throws {
        #expect(try read(rss(guid("1"), guid("2"), guid("3"))).articles.count == 3)
    }

    @Test("a changed link under the same identifier is the same article")
    func changedSlug() throws {
        let old = try article(guid("42"))
        let new = try article(guid("42", title: "Bitcoin rises more", link: "https://hourlycoin.example/rises-more"))
        #expect(old.id == new.id)
        #expect(try article(guid("43")).id != old.id)
    }

    @Test("a short identifier is unique on its site, a long one everywhere")
    func scope() throws {
        let own = try article(guid("42")).id
        #expect(try article(guid("42", link: "https://other.example/x")).id != own)
        let universal = "tag:hourlycoin.example,2026:42"
        #expect(
            try article(guid(universal)).id == article(guid(universal, link: "https://other.example/x")).id)
    }

    @Test("different items with one link and no identifier are different articles")
    func sharedLink() throws {
        let titles = ["ant", "bee", "cat", "dog", "emu"]
        for link in ["https://hourlycoin.example/", "https://hourlycoin.example/live"] {
            #expect(try read(rss(titles.map { item(title: $0, link: link) }.joined())).articles.map(\.title) == titles)
        }
        // The same in two passes, where the link is the site’s.
        let (home, page) = ("https://hourlycoin.example/", "https://hourlycoin.example/live")
        #expect(try article(item(title: "A", link: home)).id != article(item(title: "B", link: home)).id)
        #expect(try article(item(title: "A", link: page)).id == article(item(title: "B", link: page)).id)
    }

    @Test("an identifier with a colon is unique on its site only", arguments: ["post:12", "news:4711", "12:30"])
    func colon(identifier: String) throws {
        let own = try article(guid(identifier)).id
        #expect(try article(guid(identifier, link: "https://other.example/x")).id != own)
        #expect(try article(guid(identifier, link: "https://hourlycoin.example/moved")).id == own)
    }

    @Test("the schemes of identifiers that are unique everywhere are read in any case", arguments: ["tag:", "URN:x:"])
    func schemes(scheme: String) throws {
        let (one, other) = (guid("\(scheme)1"), guid("\(scheme)1", link: "https://other.example/x"))
        #expect(try article(one).id == article(other).id)
    }

    @Test("a feed cannot take the identity of another site’s article")
    func foreignAddress() throws {
        let victim = try article(item(link: "https://daily.example/hack")).id
        let claim = guid("https://daily.example/hack", link: "https://evil.example/x")
        #expect(try article(claim).id != victim)
        // The feed's own address counts, also where the link leads elsewhere.
        let own = guid("https://hourlycoin.example/hack", link: "https://clicks.example/x")
        #expect(try article(own).id == article(item(link: "https://hourlycoin.example/hack")).id)
    }

    @Test("an identifier that all items share identifies none")
    func shared() throws {
        let items = (0..<4).map { guid("same", title: "Title \($0)", link: "https://hourlycoin.example/\($0)") }
        #expect(try read(rss(items.joined())).articles.count == 4)
    }

    @Test("an identifier that is an address is the link of feeds that have none")
    func address() throws {
        let plain = try article(item(link: "https://hourlycoin.example/rises"))
        let own = try article(
            item(
                link: "https://hourlycoin.example/other?utm_source=rss",
                more: "<guid>http://www.hourlycoin.example/rises/</guid>"))
        #expect(plain.id == own.id)
    }

    private func google(_ code: String, title: String = "Bitcoin rises", date: String = "Thu, 01 Jan 2026 10:00:00 GMT")
        -> String
    {
        item(
            title: "\(title) - CoinDesk", link: "https://news.google.com/rss/articles/\(code)?oc=5", date: date,
            more: "<guid isPermaLink=\"false\">\(code)</guid><source url=\"https://c.example\">CoinDesk</source>")
    }

    @Test("a link that Google News issues again is the same article, one of another day is not")
    func googleNews() throws {
        let first = try article(google("CBMi1"))
        #expect(try article(google("CBMi2")).id == first.id)
        #expect(try article(google("CBMi1", title: "Bitcoin falls")).id != first.id)
        #expect(try article(google("CBMi1", date: "Fri, 02 Jan 2026 10:00:00 GMT")).id != first.id)
    }
}
