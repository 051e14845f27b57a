package import Domain
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Notices that are on their way: a file for each and each target in a folder of the state directory, until it has arrived. Needs no database,
/// survives the process, and is shared by all processes of this host.
package struct NotificationOutbox: Sendable {
    /// `STATE_DIRECTORY/notifications`
    package let folder: String

    package init(stateDirectory: String) { folder = stateDirectory + "/notifications" }

    struct Entry: Hashable, Sendable, Codable {
        let notice: Notice
        /// Of its target; the address itself is not kept.
        let target: String
        var attempts: Int
        var next: Timestamp
    }

    /// Between the first tries, and at most.
    static let firstWait: Duration = .seconds(5)
    static let longestWait: Duration = .hours(1)
    /// After which nobody waits for a notice any more.
    static let givenUpAfter: Duration = .days(7)

    /// Finds out what is due, and keeps it to be sent.
    /// - Throws: when the folder cannot be written.
    package func announce(_ incidents: [Incident], to targets: [NotificationTarget], remindEvery: Duration?, now: Timestamp) throws {
        guard !targets.isEmpty else { return }
        try prepare()
        try alone {
            let file = folder + "/announced.json"
            let before = (try? Data(contentsOf: URL(filePath: file))).flatMap { try? JSONDecoder().decode(Announcements.self, from: $0) }
            var announcements = before ?? Announcements()
            let notices = announcements.due(incidents, now: now, remindEvery: remindEvery)
            for notice in notices {
                for target in targets {
                    try write(Entry(notice: notice, target: target.fingerprint, attempts: 0, next: now), to: path(notice, target.fingerprint))
                }
            }
            // Last: to be killed before it tells once more what was told, under the same id.
            if announcements != before { try write(announcements, to: file) }
        }
    }

    /// Sends what is due, and forgets what has arrived.
    /// - Parameter send: throws when it has not arrived.
    package func deliver(
        to targets: [NotificationTarget], now: @Sendable () -> Timestamp, journal: any Journal,
        send: @Sendable (Notice, NotificationTarget) async throws -> Void
    ) async {
        for name in files() {
            let path = folder + "/" + name
            guard let entry = read(path), entry.next <= now() else { continue }
            guard let target = targets.first(where: { $0.fingerprint == entry.target }) else {
                unlink(path)
                continue
            }
            await claimed(path) {
                // Whoever had it before us may have sent it, or tried.
                guard var entry = read(path), entry.next <= now() else { return }
                do {
                    try await send(entry.notice, target)
                    unlink(path)
                    journal.record(Event(.info, "\(target.name) was told: \(entry.notice.title.english)", ["incident": entry.notice.incident.rawValue]))
                } catch {
                    entry.attempts += 1
                    let isOver = now() - entry.notice.time > Self.givenUpAfter
                    entry.next = now() + Self.wait(afterAttempts: entry.attempts, jitter: .random(in: 0.5..<1))
                    if isOver { unlink(path) } else { try? write(entry, to: path) }
                    let what = isOver ? "nothing arrives at \(target.name) for a week, and it is given up" : "\(target.name) could not be told, and is tried again at \(entry.next)"
                    journal.record(Event(.warning, "\(what): \(error); check NOTIFY", ["incident": entry.notice.incident.rawValue]))
                }
            }
        }
    }

    /// - Parameter jitter: 0.5 to 1, so that many hosts do not come back at once.
    static func wait(afterAttempts attempts: Int, jitter: Double) -> Duration {
        min(longestWait, firstWait * (1 << min(max(0, attempts - 1), 10))) * jitter
    }

    /// What still waits.
    package var waiting: Int { files().count }

    private func files() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".notice") }.sorted()
    }

    private func path(_ notice: Notice, _ target: String) -> String { "\(folder)/\(notice.id).\(target).notice" }

    private func read(_ path: String) -> Entry? { (try? Data(contentsOf: URL(filePath: path))).flatMap { try? JSONDecoder().decode(Entry.self, from: $0) } }

    private func write(_ value: some Encodable, to path: String) throws {
        try JSONEncoder().encode(value).write(to: URL(filePath: path), options: .atomic)
        give(path)
    }

    private func prepare() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        give(folder)
    }

    /// Root writes for the service's user, who has to deliver it.
    private func give(_ path: String) {
        var status = stat()
        if geteuid() == 0, stat(folder + "/..", &status) == 0 { _ = chown(path, status.st_uid, status.st_gid) }
    }

    /// One process at a time finds out what is due.
    private func alone(_ body: () throws -> Void) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileReadNoPermission) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
        try body()
    }

    /// One process at a time sends a notice; who comes second leaves it to the first.
    private func claimed(_ path: String, _ body: () async -> Void) async {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
        await body()
    }
}
