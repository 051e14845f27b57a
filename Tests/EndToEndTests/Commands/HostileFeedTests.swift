import Domain
import Foundation
import Sandbox
import Synchronization
import Testing

/// Feeds that mean harm beside a good one, through the real program.
@Suite(.serialized) struct HostileFeedTests {
    /// Lends a world whose feeds are the hostile ones, and the address of those.
    private func withHostileWorld(_ body: @escaping @Sendable (World, [String: String]) async throws -> Void)
        async throws
    {
        try await withWorld { world in
            let lent = world
            try await withListener(try await HostileFeeds.router()) { address in
                let feeds = HostileFeeds.all.map { "\(address)/\($0.path)" } + ["\(address)/good"]
                try await body(lent, ["NEWS_FEEDS": feeds.joined(separator: ","), "SOURCE_TIMEOUT": "10s"])
            }
        }
    }

    @Test("each is recorded with the right kind, and the good feed is served")
    func collected() async throws {
        try await withHostileWorld { world, settings in
            let ended = try await world.run(
                "collect", "news", "--json", with: settings)
            #expect(ended.code == 0, "\(ended.errors)")
            let run = try ended.json(Run.self)
            #expect(run.outcome == .degraded)
            for (path, kind) in HostileFeeds.all {
                let report = try #require(run.sources.first { $0.source.rawValue.hasSuffix("/" + path) }, "\(path)")
                if path == "headers" {
                    #expect(report.outcome == .failed)
                } else {
                    #expect(report.error?.kind == kind, "\(path): \(report.error?.message ?? "no error")")
                }
            }
            let titles = Set(try await world.dump().articles.map(\.article.title))
            #expect(titles.contains("A good title"))
            let cut = titles.filter { $0.hasPrefix("Cut at") }
            #expect(cut == Set(HostileFeeds.cuts.flatMap { HostileFeeds.titles(cutAt: $0) }) && !cut.isEmpty)
            #expect(titles.filter { $0.hasPrefix("Title number") }.count == 1000)
            #expect(!titles.contains { $0.contains("root:") || $0.count > 300 })
            // Nothing is asked again at once, by hand neither.
            let again = try await world.run("collect", "news", "--json", with: settings)
                .json(Run.self)
            #expect(
                again.sources.allSatisfy { $0.outcome == .notDue || $0.outcome == .skipped || $0.outcome == .failed })
            #expect(again.sources.first { $0.source.rawValue.hasSuffix("/good") }?.nextAttempt?.reason == .interval)
        }
    }

    @Test(
        "no script of a feed runs on the page, and the service answers all the while",
        .enabled(if: WebDriver.isInstalled, "\(WebDriver.skipped)"))
    func page() async throws {
        try await withHostileWorld { world, settings in
            try await world.with("serve", and: settings) { program in
                let api = try await program.address(of: "api")
                // The time of each answer is reported, as a machine under test has no fixed speed.
                let slowest = Mutex(Duration.zero)
                let asking = Task {
                    while !Task.isCancelled {
                        let start = ContinuousClock.now
                        let answer = try await ask(api + "/livez")
                        #expect(answer.status == 200)
                        let took = ContinuousClock.now - start
                        slowest.withLock { $0 = max($0, took) }
                        try? await ContinuousClock().sleep(for: .milliseconds(20))
                    }
                }
                try await program.logged("ends: ")
                asking.cancel()
                _ = await asking.result
                print("slowest /livez beside hostile feeds: \(slowest.withLock { $0 })")
                let web = try await program.address(of: "web")
                try await WebDriver.shared().browse { browser in
                    for path in ["/", "/sources", "/?lang=fr"] {
                        try await browser.open(web + path)
                        try await browser.wait(until: "document.readyState === 'complete'")
                        #expect(try await browser.value("window.hacked === undefined", Bool.self), "\(path)")
                        #expect(try await browser.value("document.title", String.self).contains("hacked") == false)
                        let schemes = try await browser.value(
                            "[...document.querySelectorAll('a')].map((a) => a.protocol)", [String].self)
                        #expect(schemes.allSatisfy { $0 == "http:" || $0 == "https:" }, "\(path)")
                        let scripts = try await browser.value(
                            "[...document.scripts].filter((s) => !s.src.includes('/assets/')).length", Int.self)
                        let own = try await browser.value(
                            "[...document.scripts].filter((s) => !s.src && s.type !== 'application/json').length",
                            Int.self)
                        #expect(own == 0 && scripts <= 1, "\(path)")
                        #expect(try await browser.consoleMessages() == [], "\(path)")
                    }
                    try await browser.open(web)
                    // The words are shown as text.
                    try await browser.untilReloading(
                        shows: "document.querySelector('#news')?.innerText.includes('<script>')")
                }
            }
        }
    }
}
