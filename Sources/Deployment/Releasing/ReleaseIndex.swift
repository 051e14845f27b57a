import Domain
package import FoundationEssentials

/// What a publisher offers: `index.json`, signed, beside the archives. Made by `scripts/release-index`.
package struct ReleaseIndex: Hashable, Sendable, Decodable {
    package struct Entry: Hashable, Sendable, Decodable {
        package let version: ReleaseVersion
        /// `linux-x86_64`.
        package let platform: String
        /// The name of the archive, in the folder of the index.
        package let file: String
        /// SHA-256 of the archive, in hexadecimal.
        package let sha256: String
        /// SHA-256 of the program in it: a release that failed is known by it.
        package let program: String

        /// A name, and no way to another folder.
        var isNamedPlainly: Bool {
            !file.hasPrefix(".") && file.hasSuffix(".tar.gz")
                && file.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                        UInt8(ascii: "A")...UInt8(ascii: "Z"):
                        true
                    default: "._-+~".utf8.contains(byte)
                    }
                }
        }
    }

    package let releases: [Entry]

    package static let file = "index.json"
    /// Bytes.
    package static let largest = 1 << 20
    package static let largestArchive = 512 << 20

    /// - Parameter bytes: whose signature was verified.
    /// - Throws: ``DeploymentFailure``
    package init(_ bytes: Data, from source: String) throws(DeploymentFailure) {
        do { self = try JSONDecoder().decode(ReleaseIndex.self, from: bytes) } catch {
            throw DeploymentFailure(
                .badInput,
                Phrase(
                    "the index of \(source) cannot be understood", fr: "l’index de \(source) est incompréhensible"),
                hint: Phrase(
                    "its publisher makes it with scripts/release-index",
                    fr: "son éditeur le crée avec scripts/release-index"), detail: "\(error)")
        }
    }

    /// The newest release that this host has not had.
    ///
    /// Not one that failed here, nor one that is not newer than every release that was live: what a person rolled back
    /// from stays away. A pre-release only on a host that runs one.
    /// - Parameters:
    ///   - live: the installed version.
    ///   - records: what was deployed here.
    package func candidate(over live: ReleaseVersion, _ records: [ReleaseRecord]) -> Entry? {
        let had = records.filter { $0.outcome == .live || $0.outcome == .replaced }.map(\.release.version)
        let newest = (had + [live]).max() ?? live
        let failed = Set(records.filter(\.hasFailed).map(\.release.sha256))
        return releases.filter { entry in
            entry.platform == ReleaseDescription.platform && entry.version > newest && entry.isNamedPlainly
                && !failed.contains(entry.program) && (!entry.version.isPreRelease || live.isPreRelease)
        }.max { $0.version < $1.version }
    }
}
