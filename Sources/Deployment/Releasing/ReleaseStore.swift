import Domain
package import FoundationEssentials
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The releases of this host: files, as the database may be what a release broke.
///
///     releases/register.json          what was deployed, oldest first
///     releases/deployment.json        the deployment under way
///     releases/1.4.0-0123456789ab/    a release: its program, its description, and what was installed with it
package struct ReleaseStore: Sendable {
    package let folder: String

    package static let defaultFolder = InstallPaths.releases + "/releases"
    /// The live release and those before it that are kept.
    package static let kept = 3
    private static let largestRegister = 200

    package init(folder: String = Self.defaultFolder) { self.folder = folder }

    package func path(of release: ReleaseDescription) -> String { folder + "/" + release.identity }
    package func program(of release: ReleaseDescription) -> String { path(of: release) + "/bitcoin-analyzer" }
    private func installation(of release: ReleaseDescription) -> String { path(of: release) + "/installation.json" }
    package var backup: String { folder + "/database.backup" }
    private var register: String { folder + "/register.json" }
    private var journal: String { folder + "/deployment.json" }

    /// Oldest first; empty before the first deployment.
    /// - Throws: ``DeploymentFailure``
    package func records() throws(DeploymentFailure) -> [ReleaseRecord] {
        try read(register, as: [ReleaseRecord].self) ?? []
    }

    package func save(_ records: [ReleaseRecord]) throws(DeploymentFailure) {
        try write(Array(records.suffix(Self.largestRegister)), to: register)
    }

    package func append(_ record: ReleaseRecord) throws(DeploymentFailure) {
        var records = try records()
        if record.outcome == .live {
            for index in records.indices where records[index].outcome == .live { records[index].outcome = .replaced }
        }
        records.append(record)
        try save(records)
    }

    package func unfinished() throws(DeploymentFailure) -> ReleaseJournal? {
        try read(journal, as: ReleaseJournal.self)
    }

    package func begin(_ deployment: ReleaseJournal) throws(DeploymentFailure) { try write(deployment, to: journal) }
    package func end() { unlink(journal) }

    package func snapshot(of release: ReleaseDescription) throws(DeploymentFailure) -> InstallationSnapshot? {
        try read(installation(of: release), as: InstallationSnapshot.self)
    }

    /// Readable by root alone: settings hold secrets.
    package func keep(_ snapshot: InstallationSnapshot, of release: ReleaseDescription) throws(DeploymentFailure) {
        try write(snapshot, to: installation(of: release), mode: 0o600)
    }

    /// Keeps the program and the description of a release.
    package func keep(_ release: ReleaseDescription, program: Data) throws(DeploymentFailure) {
        try createFolder(path(of: release))
        try write(program, to: self.program(of: release), mode: 0o755)
        try write(release, to: path(of: release) + "/release.json")
    }

    package func createFolder(_ path: String) throws(DeploymentFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        } catch {
            throw DeploymentFailure(
                .io, Phrase("cannot create \(path)", fr: "impossible de créer \(path)"),
                hint: Phrase("run it as root, with sudo", fr: "lancez la commande en root, avec sudo"),
                detail: "\(error)")
        }
    }

    package func remove(_ release: ReleaseDescription) {
        try? FileManager.default.removeItem(atPath: path(of: release))
    }

    /// The releases that can be returned to, newest first.
    package func earlier() throws(DeploymentFailure) -> [ReleaseDescription] {
        var found: [ReleaseDescription] = []
        for record in try records().reversed() where record.outcome == .replaced {
            guard !found.contains(record.release), isRegularFile(installation(of: record.release)) else { continue }
            found.append(record.release)
        }
        return found
    }

    /// Removes the folders of all but the live release and the newest before it.
    package func prune() throws(DeploymentFailure) {
        let live = try records().last { $0.outcome == .live }?.release
        let earlier = try earlier().filter { $0 != live }.prefix(Self.kept - 1)
        let names = Set((earlier + [live].compactMap(\.self)).map(\.identity))
        for name in FilesystemRoot(folder).names(in: "") where isFolder(folder + "/" + name) && !names.contains(name) {
            try? FileManager.default.removeItem(atPath: folder + "/" + name)
        }
    }

    private func read<Value: Decodable>(_ path: String, as type: Value.Type) throws(DeploymentFailure) -> Value? {
        guard let contents = try FilesystemRoot("").entry(path)?.contents else { return nil }
        do { return try JSONDecoder().decode(Value.self, from: contents) } catch {
            throw DeploymentFailure(
                .io, Phrase("\(path) cannot be understood", fr: "\(path) est illisible"),
                hint: Phrase(
                    "move it away; the installed release is not affected",
                    fr: "déplacez-le\u{A0}; la version installée n’est pas touchée"), detail: "\(error)")
        }
    }

    private func write(_ value: some Encodable, to path: String, mode: UInt32 = 0o644) throws(DeploymentFailure) {
        let data: Data
        do { data = try JSONEncoder.pretty.encode(value) } catch { throw .bug("\(path): \(error)") }
        try write(data, to: path, mode: mode)
    }

    private func write(_ data: Data, to path: String, mode: UInt32) throws(DeploymentFailure) {
        do throws(FileError) {
            let file = try FileReplacement(of: path, mode: mode, owner: .process, temporaryName: .suffix(".new"))
            try file.write(data)
            try file.commit()
        } catch {
            throw DeploymentFailure(
                error.isPermission ? .permission : .io, error.phrase,
                hint: error.isDiskFull
                    ? Phrase("free space, and run this again", fr: "libérez de l’espace, puis relancez la commande")
                    : Phrase("run it as root, with sudo", fr: "lancez la commande en root, avec sudo"))
        }
    }
}

/// One deployment at a time: held until it is released, or its process ends.
package final class ReleaseLock: Sendable {
    private let descriptor: Int32

    /// - Parameter waits: whether to wait, blocking the thread, while another process holds it.
    /// - Throws: ``DeploymentFailure`` while another process holds it.
    package init(_ store: ReleaseStore, waits: Bool = false) throws(DeploymentFailure) {
        try store.createFolder(store.folder)
        let path = store.folder + "/lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw DeploymentFailure(
                .permission, Phrase("\(path) cannot be opened", fr: "\(path) ne peut pas être ouvert"),
                hint: Phrase("run it as root, with sudo", fr: "lancez la commande en root, avec sudo"))
        }
        var result = flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB)
        while result != 0, errno == EINTR { result = flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) }
        guard result == 0 else {
            close(descriptor)
            throw DeploymentFailure(
                .temporary,
                Phrase(
                    "another deployment is running on this host",
                    fr: "un autre déploiement est en cours sur cette machine"),
                hint: Phrase(
                    "wait for its end: bitcoin-analyzer releases",
                    fr: "attendez sa fin\u{A0}: bitcoin-analyzer releases"))
        }
    }

    deinit { close(descriptor) }
}
