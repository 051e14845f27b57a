import Deployment
import Domain
import FoundationEssentials
import OperatingSystem
import Outbound

/// The place that `UPDATE_FROM` names: an index with its signature, and the archives that it lists.
struct ReleaseSource: Sendable {
    let source: UpdateSettings.Source
    let client: PoliteClient

    private static let indexTimeout: Duration = .seconds(30)
    private static let archiveTimeout: Duration = .seconds(900)
    private static let largestSignature = 4 << 10

    /// Copies the index, and the release that it offers this host, into a folder, each with its signature.
    ///
    /// What is copied is verified here to save a download, and again by whoever uses it: this runs as the service's
    /// user.
    /// - Throws: ``DeploymentFailure``, ``CommandFailure``
    func copy(
        to folder: String, over live: ReleaseVersion, _ records: [ReleaseRecord], trusting keys: ReleaseKeys
    ) async throws {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let index = folder + "/" + ReleaseIndex.file
        try await copy(ReleaseIndex.file, to: folder, limit: ReleaseIndex.largest, within: Self.indexTimeout)
        let bytes = try ReleaseFile.bytes(of: index)
        _ = try ReleaseSignature.verify(index, bytes, with: keys)
        guard let entry = try ReleaseIndex(bytes, from: source.shownText).candidate(over: live, records) else { return }
        try await copy(entry.file, to: folder, limit: ReleaseIndex.largestArchive, within: Self.archiveTimeout)
    }

    private func copy(_ name: String, to folder: String, limit: Int, within timeout: Duration) async throws {
        for (name, limit) in [(name, limit), (ReleaseSignature.path(of: name), Self.largestSignature)] {
            let bytes = try await bytes(of: name, limit: limit, within: timeout)
            do throws(FileError) {
                let file = try FileReplacement(of: "\(folder)/\(name)", mode: 0o600, owner: .process)
                try file.write(bytes)
                try file.commit()
            } catch {
                throw CommandFailure(
                    .io, error.phrase, hint: Phrase("free space: df -h", fr: "libérez de l’espace\u{A0}: df -h"))
            }
        }
    }

    private func bytes(of name: String, limit: Int, within timeout: Duration) async throws -> Data {
        switch source {
        case .folder(let folder):
            let path = "\(folder)/\(name)"
            do { return try ReleaseFile.copy(of: path, limit: limit) } catch { throw missing(path) }
        case .address(let address):
            let request = OutboundRequest(
                "\(address)/\(name)", label: "update", headers: [("Accept", "*/*")], timeout: timeout, bodyLimit: limit)
            return Data(try await client.fetch(request).body)
        }
    }

    private func missing(_ path: String) -> CommandFailure {
        CommandFailure(
            .unavailable,
            Phrase(
                "\(path) is not a file that \(UserRights.nameOfCurrentUser) can read",
                fr: "\(path) n’est pas un fichier lisible par \(UserRights.nameOfCurrentUser)"),
            hint: Phrase(
                "put the files of dist/ there, readable by all; scripts/release makes them",
                fr: "placez-y les fichiers de dist/, lisibles par tous\u{A0}; scripts/release les crée"))
    }
}
