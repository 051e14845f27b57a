package import Domain
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Incidents that could not be recorded because the database did not answer: a file each in a folder of the state directory, until they
/// have been delivered.
package struct IncidentOutbox: Sendable {
    /// `STATE_DIRECTORY/incidents`
    package let folder: String

    package init(stateDirectory: String) { folder = stateDirectory + "/incidents" }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Keeps a report, or adds its evidence to one of the same cause and place that waits already.
    /// - Returns: the incident that waits now.
    /// - Throws: ``Failure`` when the folder cannot be written.
    package func put(_ incident: Incident) throws -> Incident {
        try prepare()
        return try alone {
            var kept = incident
            if var waiting = waiting().first(where: { $0.cause == incident.cause && $0.place == incident.place && $0.state == .open }) {
                waiting.evidence = Incident.evidence(incident.evidence, addedTo: waiting.evidence)
                kept = waiting
            }
            try store(kept)
            return kept
        }
    }

    /// Keeps an incident as it is now, whatever was kept of it before.
    /// - Throws: ``Failure`` when the folder cannot be written.
    package func keep(_ incident: Incident) throws {
        try prepare()
        try alone { try store(incident) }
    }

    /// Oldest first. A file that cannot be read is left out, and stays where it is.
    package func waiting() -> [Incident] {
        files().compactMap { name in
            guard let data = try? Data(contentsOf: URL(filePath: folder + "/" + name)) else { return nil }
            return try? JSONDecoder().decode(Incident.self, from: data)
        }
    }

    /// Reports each to the log and forgets it once the log has it. To be killed in between, or to be at it with another process, does no
    /// harm: a report that comes again changes nothing.
    /// - Returns: how many were delivered.
    /// - Throws: what the log throws; what was not delivered still waits.
    package func deliver(to log: any IncidentLog) async throws -> Int {
        var delivered = 0
        for incident in waiting() {
            let owner = try await log.report(incident)
            // What happened to it since it was first kept; an older state never replaces a newer one.
            if incident.state == .resolved || owner.id == incident.id && incident != owner, owner.state == .open || incident.reopened > owner.reopened {
                var now = incident.id == owner.id ? incident : owner
                now.state = incident.state
                now.resolved = incident.resolved
                now.resolution = incident.resolution
                try await log.keep(now)
            }
            // Somebody may have added to it meanwhile: then it is delivered once more, and the log adds what it lacks.
            try alone { if waiting().contains(incident) { unlink(path(of: incident)) } }
            delivered += 1
        }
        return delivered
    }

    private func prepare() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        give(folder, toOwnerOf: folder + "/..")
    }

    private func files() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
    }

    private func path(of incident: Incident) -> String { "\(folder)/\(incident.id).json" }

    /// Room for the incident that tells that there is no room left: a file that is given up when nothing else can be written.
    private var reserve: String { folder + "/.reserve" }
    private static let reserved = 64 << 10

    /// Sets room aside. To be called while there is some; where there is none, nothing happens.
    package func setRoomAside() {
        guard (try? prepare()) != nil else { return }
        var status = stat()
        guard stat(reserve, &status) != 0 || status.st_size < Self.reserved else { return }
        // Written and not only named: a file with holes has no room.
        guard (try? Data(repeating: 0x2E, count: Self.reserved).write(to: URL(filePath: reserve))) != nil else {
            unlink(reserve)
            return
        }
        give(reserve, toOwnerOf: folder)
    }

    private func store(_ incident: Incident) throws {
        do {
            try write(incident)
        } catch {
            // The disk is full: that is what the room was set aside for.
            guard unlink(reserve) == 0 else { throw error }
            try write(incident)
        }
    }

    /// Under another name first, so that nobody reads half of it, and on the disk before it is called kept.
    private func write(_ incident: Incident) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes = Array(try encoder.encode(incident))
        let partial = "\(folder)/.\(incident.id).\(getpid())"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw failure("\(partial) cannot be written") }
        let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
        let isKept = written == bytes.count && fchmod(descriptor, 0o640) == 0 && fsync(descriptor) == 0
        let trouble = failure("\(partial) cannot be written")
        close(descriptor)
        guard isKept else {
            unlink(partial)
            throw trouble
        }
        give(partial, toOwnerOf: folder)
        guard rename(partial, path(of: incident)) == 0 else { throw failure("\(path(of: incident)) cannot be written") }
    }

    /// One process at a time reads in order to write.
    private func alone<T>(_ body: () throws -> T) throws -> T {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("\(folder) cannot be opened") }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX) == 0 else { throw failure("\(folder) cannot be locked") }
        return try body()
    }

    /// Root records for the service's user, who has to deliver it.
    private func give(_ path: String, toOwnerOf model: String) {
        var status = stat()
        if geteuid() == 0, stat(model, &status) == 0 { _ = chown(path, status.st_uid, status.st_gid) }
    }

    private func failure(_ what: String) -> Failure { Failure(description: "\(what): \(String(cString: strerror(errno)))") }
}

/// write(2), by a name that a method does not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, bytes, count) }
