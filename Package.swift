// swift-tools-version: 6.2
import PackageDescription

// The rules that the compiler can keep: Swift 6 mode, imports that say what they expose, and no warning left unread.
let strictness: [SwiftSetting] = [
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

/// One of our modules, and what it may import.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strictness)
}

func tests(of module: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(module)Tests",
        dependencies: (module == "Domain" ? [] : ["Domain"]) + [.init(stringLiteral: module), "Support"] + dependencies,
        swiftSettings: strictness)
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
        module("Domain"),
        module(
            "Outbound",
            ["Domain", .asyncHTTPClient, .nio("NIOCore"), .nio("NIOPosix"), .nio("NIOHTTP1"), .nioSSL, .nioCompression]),
        module("Exchanges", ["Domain", "Outbound"]),
        module("Feeds", ["Domain", "Outbound", "CXML2", .crypto]),
        module("Collection", ["Domain"]),
        module("Storage", ["Domain", "CPostgres", .grdb, .nio("NIOPosix")]),
        module("Analysis", ["Domain"]),
        module("OperatingSystem", ["Domain", .subprocess, .systemPackage]),
        module("Telemetry", ["Domain", "OperatingSystem", .logging]),
        module("Timeline", ["Domain", "OperatingSystem", "Telemetry", "CZlib", .logging]),
        module("Health", ["Domain", "OperatingSystem"]),
        module("Incidents", ["Domain", "OperatingSystem", "Health", .crypto]),
        module("Deployment", ["Domain", "OperatingSystem", "DeployFiles", .crypto]),
        .target(
            name: "DeployFiles", path: "Deploy",
            exclude: [
                "systemd", "cron", "logrotate", "sysusers.d", "tmpfiles.d", "environment.header", "prometheus",
                "grafana", "nginx", "docker", "debian",
            ]),
        module(
            "API",
            [
                "Domain", .hummingbird, .hummingbirdCore, .httpTypes, .crypto, .logging, .nio("NIOCore"),
                .nio("NIOPosix"), .nio("NIOHTTP1"), .nioHTTPTypesHTTP1,
            ]),
        module(
            "Dashboard",
            ["Domain", "Analysis", "API", "DashboardAssets", .hummingbird, .httpTypes, .mustache, .crypto, .logging]),
        .target(name: "DashboardAssets", exclude: ["templates", "styles", "scripts", "vendor"]),
        .target(name: "CSpawn"),
        module("Sandbox", ["Domain", "CSpawn", .hummingbird, .httpTypes, .logging, .nio("NIOCore"), .nioHTTPTypes]),
        .executableTarget(
            name: "BitcoinAnalyzer",
            dependencies: [
                "Domain", "Outbound", "Exchanges", "Feeds", "Collection", "Storage", "Analysis", "OperatingSystem",
                "Telemetry", "Timeline",
                "Health", "Incidents", "Deployment",
                "API", "Dashboard", "Sandbox",
                .argumentParser, .lifecycle, .unixSignals, .logging, .hummingbird, .nio("NIOCore"), .nio("NIOPosix"),
            ],
            swiftSettings: strictness),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),

        .target(
            name: "Support", dependencies: ["Domain", "Outbound", "Sandbox", "Health"], path: "Tests/Support",
            swiftSettings: strictness),
        tests(of: "Domain"),
        tests(of: "Outbound", [.hummingbird, .nio("NIOCore"), .nio("NIOPosix")]),
        tests(of: "Exchanges", ["Outbound"]),
        tests(of: "Feeds", ["Outbound"]),
        tests(of: "Collection"),
        tests(of: "Storage", ["Sandbox", .grdb]),
        tests(of: "Analysis", ["Sandbox"]),
        tests(of: "OperatingSystem", ["Sandbox"]),
        tests(of: "Telemetry", ["Sandbox", .logging]),
        tests(of: "Timeline", ["OperatingSystem", "Telemetry", .logging]),
        tests(of: "Health", ["OperatingSystem"]),
        tests(of: "Incidents", ["OperatingSystem", "Health"]),
        tests(of: "Deployment", ["OperatingSystem"]),
        tests(of: "API", [.hummingbird, .hummingbirdTesting, .httpTypes, .logging, .nio("NIOCore"), .nio("NIOPosix")]),
        tests(
            of: "Dashboard",
            ["API", "Analysis", "DashboardAssets", .logging, .hummingbird, .hummingbirdTesting, .httpTypes]),
        tests(
            of: "Sandbox",
            ["Outbound", "Exchanges", "Feeds", .asyncHTTPClient, .nio("NIOCore"), .nio("NIOHTTP1"), .nio("NIOPosix")]),
        tests(of: "BitcoinAnalyzer", ["Exchanges", "Health", "Storage"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "BitcoinAnalyzer", "API", "Domain", "Outbound", "Exchanges", "Storage", "Sandbox", "Support", "CSpawn",
                .asyncHTTPClient, .hummingbird, .nio("NIOCore"), .nio("NIOHTTP1"),
            ],
            swiftSettings: strictness),
    ]
)
