// swift-tools-version: 6.2
import PackageDescription

// Enforced by the compiler: Swift 6 mode, explicit access levels of imports, and warnings as errors.
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
    static let sqlite = product(name: "GRDBSQLite", package: "GRDB.swift")
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
    static let nioHTTPTypesHTTP1 = product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
}

/// A module and its imports, which `Tests/RepositoryTests` compares.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strictness)
}

/// Code shared by the tests of several modules, in `Tests`.
func support(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strictness)
}

/// The tests of one module. Few dependencies, so that `./test --filter` need not build the others.
func tests(of module: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(module)Tests", dependencies: [.init(stringLiteral: module)] + dependencies, swiftSettings: strictness)
}

/// The test targets of `./test --filter`, separated by spaces; `nil` for all.
let testTargets = Context.environment["TEST_TARGETS"].map { Set($0.split(separator: " ").map(String.init)) }

/// The commit of a release, which `scripts/release` sets; other builds do not tell it, and need not be linked anew for
/// each.
let commit: [CSetting] = Context.environment["BUILD_COMMIT"].map { [.define("BUILD_COMMIT", to: $0)] } ?? []

/// Whether `scripts/fuzz` builds: a program whose `main` is libFuzzer's, and in which ours is a library.
let isFuzzing = Context.environment["FUZZ"] != nil

let fuzzer: [Target] =
    !isFuzzing
    ? []
    : [
        .executableTarget(
            name: "Fuzzer", dependencies: ["FuzzTargets"], path: "Fuzz/Fuzzer",
            swiftSettings: strictness + [.unsafeFlags(["-parse-as-library"])])
    ]

/// The programs of `./run bench analysis` that measures the indicators, and of Benchmarks/feeds that reads one feed.
let benchmarks: [Target] = [
    .executableTarget(
        name: "IndicatorBenchmark", dependencies: ["Analysis", "Domain"], path: "Benchmarks/Indicators",
        swiftSettings: strictness),
    .executableTarget(
        name: "FeedBenchmark", dependencies: ["Domain", "Feeds", "Outbound"], path: "Benchmarks/FeedReading",
        swiftSettings: strictness),
]

let programModules: [Target.Dependency] = [
    "Domain", "Outbound", "Exchanges", "Feeds", "LanguageModels", "Collection", "Interchange", "Storage", "Analysis",
    "OperatingSystem", "Telemetry", "Timeline", "Health", "Incidents", "Notifications", "Deployment", "API",
    "Dashboard", "Sandbox", .argumentParser, .lifecycle, .unixSignals, .logging, .hummingbird, .nio("NIOCore"),
]

let program: Target =
    isFuzzing
    ? .target(
        name: "BitcoinAnalyzer", dependencies: programModules,
        swiftSettings: strictness + [
            .unsafeFlags(["-Xfrontend", "-entry-point-function-name", "-Xfrontend", "bitcoin_analyzer_main"])
        ])
    : .executableTarget(
        name: "BitcoinAnalyzer", dependencies: programModules, swiftSettings: strictness,
        // The relocations of the program are 35 kB instead of 4 MB that each start reads (decision 45).
        linkerSettings: [
            .unsafeFlags(
                ["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"], .when(configuration: .release))
        ])

