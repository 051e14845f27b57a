import Foundation
import Support
import Testing

/// The Debian package: built, looked at by lintian, and lived with on a machine with systemd.
@Suite(.enabled(if: Tools.has("dpkg-deb", "dpkg-shlibdeps"), Tools.missing("dpkg-dev")))
struct DebianPackageTests {
    func build(_ program: String, version: String, in folder: String) async throws -> String {
        // Debug programs are large, and a test is not stored: as quick as it can be packed.
        let said = try await Tools.run(
            "env", "VERSION=\(version)", "COMPRESSION=none", Checkout.path("Deploy/debian/build"), program, folder,
            in: folder)
        return try #require(said.split(separator: "\n").last.map(String.init))
    }

    /// A debug build finds Swift's libraries where the toolchain is, and is not compressed; a release has them in
    /// itself, and is.
    private static let ofThisBuild =
        "custom-library-search-path,uses-no-compression-for-control-tarball,uses-no-compression-for-data-tarball"

    @Test("lintian finds no error", .enabled(if: Tools.has("lintian"), Tools.missing("lintian")))
    func linted() async throws {
        try await withFolder { folder in
            let package = try await build(BitcoinAnalyzer.path, version: "1.0", in: folder)
            let said = try await Tools.run(
                "lintian", "--allow-root", "--fail-on", "error", "--suppress-tags", Self.ofThisBuild, package,
                in: folder)
            #expect(!said.contains("E: "))
            let depends = try await Tools.run("dpkg-deb", "-f", package, "Depends", in: folder)
            for library in ["libpq5", "libsqlite3-0", "zlib1g", "liblzma5", "libbz2-1.0", "libzstd1", "libc6"] {
                #expect(depends.contains(library))
            }
        }
    }

    @Test(
        "installed it runs, upgraded twice it keeps settings and data, removed it keeps data, purged it leaves nothing",
        .enabled(if: Container.obstacle == nil, Container.skipped))
    func lived() async throws {
        try await withWorld(turnstile: .containers) { world in
            let folder = world.folder
            let first = try await build(BitcoinAnalyzer.path, version: "1.0", in: folder)
            let newer = folder + "/newer"
            try FileManager.default.copyItem(atPath: BitcoinAnalyzer.path, toPath: newer)
            _ = try await Tools.run("sh", "-c", "echo newer >> newer", in: folder)
            let second = try await build(newer, version: "1.1", in: folder)
            _ = try await Tools.run("sh", "-c", "echo newest >> newer", in: folder)
            let third = try await build(newer, version: "1.2", in: folder)
            try await Container.run(
                [Self.life], variables: try world.variables(),
                files: ["first.deb": first, "second.deb": second, "third.deb": third],
                in: folder)
        }
    }

    static let life = #"""
        mkdir -p /etc/bitcoin-analyzer
        printf '%s\n' "API_PORT=$API_PORT" "WEB_PORT=$WEB_PORT" "PRICE_SOURCES=$PRICE_SOURCES" "NEWS_FEEDS=$NEWS_FEEDS" '# mine' \
          > /etc/bitcoin-analyzer/environment
        must dpkg -i /under-test/first.deb
        must systemctl is-active bitcoin-analyzer-api.service bitcoin-analyzer-web.service bitcoin-analyzer-collect.timer
        eventually answers $API/v1/price; eventually answers $WEB/
        must systemctl start bitcoin-analyzer-collect.service
        candles() { cd / && bitcoin-analyzer export candles --format csv | cut -d , -f 1 | sort; }
        candles > /root/before; must test "$(wc -l < /root/before)" -gt 1
        old=$(pid_of bitcoin-analyzer-api.service)
        must test "$(readlink /proc/$old/exe)" = /usr/bin/bitcoin-analyzer
        never test -e /usr/local/bin/bitcoin-analyzer
        must dpkg -i /under-test/second.deb
        must restarted bitcoin-analyzer-api.service "$old"
        eventually answers $API/v1/price
        old=$(pid_of bitcoin-analyzer-api.service)
        must dpkg -i /under-test/third.deb
        must restarted bitcoin-analyzer-api.service "$old"
        eventually answers $API/v1/price; eventually answers $WEB/
        must test "$(dpkg-query -W -f '${Version}' bitcoin-analyzer)" = 1.2
        must grep -qx "API_PORT=$API_PORT" /etc/bitcoin-analyzer/environment; must grep -qx '# mine' /etc/bitcoin-analyzer/environment
        candles > /root/after; must test -z "$(comm -23 /root/before /root/after)"
        must bitcoin-analyzer install --scheduler cron
        must logrotate --debug /etc/logrotate.d/bitcoin-analyzer
        must dpkg --remove bitcoin-analyzer
        never systemctl cat bitcoin-analyzer-api.service; never answers $API/livez
        must test -e /var/lib/bitcoin-analyzer/bitcoin-analyzer.db; must test -e /etc/bitcoin-analyzer/environment
        must dpkg --purge bitcoin-analyzer
        must test -z "$(find /etc /usr /var/lib /var/log /run -name '*bitcoin-analyzer*' -not -path '/var/log/journal/*')"
        never getent passwd bitcoin-analyzer; never getent group bitcoin-analyzer
        """#
}
