// swift-tools-version: 6.2
import PackageDescription

// The house rules that the compiler can keep: Swift 6 mode, imports that say what they expose, and no warning left unread.
let houseRules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

extension Target.Dependency {
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTesting = product(name: "HummingbirdTesting", package: "hummingbird")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let logging = product(name: "Logging", package: "swift-log")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let systemPackage = product(name: "SystemPackage", package: "swift-system")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static func nio(_ name: String) -> Self { product(name: name, package: "swift-nio") }
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let nioCompression = product(name: "NIOHTTPCompression", package: "swift-nio-extras")
    static let nioHTTPTypesHTTP1 = product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
}

/// A room of the house: one target, and what it may import.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: houseRules)
}

func tests(of room: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(room)Tests",
        dependencies: (room == "Domain" ? [] : ["Domain"]) + [.init(stringLiteral: room), "Support"] + dependencies,
        swiftSettings: houseRules)
}

let package = Package(
    name: "bitcoin-analyzer",
    products: [.executable(name: "bitcoin-analyzer", targets: ["BitcoinAnalyzer"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    ],
    targets: [
        room("Domain"),
        room("Outbound", ["Domain", .asyncHTTPClient, .nio("NIOCore"), .nio("NIOPosix"), .nio("NIOHTTP1"), .nioSSL, .nioCompression]),
        room("Exchanges", ["Domain", "Outbound"]),
        room("Feeds", ["Domain", "Outbound", "CXML2", .crypto]),
        room("Collection", ["Domain"]),
        room("Storage", ["Domain", "CPostgres", .grdb, .nio("NIOPosix")]),
        room("Analysis", ["Domain"]),
        room("Operations", ["Domain", "CZlib", "DeployFiles", .crypto, .logging, .subprocess, .systemPackage]),
        .target(
            name: "DeployFiles", path: "Deploy",
            exclude: ["systemd", "cron", "logrotate", "sysusers.d", "tmpfiles.d", "environment.header", "prometheus", "grafana", "nginx", "docker", "debian"]),
        room("API", ["Domain", .hummingbird, .hummingbirdCore, .httpTypes, .crypto, .logging, .nio("NIOCore"), .nio("NIOPosix"), .nio("NIOHTTP1"), .nioHTTPTypesHTTP1]),
        room("Dashboard", ["Domain", "Analysis", "API", "DashboardAssets", .hummingbird, .httpTypes, .mustache, .crypto, .logging]),
        .target(name: "DashboardAssets", exclude: ["templates", "styles", "scripts", "vendor"]),
        .target(name: "CSpawn"),
        room("Sandbox", ["Domain", "CSpawn", .hummingbird, .httpTypes, .logging, .nio("NIOCore"), .nioHTTPTypes]),
        .executableTarget(
            name: "BitcoinAnalyzer",
            dependencies: [
                "Domain", "Outbound", "Exchanges", "Feeds", "Collection", "Storage", "Analysis", "Operations",
                "API", "Dashboard", "Sandbox",
                .argumentParser, .lifecycle, .unixSignals, .logging, .hummingbird, .nio("NIOCore"), .nio("NIOPosix"),
            ],
            swiftSettings: houseRules),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),

        .target(name: "Support", dependencies: ["Domain", "Outbound", "Sandbox"], path: "Tests/Support", swiftSettings: houseRules),
        tests(of: "Domain"),
        tests(of: "Outbound", [.hummingbird, .nio("NIOCore"), .nio("NIOPosix")]),
        tests(of: "Exchanges", ["Outbound"]),
        tests(of: "Feeds", ["Outbound"]),
        tests(of: "Collection"),
        tests(of: "Storage", ["Sandbox", .grdb]),
        tests(of: "Analysis", ["Sandbox"]),
        tests(of: "Operations", ["Sandbox", .logging]),
        tests(of: "API", [.hummingbird, .hummingbirdTesting, .httpTypes, .logging, .nio("NIOCore"), .nio("NIOPosix")]),
        tests(of: "Dashboard", ["API", "Analysis", "DashboardAssets", .logging, .hummingbird, .hummingbirdTesting, .httpTypes]),
        tests(of: "Sandbox", ["Outbound", "Exchanges", "Feeds", .asyncHTTPClient, .nio("NIOCore"), .nio("NIOHTTP1"), .nio("NIOPosix")]),
        tests(of: "BitcoinAnalyzer", ["Exchanges", "Operations", "Storage"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "BitcoinAnalyzer", "API", "Domain", "Outbound", "Exchanges", "Storage", "Sandbox", "Support", "CSpawn",
                .asyncHTTPClient, .hummingbird, .nio("NIOCore"), .nio("NIOHTTP1"),
            ],
            swiftSettings: houseRules),
    ]
)
