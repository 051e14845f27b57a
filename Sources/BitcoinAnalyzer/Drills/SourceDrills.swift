import Domain
import Sandbox

extension Drill {
    /// Failures of sources and of the network.
    static let ofSources: [Drill] = [
        Drill(.sourceBlocked, .blocked, on: .englishFeed),
        Drill(.sourceRateLimited, .rateLimited(retryAfter: 1), on: .venue(.coinbase)),
        Drill(.sourceChallenge, .challengePage(status: 200), on: .venue(.coinbase)),
        Drill(.sourceLoginPage, .loginPage, on: .venue(.coinbase)),
        Drill(.sourceDown, .status(503), on: .venue(.coinbase)),
        Drill(
            "maintenance-page", causes: [.sourceDown],
            inject: { $0.world.faults.set(.maintenancePage, on: .englishFeed) },
            repair: { $0.world.faults.clear(.englishFeed) }),
        Drill(.sourceMalformed, .malformedBody, on: .venue(.coinbase)),
        Drill(.sourceStale, .staleData(hours: 6), on: .venue(.coinbase)),
        Drill(.sourceDisagrees, .data(.drift(percent: 5)), on: .venue(.coinbase)),
        Drill(
            .networkDown,
            inject: { stage in
                for endpoint in Endpoint.allCases { stage.world.faults.set(.connectionReset, on: endpoint) }
            },
            repair: { $0.world.faults.clearAll() }),
        Drill(
            .dnsFailure,
            inject: { stage in
                // Names that never resolve (RFC 6761, section 6.4).
                try await stage.restart(with: [
                    "PRICE_SOURCES": "coinbase=http://coinbase.invalid,kraken=http://kraken.invalid",
                    "NEWS_FEEDS": "http://news.invalid/feed",
                ])
            }, repair: { try await $0.restart() }),
        Drill(
            .tlsFailure,
            inject: { stage in
                // The simulated world has no TLS: every handshake fails.
                let secure = stage.world.origin.replacing("http://", with: "https://")
                try await stage.restart(with: [
                    "PRICE_SOURCES": "coinbase=\(secure)/coinbase,kraken=\(secure)/kraken",
                    "NEWS_FEEDS": "\(secure)/feeds/en.xml",
                ])
            }, repair: { try await $0.restart() }),
        // To a clock that is ahead, all others are behind.
        Drill(.clockSkew, inject: { $0.skew.set(.hours(-5)) }, repair: { $0.skew.set(.zero) }),
    ]

    /// The first incident of the service's predecessor: a news site that answers 403 and captchas, while another feed
    /// serves.
    static let blockedNewsSite = Drill(
        "blocked-news-site", causes: [.sourceBlocked, .sourceChallenge],
        inject: { stage in
            stage.world.faults.set(.blocked, on: .englishFeed)
            stage.world.faults.set(.challengePage(status: 403), on: .frenchFeed)
        }, repair: { $0.world.faults.clearAll() })
}

extension DrillStage {
    /// Restarts the service with other settings, or with its own.
    func restart(with more: [String: String] = [:]) async throws {
        await stop("serve")
        try start("serve", ["serve"], with: more)
    }
}
