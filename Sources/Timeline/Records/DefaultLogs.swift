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
            (root + "/var/log/apache2", ["access", "error", "other_vhosts_access"]),
            (root + "/var/log", ["syslog"]),
        ]
        return own(folder: folder) + places.flatMap { logs(in: $0.folder, named: $0.names) }
    }

    private static func logs(in folder: String, named starts: [String]) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().compactMap { name in
            starts.contains { name.hasPrefix($0) } && isLog(name) ? folder + "/" + name : nil
        }
    }

    private static let compressions = [".gz", ".xz", ".bz2", ".zst"]

    package static func isCompressed(_ name: String) -> Bool { compressions.contains { name.hasSuffix($0) } }

    /// Whether a file is a log, possibly rotated by number or date, plain or compressed. What is compressed in a way
    /// that is not read is found too, and said to be unread.
    private static func isLog(_ name: String) -> Bool {
        let plain =
            (compressions + [".lz4", ".Z"]).first { name.hasSuffix($0) }.map { name.dropLast($0.count) } ?? name[...]
        return plain.contains("log") && ![".swp", "~"].contains { plain.hasSuffix($0) }
    }

    /// Sources for files, labelled by the shortest distinct suffixes of their paths.
    /// - Parameter skews: by path or by label.
    package static func sources(of paths: [String], skews: [String: Duration] = [:], now: Timestamp) -> [LogSource] {
        zip(paths, labels(of: paths)).map { path, label in
            let skew = skews.first { isName($0.key, of: path, label) }?.value ?? .zero
            var status = stat()
            let isStandardInput = path == "-"
            guard (isStandardInput ? fstat(STDIN_FILENO, &status) : stat(path, &status)) == 0 else {
                return LogSource(
                    isStandardInput ? .descriptor(STDIN_FILENO) : .file(path), label: label, skew: skew, newest: now)
            }
            // A redirected file is a file, unless some of it has been read.
            let isFile =
                status.st_mode & S_IFMT == S_IFREG && !(isStandardInput && lseek(STDIN_FILENO, 0, SEEK_CUR) != 0)
            let origin: LogSource.Origin =
                isFile
                ? .file(isStandardInput ? "/dev/stdin" : path)
                : isStandardInput
                    ? .descriptor(STDIN_FILENO) : status.st_mode & S_IFMT == S_IFDIR ? .file(path) : .stream(path)
            let modified = isFile ? min(now, Timestamp(seconds: Int64(status.st_mtim.tv_sec))) : now
            return LogSource(origin, label: label, skew: skew, newest: modified)
        }
    }

    /// The names of `skews` that no source has.
    package static func unknown(_ names: some Collection<String>, of paths: [String]) -> [String] {
        let known = Array(zip(paths, labels(of: paths)))
        return names.filter { name in !known.contains { isName(name, of: $0, $1) } }.sorted()
    }

    private static func isName(_ name: String, of path: String, _ label: String) -> Bool {
        name == path || name == label || name == path.split(separator: "/").last.map(String.init)
    }

    package static func labels(of paths: [String]) -> [String] {
        let parts = paths.map { $0 == "-" ? ["stdin"] : $0.split(separator: "/").map(String.init) }
        var labels = [String](repeating: "", count: parts.count)
        var open = Array(parts.indices)
        var depth = 1
        // Only those that share a suffix need a longer one.
        while !open.isEmpty {
            let suffixes = open.map { parts[$0].suffix(depth).joined(separator: "/") }
            let counts = suffixes.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            var shared: [Int] = []
            for (index, suffix) in zip(open, suffixes) {
                labels[index] = suffix.isEmpty ? paths[index] : suffix
                if counts[suffix] ?? 0 > 1, parts[index].count > depth { shared.append(index) }
            }
            open = shared
            depth += 1
        }
        return labels
    }
}
