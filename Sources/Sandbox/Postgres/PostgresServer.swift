import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A temporary PostgreSQL server on a free port of loopback, with its data in a temporary directory.
///
/// A shell supervises it: when this process ends, for whatever reason, the pipe between them closes, and the shell
/// stops the server and removes the directory.
package final class PostgresServer: Sendable {
    /// The TCP port on 127.0.0.1.
    package let port: Int
    /// The superuser.
    package let user = "bitcoin"
    /// The password of ``user``.
    package let password: String
    private let folder: String
    private let programs: String
    private let lifeline: Int32
    private let maxConnections: Int

    /// Whether the programs of the server are installed.
    package static var isInstalled: Bool { programs != nil }
    /// The reason to skip a test.
    package static let skipped = "PostgreSQL's server is not installed (apt-get install postgresql)"

    /// Starts a server, which is stopped with its last reference.
    package init(password: String = UUID().uuidString, maxConnections: Int = 300) async throws {
        self.password = password
        self.maxConnections = maxConnections
        guard let programs = Self.programs else { throw NotInstalled() }
        self.programs = programs
        folder = FileManager.default.temporaryDirectory.path + "/pg-" + UUID().uuidString.prefix(8)
        port = try FreePort.find()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        lifeline = try Self.supervise(
            folder, stopping: Self.asOwner + [programs + "/pg_ctl", "-D", folder + "/data", "-m", "immediate", "stop"])
        try Data(password.utf8).write(to: URL(filePath: folder + "/password"))
        if let owner = Self.owner { try await ChildProcess.run(["chown", "-R", owner, folder], in: "/") }
        try await run([
            "initdb", "-D", folder + "/data", "-U", user, "--auth-local=trust", "--auth-host=scram-sha-256",
            "--pwfile=\(folder)/password",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        ])
        try await start()
    }

    deinit { close(lifeline) }

    /// Starts it again on the same port, with its data.
    package func start() async throws {
        let settings = [
            "listen_addresses=127.0.0.1", "port=\(port)", "unix_socket_directories=\(folder)",
            "max_connections=\(maxConnections)",
            "shared_buffers=32MB",
            "fsync=off", "full_page_writes=off",
        ]
        try await run([
            "pg_ctl", "-D", folder + "/data", "-l", folder + "/log", "-w", "-o",
            settings.map { "-c \($0)" }.joined(separator: " "),
            "start",
        ])
    }

    /// Stops it in fast mode, which closes all connections.
    package func stop() async throws { try await run(["pg_ctl", "-D", folder + "/data", "-w", "-m", "fast", "stop"]) }

    /// The URL of a new, empty database.
    package func freshDatabaseURL() async throws -> String {
        let name = "t" + UUID().uuidString.lowercased().filter { $0 != "-" }
        try await execute("CREATE DATABASE \(name)")
        return url(database: name)
    }

    /// The URL of a database.
    /// - Parameter password: in place of the correct one.
    package func url(database: String, password: String? = nil) -> String {
        "postgres://\(user):\(password ?? self.password)@127.0.0.1:\(port)/\(database)"
    }

    /// Runs SQL as the superuser.
    package func execute(_ sql: String, database: String = "postgres") async throws {
        try await run([
            "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", folder, "-p", String(port), "-U", user, "-d", database,
            "-c", sql,
        ])
    }

    /// Offers TLS with a certificate from now on.
    /// - Parameters: PEM files, which are copied.
    package func offerTLS(certificate: String, key: String) async throws {
        let name = "tls-" + UUID().uuidString.prefix(8)
        for (source, suffix) in [(certificate, "pem"), (key, "key")] {
            let target = "\(folder)/\(name).\(suffix)"
            try FileManager.default.copyItem(atPath: source, toPath: target)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
            if let owner = Self.owner { try await ChildProcess.run(["chown", owner, target], in: "/") }
        }
        for setting in [
            "ssl_cert_file = '\(folder)/\(name).pem'", "ssl_key_file = '\(folder)/\(name).key'", "ssl = on",
        ] {
            try await execute("ALTER SYSTEM SET \(setting)")
        }
        // With -w, a restart is complete when the server accepts connections; a reload has no such moment.
        try await stop()
        try await start()
    }

    private func run(_ command: [String]) async throws {
        try await ChildProcess.run(Self.asOwner + [programs + "/" + command[0]] + command.dropFirst(), in: folder)
    }

    /// PostgreSQL is not installed.
    package struct NotInstalled: Error, CustomStringConvertible {
        /// The reason, with the command that installs it.
        package var description: String { PostgresServer.skipped }
    }
}

extension PostgresServer {
    /// The directory of `initdb` and `postgres`: that of the newest version on Debian, or one of `PATH`.
    private static let programs: String? = {
        let debian = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []).sorted {
            (Int($0) ?? 0) > (Int($1) ?? 0)
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = versions.map { "\(debian)/\($0)/bin" } + path.split(separator: ":").map(String.init)
        return folders.first { folder in
            ["initdb", "postgres", "pg_ctl", "psql"].allSatisfy {
                FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
            }
        }
    }()

    /// PostgreSQL refuses to run as root, and runs as the user of the Debian package then, or as nobody. `nil` when
    /// this process is not root.
    private static let owner: String? = getuid() != 0 ? nil : getpwnam("postgres") != nil ? "postgres" : "nobody"

    private static var asOwner: [String] {
        guard let owner else { return [] }
        return ["setpriv", "--reuid=\(owner)", "--regid=\(owner == "nobody" ? "nogroup" : owner)", "--clear-groups"]
    }

    /// - Returns: the descriptor that, when closed, stops the server and removes its directory.
    private static func supervise(_ folder: String, stopping stop: [String]) throws -> Int32 {
        var ends: [Int32] = [0, 0]
        // No other child process may inherit this end, or the server would outlive it: a socket pair is created with
        // close-on-exec.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw POSIXError(.EMFILE) }
        // Ctrl-C also reaches the shell, which must complete its cleanup.
        let script = #"""
            trap '' INT TERM HUP
            folder=$1
            shift
            exec 3<&0
            (cat <&3; "$@"; rm -rf "$folder") &
            """#
        defer { close(ends[0]) }
        // In the background of a shell that ends at once, so that init reaps it: a zombie of this process would hide
        // the ends of its other children from whoever waits for any (waitid(2), P_ALL).
        let shell = try ChildProcess.start(["/bin/sh", "-c", script, "sh", folder] + stop, in: "/", input: ends[0])
        var status: Int32 = 0
        while waitpid(shell, &status, 0) == -1, errno == EINTR {}
        return ends[1]
    }
}

/// Finds free TCP ports.
package enum FreePort {
    struct NoneFree: Error {}

    /// A currently unused port of loopback.
    package static func find() throws -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw NoneFree() }
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let found = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard found else { throw NoneFree() }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
