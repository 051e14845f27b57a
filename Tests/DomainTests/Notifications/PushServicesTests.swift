import Domain
import FoundationEssentials
import Testing

@Suite("Push services") struct PushServicesTests {
    private let usual = PushServices(PushServices.usual) ?? .empty

    @Test(
        "endpoints of the browsers are accepted",
        arguments: [
            "https://fcm.googleapis.com/fcm/send/abc:def-_", "https://FCM.googleapis.com:443/wp/x",
            "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
            "https://wns2-par02p.notify.windows.com/w/?token=BQY%3d", "https://web.push.apple.com/QGY",
        ])
    func accepted(_ endpoint: String) throws { try usual.check(endpoint) }

    @Test(
        "every other address is refused",
        arguments: [
            "", "fcm.googleapis.com/x", "http://fcm.googleapis.com/x", "https://fcm.googleapis.com",
            "https://fcm.googleapis.com/", "https://fcm.googleapis.com.evil.example/x",
            "https://evil.example/fcm.googleapis.com/x", "https://fcm.googleapis.com@evil.example/x",
            "https://user:fcm.googleapis.com@evil.example/x", "https://fcm.googleapis.com:8443/x",
            "https://evil.example\\@fcm.googleapis.com/x", "https://fcm.googleapis.com/x\\y",
            "https://fcm.googleapis.com/x#y", "https://fcm.googleapis.com./x", "https://notify.windows.com/x",
            "https://xnotify.windows.com/x", "https://.notify.windows.com/x", "https://a/.notify.windows.com/x",
            "https://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/latest/meta-data", "https://localhost/x",
            "ftp://fcm.googleapis.com/x", "file:///etc/passwd", "https://fcm.googleapis.com/x y",
            "https://fcm.googleapis.com/\r\nHost: x", "https://fcm.googleapis.com/é",
        ])
    func refused(_ endpoint: String) { #expect(throws: PushServices.Refusal.self) { try usual.check(endpoint) } }

    @Test("an endpoint has 1024 bytes at most")
    func long() throws {
        let start = "https://fcm.googleapis.com/"
        try usual.check(start + String(repeating: "x", count: 1024 - start.count))
        #expect(throws: PushServices.Refusal.tooLong) {
            try usual.check(start + String(repeating: "x", count: 1025 - start.count))
        }
    }

    @Test("the operator lists others, and a test service of this machine without TLS")
    func others() throws {
        let services = try #require(PushServices(["push.lan:8443", "*.Example.org", "http://127.0.0.1:4000"]))
        for endpoint in [
            "https://push.lan:8443/x", "https://a.b.example.org/x", "http://127.0.0.1:4000/push/x",
        ] {
            try services.check(endpoint)
        }
        for endpoint in [
            "https://push.lan/x", "https://example.org/x", "http://127.0.0.1:4001/x", "https://127.0.0.1:4000/x",
            "https://fcm.googleapis.com/x",
        ] {
            #expect(throws: PushServices.Refusal.self) { try services.check(endpoint) }
        }
    }

    @Test(
        "what is no host is no entry",
        arguments: [
            "https://push.example.org", "push.example.org/x", "*", "*.org", "a b", "*.", "*..org", "u@h",
            "http://push.example.org", "http://127.0.0.1.evil.example:80", "http://127.0.0.1:1/x", "h:99999",
        ])
    func invalid(_ entry: String) { #expect(PushServices([entry]) == nil) }
}

@Suite("Base64url") struct Base64URLTests {
    /// RFC 4648, 10, and the two digits that differ from Base64.
    @Test(
        "is written without padding, and read with and without",
        arguments: [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE")])
    func roundTrip(_ plain: String, _ coded: String) {
        #expect(Array(plain.utf8).base64URL == coded)
        #expect([UInt8](base64URL: coded) == Array(plain.utf8))
        let padding = String(repeating: "=", count: (4 - coded.count % 4) % 4)
        #expect([UInt8](base64URL: coded + padding) == Array(plain.utf8))
    }

    @Test("has its own last two digits")
    func digits() {
        let bytes: [UInt8] = [251, 255, 191]
        #expect(bytes.base64URL == "-_-_" && [UInt8](base64URL: "-_-_") == bytes)
    }

    @Test("nothing else is read", arguments: ["+/+/", "Z", "Zg===", "Z g", "Zg\n", "é", "=", "===="])
    func invalid(_ text: String) { #expect([UInt8](base64URL: text) == nil) }
}
