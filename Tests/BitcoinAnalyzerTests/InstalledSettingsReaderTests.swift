import Foundation
import Health
import Testing

@testable import BitcoinAnalyzer

@Suite("What is shown of the installed settings") struct InstalledSettingsReaderTests {
    @Test(
        "holds no password, in whatever form it was written",
        arguments: [
            "DATABASE_URL=postgres://u:hunter2@db/x", "DATABASE_URL=host=db user=u password=hunter2",
            "DATABASE_URL=hunter2", "DATABASE_URL='host=db password=hunter2'",
            "https_proxy=http://u:hunter2@proxy:3128",
            "https_proxy=hunter2", "ADMIN_TOKEN=hunter2", "NEWS_FEEDS=https://u:hunter2@feeds.example/rss",
            "PRICE_SOURCES=coinbase=https://u:hunter2@x.example,kraken", "API_BASE_URL=http://u:hunter2@127.0.0.1:8001",
        ])
    func secrets(line: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("environment", line + "\n")
        let settings = try #require(InstalledSettingsReader(file: file, folder: folder.path).read())
        #expect(settings.values.count == 1)
        for value in settings.values.values { #expect(!value.shown.contains("hunter2"), "\(value.shown)") }
    }
}
