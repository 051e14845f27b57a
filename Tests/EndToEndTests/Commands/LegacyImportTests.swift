import Domain
import Testing

@testable import Storage

/// `import --legacy`: the database of the first Bitcoin Analyzer.
struct LegacyImportTests {
    private static let tables = [
        """
        CREATE TABLE bitcoin_prices (id INTEGER PRIMARY KEY, timestamp BIGINT, open DOUBLE PRECISION, high DOUBLE PRECISION,
            low DOUBLE PRECISION, close DOUBLE PRECISION, volume DOUBLE PRECISION)
        """,
        "CREATE TABLE bitcoin_news (title TEXT, link TEXT, content TEXT, timestamp TEXT)",
        "CREATE TABLE legacy_articles (article_title TEXT, article_url TEXT)",
        """
        INSERT INTO bitcoin_prices (id, timestamp, open, high, low, close, volume) VALUES
            (3, 1704070800, 42050.123456789, 42300, 42000, 42250, 7), (1, 1704067200, 42000, 42100, 41900, 42050, 1),
            (2, 1704067200, 42000, 42200, 41900, 42150, 12)
        """,
        """
        INSERT INTO bitcoin_news VALUES
            ('Bitcoin <b>rises</b> &amp; falls', 'https://example.org/a?utm_source=x', '<p>Text</p>', '2024-01-01T00:10:00Z'),
            ('No link', NULL, NULL, NULL)
        """,
        "INSERT INTO legacy_articles VALUES ('Older news', 'https://example.org/b')",
    ]

    private static func execute(_ statements: [String], on url: String) async throws {
        let engine: any SQLEngine =
            switch try DatabaseURL(url).place {
            case .sqlite(let file): try await SQLiteEngine.open(try DatabaseURL(url), path: file, create: true)
            case .postgres(let address): try await PostgresEngine.open(address)
            }
        try await engine.write { database throws(ArchiveFailure) in
            for statement in statements { try database.execute(statement) }
        }
        await engine.close()
    }

    @Test(
        "prices and news come over, the later of two rows for an hour wins, and the source is named",
        arguments: Engine.all)
    func everything(_ engine: Engine) async throws {
        try await withFolder { folder in
            let legacy = try await engine.emptyDatabase(in: folder + "/old")
            try await Self.execute(Self.tables, on: legacy)
            // Nothing listens on the first port: no venue confirms anything.
            let settings = [
                "DATABASE_URL": try await engine.emptyDatabase(in: folder),
                "PRICE_SOURCES": "coinbase=http://127.0.0.1:1",
            ]
            let refused = try await BitcoinAnalyzer.run(["import", "--legacy", legacy], settings, in: folder)
            #expect(refused.code == 65, "\(refused)")
            #expect(refused.errors.contains("the link is no http or https address"))
            let ended = try await BitcoinAnalyzer.run(
                ["import", "--legacy", legacy, "--skip-bad-rows"], settings, in: folder)
            #expect(ended.code == 0, "\(ended)")
            let candles = try await BitcoinAnalyzer.run(["export", "candles"], settings, in: folder)
            #expect(
                candles.output == """
                    time,open,high,low,close,volume,quote,source,closed
                    2024-01-01T00:00:00Z,42000,42200,41900,42150,12,USD,legacy,true
                    2024-01-01T01:00:00Z,42050.123456789,42300,42000,42250,7,USD,legacy,true

                    """)
            let news = try await BitcoinAnalyzer.run(["export", "news"], settings, in: folder)
            #expect(
                news.output == """
                    published,title,link,publisher,language,summary,feed,first_seen,id,author,untitled
                    2024-01-01T00:10:00Z,Bitcoin rises & falls,https://example.org/a?utm_source=x,example.org,,Text,legacy,2024-01-01T00:10:00Z,\
                    94584207f807e901fa3f47eaaf3d3ff3e62e2edaaf9edcf3d7accf0391740f58,,
                    ,Older news,https://example.org/b,example.org,,,legacy,2024-01-01T01:00:00Z,\
                    734f475651f181f8fa848cd5866b65513a22b1b1b7c6a1cd632ef3dacb59d0bb,,

                    """)
        }
    }

    @Test("a database without a column is refused without advice about this program's own database")
    func otherColumns() async throws {
        try await withFolder { folder in
            let legacy = try await Engine.sqlite.emptyDatabase(in: folder + "/old")
            try await Self.execute(["CREATE TABLE bitcoin_prices (id INTEGER, close DOUBLE PRECISION)"], on: legacy)
            let refused = try await BitcoinAnalyzer.run(
                ["import", "--legacy", legacy], ["DATABASE_URL": "sqlite://\(folder)/own.db"], in: folder)
            #expect(refused.code != 0 && refused.errors.contains("--legacy"), "\(refused)")
            #expect(!refused.errors.contains("restore"), "\(refused)")
        }
    }

    @Test("the venues are asked to confirm what came, and theirs replace it")
    func confirmed() async throws {
        try await withWorld { world in
            let legacy = try await Engine.sqlite.emptyDatabase(in: world.folder + "/old")
            let hours = world.hoursOfFirstPass.prefix(3)
            let rows = hours.map { "(\($0.milliseconds / 1000), 1, 2, 1, 1.5, 1)" }.joined(separator: ", ")
            try await Self.execute(
                [
                    Self.tables[0],
                    "INSERT INTO bitcoin_prices (timestamp, open, high, low, close, volume) VALUES " + rows,
                ], on: legacy)
            let ended = try await world.run("import", "--legacy", legacy)
            #expect(ended.code == 0, "\(ended)")
            let kept = try await world.dump().candles
            #expect(Set(kept.map(\.candle.openTime)).isSuperset(of: hours))
            for row in kept { #expect(try row.source == "coinbase" && row.candle == world.venueCandle(of: row)) }
        }
    }
}
