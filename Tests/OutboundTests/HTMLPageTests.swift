import Domain
import Testing

@testable import Outbound

@Suite("A web page where data should be") struct HTMLPageTests {
    private func meaning(_ page: String, status: Int = 200) -> OutboundError? {
        OutboundError(OutboundResponse(status: status, body: Array(page.utf8)), now: Timestamp(seconds: 0))
    }

    @Test(
        "a login page is called that",
        arguments: [
            "<!DOCTYPE html><html><head><title>Sign in - Example</title></head><body></body></html>",
            "<html lang=fr><head><title>Espace abonnés</title></head><body><h1 class=big>Se connecter</h1></body></html>",
            "<!doctype html><html><body><form><input name=u><input type=\"password\" name=p></form></body></html>",
        ])
    func login(_ page: String) {
        #expect(meaning(page) == .loginPage(status: 200))
        #expect(meaning(page)?.kind == .loginPage)
    }

    @Test(
        "a maintenance page is called that, also where it has a link to log in",
        arguments: [
            "<html><head><title>Scheduled Maintenance</title></head><body><a href=/login>Log in</a></body></html>",
            "<html><body><h1>We’ll be right back</h1></body></html>",
            "<!DOCTYPE html><html><head><title>Site en maintenance</title></head></html>",
        ])
    func maintenance(_ page: String) {
        #expect(meaning(page) == .maintenance(status: 200))
    }

    @Test(
        "any other page is a web page, whatever its menu links to",
        arguments: [
            "<!DOCTYPE html><html><head><title>Bitcoin news</title></head><body><a href=/login>Log in</a></body></html>",
            "<html><header>Sign in</header><body><h1>Markets</h1></body></html>", "<html><title>unfinished",
        ])
    func other(_ page: String) {
        #expect(meaning(page) == .webPage(status: 200))
        #expect(meaning(page)?.hint.english.contains("correct it in the setting") == true)
    }

    @Test("a captcha stays one")
    func captcha() {
        #expect(meaning("<html><title>Log in</title><div class=captcha></div></html>") == .captcha(status: 200))
    }

    @Test(
        "a feed with HTML in its first item is no web page, and a headline on captchas is no challenge",
        arguments: [
            "<rss><channel><item><description><![CDATA[<html><body>Hi</body></html>]]></description></item></channel></rss>",
            "<?xml version='1.0'?><!-- <html> --><feed><title>Captcha solved by AI</title></feed>",
            "<br />\n<b>Warning</b>: x\n<rss><title>Just a moment</title></rss>", "{\"a\": \"<html>captcha</html>\"}",
        ])
    func feed(_ document: String) {
        #expect(meaning(document) == nil)
    }

    @Test("a page whose headline is on captchas is a web page, not a challenge")
    func headline() {
        #expect(
            meaning("<html><title>News</title><body><p>AI solves every captcha</p></body></html>")
                == .webPage(status: 200))
        #expect(
            meaning("<html><head><script src='https://c.example/captcha.js'></script></head></html>")
                == .captcha(status: 200))
    }

    @Test("a page is known behind comments and declarations")
    func behind() {
        #expect(meaning("\u{FEFF}<?xml version='1.0'?>\n<!-- x --><!DOCTYPE html PUBLIC 'x'>") == .webPage(status: 200))
        #expect(meaning("<head><title>x</title></head>") == .webPage(status: 200))
    }
}