let package = Package(
    name: "bitcoin-analyzer",
    products: isFuzzing ? [] : [.executable(name: "bitcoin-analyzer", targets: ["BitcoinAnalyzer"])],
    // The tested versions (Documentation/Dependencies.md, decision 19); later patch versions are accepted.
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", .upToNextMinor(from: "2.28.1")),
        .package(url: "https://github.com/swift-server/async-http-client", .upToNextMinor(from: "1.37.0")),
        .package(url: "https://github.com/groue/GRDB.swift", .upToNextMinor(from: "7.10.0")),
        .package(url: "https://github.com/apple/swift-log", .upToNextMinor(from: "1.16.2")),
        .package(url: "https://github.com/apple/swift-crypto", .upToNextMinor(from: "4.5.2")),
        .package(url: "https://github.com/swiftlang/swift-subprocess", .upToNextMinor(from: "1.0.2")),
        .package(url: "https://github.com/apple/swift-system", .upToNextMinor(from: "1.8.1")),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", .upToNextMinor(from: "2.1.1")),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", .upToNextMinor(from: "2.13.0")),
        .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2")),
        .package(url: "https://github.com/apple/swift-http-types", .upToNextMinor(from: "1.8.0")),
        .package(url: "https://github.com/apple/swift-nio", .upToNextMinor(from: "2.101.2")),
        .package(url: "https://github.com/apple/swift-nio-extras", .upToNextMinor(from: "1.35.2")),
        .package(url: "https://github.com/apple/swift-nio-ssl", .upToNextMinor(from: "2.37.6")),
    ],
    targets: [
        module("Domain"),
        module(
            "Outbound",
            [
                "Compression", "Domain", .asyncHTTPClient, .nio("NIOCore"), .nio("NIOPosix"), .nio("NIOHTTP1"), .nioSSL,
            ]),
        module("Exchanges", ["Domain", "Outbound"]),
        module("LanguageModels", ["Domain", "Outbound"]),
        module("Feeds", ["Domain", "Outbound", "CICU", .crypto]),
        module("Collection", ["Domain"]),
        module("Storage", ["Domain", "OperatingSystem", "CPostgres", .grdb, .sqlite, .crypto, .nio("NIOPosix")]),
        module("Analysis", ["Domain", "Lexicons"]),
        .target(name: "Lexicons", exclude: ["words", "prompts"]),
        module("Compression", ["CBrotli", "CBzip2", "CLzma", "CZlib", "CZstd"]),
        module("Interchange", ["Domain", "OperatingSystem", "Compression", "CZlib"]),
        module("OperatingSystem", ["Domain", "CAllocator", "CFileRights", .subprocess, .systemPackage]),
        module("Telemetry", ["Domain", "OperatingSystem", .logging]),
        module(
            "Timeline",
            ["Domain", "OperatingSystem", "Telemetry", "Compression", .logging, .subprocess, .systemPackage]),
        module("Health", ["Domain", "OperatingSystem", .crypto]),
        module("Incidents", ["Domain", "OperatingSystem", "Health"]),
        module("Notifications", ["Analysis", "Domain", "OperatingSystem", .crypto]),
        module("Deployment", ["Domain", "Compression", "OperatingSystem", "DeployFiles", .crypto]),
        .target(
            name: "DeployFiles", path: "Deploy",
            exclude: [
                "systemd", "cron", "logrotate", "sysusers.d", "tmpfiles.d", "environment.header", "prometheus",
                "grafana", "nginx", "docker", "debian", "release-keys",
            ], cSettings: commit),
        module(
            "API",
            [
                "APIAssets", "Analysis", "CSocketWriting", "Compression", "Domain", .hummingbird, .hummingbirdCore,
                .httpTypes,
                .crypto, .logging, .nio("NIOCore"),
                .nio("NIOPosix"), .nio("NIOHTTP1"),
            ]),
        module(
            "Dashboard",
            ["Domain", "Analysis", "API", "DashboardAssets", .hummingbird, .httpTypes, .mustache, .crypto, .logging]),
        .target(name: "APIAssets", exclude: ["vendor"]),
        .target(name: "DashboardAssets", exclude: ["templates", "styles", "scripts", "vendor"]),
        .target(name: "CSpawn"),
        .target(name: "CICU"),
        .target(name: "CBrotli"),
        .target(name: "CFileRights"),
        .target(name: "CAllocator"),
        .target(name: "CSocketWriting"),
        module(
            "Sandbox",
            ["Domain", "CSpawn", .crypto, .hummingbird, .httpTypes, .logging, .nio("NIOCore"), .nioHTTPTypes]),
        program,
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLzma", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"])]),
        .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

        support("Support", ["Domain"]),
        support("OutboundSupport", ["Domain", "Outbound"]),
        support("SandboxSupport", ["Sandbox"]),
        support(
            "FuzzTargets",
            [
                "API", "BitcoinAnalyzer", "Dashboard", "Domain", "Exchanges", "Feeds", "Interchange", "Outbound",
                "OutboundSupport",
                "Storage",
                "Support", "Timeline", .hummingbird, .httpTypes, .logging, .crypto, .nio("NIOCore"),
                .nio("NIOEmbedded"),
                .nio("NIOHTTP1"), .nioHTTPTypes, .nioHTTPTypesHTTP1,
            ]),
        .target(name: "CFaults", path: "Tests/CFaults", linkerSettings: [.linkedLibrary("sqlite3")]),
        support("HealthSupport", ["Domain", "Health", "OperatingSystem", "Support"]),

        // Without debug information, which valgrind would read for a minute.
        .executableTarget(
            name: "InstructionCounts",
            dependencies: [
                "API", "Domain", "Feeds", "Interchange", "Outbound", "OutboundSupport", "Timeline", .logging,
                .nio("NIOCore"), .nio("NIOEmbedded"), .nio("NIOHTTP1"),
            ],
            path: "Tests/InstructionCounts", swiftSettings: strictness,
            linkerSettings: [.unsafeFlags(["-Xlinker", "-S"])]),

        tests(of: "Domain", ["Support"]),
        tests(
            of: "Outbound",
            [
                "Domain", "Sandbox", "SandboxSupport", "Support", .httpTypes, .hummingbird, .logging, .nio("NIOCore"),
                .nio("NIOHTTP1"), .nio("NIOPosix"), .nioSSL,
            ]),
        tests(of: "Exchanges", ["Domain", "Outbound", "OutboundSupport", "Support"]),
        tests(of: "Feeds", ["Domain", "Outbound", "OutboundSupport", "Support"]),
        tests(of: "Collection", ["Domain", "Sandbox", "SandboxSupport", "Storage", "Support"]),
        tests(of: "Storage", ["Domain", "OperatingSystem", "Sandbox", "SandboxSupport", "Support", .grdb, .crypto]),
        tests(of: "Analysis", ["Domain", "Sandbox", "Support"]),
        tests(of: "Compression"),
        tests(of: "LanguageModels", ["Analysis", "Domain", "Outbound", "Sandbox", "Support"]),
        tests(of: "Interchange", ["Domain", "Support"]),
        tests(of: "OperatingSystem", ["Domain", "Support"]),
        tests(of: "Telemetry", ["Domain", "OperatingSystem", "Support", .logging]),
        tests(of: "Timeline", ["Domain", "OperatingSystem", "Sandbox", "Support", "Telemetry", .logging]),
        tests(of: "Health", ["Domain", "HealthSupport", "OperatingSystem", "Support"]),
        tests(of: "Incidents", ["Domain", "Health", "HealthSupport", "OperatingSystem", "Support"]),
        tests(of: "Notifications", ["Analysis", "Domain", "Support", .crypto]),
        tests(of: "Deployment", ["Domain", "OperatingSystem", "Support", .crypto]),
        tests(
            of: "API",
            [
                "Analysis", "Domain", "Support", .hummingbird, .hummingbirdTesting, .httpTypes, .logging,
                .nio("NIOCore"),
                .nio("NIOEmbedded"), .nio("NIOHTTP1"), .nio("NIOPosix"),
            ]),
        tests(of: "Dashboard", ["API", "Domain", "Support", .hummingbird, .hummingbirdTesting, .httpTypes, .logging]),
        tests(
            of: "Sandbox",
            [
                "Collection", "Domain", "Exchanges", "Feeds", "Outbound", "Support", .asyncHTTPClient, .nio("NIOCore"),
                .nio("NIOHTTP1"),
            ]
        ),
        tests(
            of: "BitcoinAnalyzer",
            [
                "API", "Collection", "Deployment", "Domain", "Exchanges", "Health", "Notifications", "OperatingSystem",
                "Outbound", "SandboxSupport", "Storage", "Support", .argumentParser,
            ]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "BitcoinAnalyzer", "API", "Deployment", "Domain", "OperatingSystem", "Outbound", "Exchanges", "Storage",
                "Sandbox",
                "SandboxSupport",
                "Support", "CSpawn", .asyncHTTPClient, .httpTypes, .hummingbird, .nio("NIOCore"), .nio("NIOHTTP1"),
            ],
            swiftSettings: strictness),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets"], swiftSettings: strictness),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "CFaults", "Collection", "Domain", "Sandbox", "SandboxSupport", "Storage", "Support", .nio("NIOCore"),
                .nio("NIOPosix"),
            ],
            swiftSettings: strictness),
        .testTarget(
            name: "InstructionCountTests", dependencies: ["Support"], swiftSettings: strictness),
        .testTarget(name: "RepositoryTests", dependencies: ["Domain", "Support"], swiftSettings: strictness),
    ].filter { $0.type != .test || testTargets?.contains($0.name) ?? true } + fuzzer + benchmarks
)
