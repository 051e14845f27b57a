package import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The log files read when none are named.
package enum DefaultLogs {
    /// The logs in our own folder: `cron.log` and its rotated versions.
    /// - Parameter folder: `LOGS_DIRECTORY`.
    package static func own(folder: String) -> [String] { logs(in: folder, named: [""]) }

    /// Our own logs, access and error logs of nginx and Apache, and syslog; with their rotated and compressed versions.
    /// - Parameters:
    ///   - folder: `LOGS_DIRECTORY`.
    ///   - root: a prefix of `/var/log`, for tests.
    package static func files(folder: String, root: String = "") -> [String] {
        let places: [(folder: String, names: [String])] = [
            (root + "/var/log/nginx", ["access", "error", "bitcoin-analyzer"]),
            (root + "/var/log/apache2", ["access", "other_vhosts_access"]),
            (root + "/var/log", ["syslog"]),
        ]
        return own(folder: folder) + places.flatMap { logs(in: $0.folder, named: $0.names) }
    }

    private static func logs(in folder: String, named starts: [String]) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().compactMap { name in
            starts.contains { name.hasPrefix($0) } && isLog(name) ? folder + "/" + name : nil
        }
    }

    /// Whether a file is a log, possibly rotated by number or date, plain or gzip-compressed.
    private static func isLog(_ name: String) -> Bool {
        let plain = name.hasSuffix(".gz") ? name.dropLast(3) : name[...]
        return plain.contains("log") && ![".xz", ".zst", ".bz2", ".swp", "~"].contains { plain.hasSuffix($0) }
    }

    /// Sources for files, labelled by the shortest distinct suffixes of their paths.
    /// - Parameter skews: by path or by label.
    package static func sources(of paths: [String], skews: [String: Duration] = [:], now: Timestamp) -> [LogSource] {
        zip(paths, labels(of: paths)).map { path, label in
            let skew =
                skews[path] ?? skews[label] ?? skews[path.split(separator: "/").last.map(String.init) ?? path] ?? .zero
            if path == "-" { return LogSource(.descriptor(STDIN_FILENO), label: label, skew: skew, newest: now) }
            var status = stat()
            let modified = stat(path, &status) == 0 ? Timestamp(seconds: Int64(status.st_mtim.tv_sec)) : now
            return LogSource(.file(path), label: label, skew: skew, newest: modified)
        }
    }

    static func labels(of paths: [String]) -> [String] {
        let parts = paths.map { $0 == "-" ? ["stdin"] : $0.split(separator: "/").map(String.init) }
        return parts.map { own in
            var count = 1
            while count < own.count, parts.count(where: { $0.suffix(count) == own.suffix(count) }) > 1 { count += 1 }
            return own.suffix(count).joined(separator: "/")
        }
    }
}
