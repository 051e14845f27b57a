import API
import Domain
import HTTPTypes
import Support
import Testing

@testable import Dashboard

@Suite("The notified devices on the page of price alerts") struct DevicePanelTests {
    private static let token = "a-token-that-nobody-guesses"
    private let closed = OperationsAuthorization(.token, token: AdminToken(token))
    private static let form =
        "endpoint=https%3A%2F%2Ffcm.googleapis.com%2Fs3cret&p256dh=\(PushSubscription.sampleKey)"
        + "&auth=\(PushSubscription.sampleSecret)&language=fr"

    private func register(_ browsers: MemoryPushSubscriptions, key: String? = "BPublic") -> DeviceRegister {
        DeviceRegister(
            PushRegistration(
                browsers, key: key, services: PushServices(PushServices.usual) ?? .empty,
                now: { SampleMarket.now }))
    }

    private func signIn(_ client: PageClient) async throws -> String {
        let opened = try await client.post("/operations/session", "token=\(Self.token)&then=%2Falerts")
        return String(try #require(opened.headers[.setCookie]).prefix { $0 != ";" })
    }

    @Test("an operator sees them and registers and removes one; nobody sees an endpoint or a key of a browser")
    func operatorForms() async throws {
        let browsers = MemoryPushSubscriptions()
        try await PageClient.run(
            try SampleMarket.reader(), devices: register(browsers), operations: closed
        ) { client in
            let session = try await signIn(client)
            let before = try await client.get("/alerts?lang=fr", [.cookie: session]).body
            #expect(before.contains("Aucun appareil inscrit") && before.contains("data-key=\"BPublic\""))
            #expect(before.contains("M’avertir sur cet appareil") && before.section("device").contains("hidden"))
            let added = try await client.post("/alerts/devices", Self.form, cookie: session)
            #expect(added.status == .noContent)
            let kept = try #require(try await browsers.subscriptions().first)
            #expect(kept.endpoint == "https://fcm.googleapis.com/s3cret" && kept.language == .french)
            let page = try await client.get("/alerts?lang=fr", [.cookie: session]).body
            #expect(page.section("devices").contains("fcm.googleapis.com, en français"))
            #expect(page.contains("/alerts/devices/\(kept.id)/remove"))
            for secret in ["s3cret", PushSubscription.sampleKey, PushSubscription.sampleSecret] {
                #expect(!page.contains(secret))
            }
            let removed = try await client.post("/alerts/devices/\(kept.id)/remove", "", cookie: session)
            #expect(removed.status == .seeOther && removed.headers[.location] == "/alerts")
            #expect(try await browsers.subscriptions().isEmpty)
            // Removed on another device meanwhile.
            #expect(try await client.post("/alerts/devices/\(kept.id)/remove", "", cookie: session).status == .seeOther)
        }
    }

    @Test("what is refused has a status that the page explains")
    func refused() async throws {
        let browsers = MemoryPushSubscriptions()
        try await PageClient.run(
            try SampleMarket.reader(), devices: register(browsers), operations: closed
        ) { client in
            #expect(try await client.post("/alerts/devices", Self.form).status == .unauthorized)
            let session = try await signIn(client)
            #expect(
                try await client.post("/alerts/devices", Self.form, cookie: session, site: "cross-site").status
                    == .forbidden)
            let elsewhere = Self.form.replacing("fcm.googleapis.com", with: "evil.example")
            #expect(
                try await client.post("/alerts/devices", elsewhere, cookie: session).status == .unprocessableContent)
            #expect(try await client.post("/alerts/devices", "", cookie: session).status == .unprocessableContent)
            for index in 0..<PushSubscription.limit {
                _ = try await browsers.keep(.sample("\(index)"), limit: PushSubscription.limit)
            }
            #expect(try await client.post("/alerts/devices", Self.form, cookie: session).status == .conflict)
            let page = try await client.get("/alerts?lang=en", [.cookie: session]).body
            #expect(page.contains("data-full=\"20 devices are registered already"))
        }
    }

    @Test("readers see the list without a button, visitors nothing, and nobody anything where Web Push is off")
    func visible() async throws {
        let browsers = MemoryPushSubscriptions([.sample()])
        try await PageClient.run(try SampleMarket.reader(), devices: register(browsers)) { client in
            let page = try await client.get("/alerts?lang=en").body
            #expect(page.section("devices").contains("fcm.googleapis.com, in English"))
            #expect(!page.contains("id=\"device\"") && !page.contains("/remove"))
        }
        try await PageClient.run(try SampleMarket.reader(), devices: register(browsers), operations: closed) { client in
            let body = try await client.get("/alerts?lang=en").body
            #expect(!body.contains("id=\"devices\""))
        }
        let off = register(MemoryPushSubscriptions(), key: nil)
        try await PageClient.run(try SampleMarket.reader(), devices: off, operations: closed) { client in
            let session = try await signIn(client)
            let page = try await client.get("/alerts?lang=en", [.cookie: session]).body
            #expect(!page.contains("id=\"device"))
            #expect(try await client.post("/alerts/devices", Self.form, cookie: session).status == .conflict)
        }
    }

    @Test("a dashboard of its own sends what the API takes")
    func remote() async throws {
        let outcomes: [(status: Int, HTTPResponse.Status)] = [
            (200, .noContent), (409, .conflict), (422, .unprocessableContent), (403, .forbidden),
            (500, .serviceUnavailable),
        ]
        for (status, expected) in outcomes {
            let devices = DeviceRegister(fetch: { _ in (404, Array(#"{"type":"x:not-found"}"#.utf8)) }) {
                path, json, token in
                #expect(path == "/v1/push-subscriptions" && token == Self.token)
                let keys =
                    "{\"auth\":\"\(PushSubscription.sampleSecret)\",\"p256dh\":\"\(PushSubscription.sampleKey)\"}"
                #expect(
                    json == "{\"endpoint\":\"https://fcm.googleapis.com/s3cret\",\"keys\":\(keys),\"language\":\"fr\"}")
                return (status, [])
            }
            try await PageClient.run(try SampleMarket.reader(), devices: devices, operations: closed) { client in
                let session = try await signIn(client)
                #expect(try await client.post("/alerts/devices", Self.form, cookie: session).status == expected)
                // Of an older API.
                let page = try await client.get("/alerts?lang=en", [.cookie: session]).body
                #expect(!page.contains("id=\"devices\""))
            }
        }
    }
}
