import Crypto
import Domain
package import FoundationEssentials

/// The installed files and their digests, in the format of sha256sum(1): a file that differs was modified by hand.
package struct Manifest: Hashable, Sendable {
    /// SHA-256 digests in hexadecimal, by path.
    package let digests: [String: String]

    package init(digests: [String: String]) { self.digests = digests }

    /// Invalid lines are ignored: with a damaged manifest, files count as modified by hand and are kept.
    package init(text: String) {
        var digests: [String: String] = [:]
        for line in text.textLines() {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].count == 64 else { continue }
            digests[String(parts[1].drop { $0 == " " || $0 == "*" })] = String(parts[0])
        }
        self.digests = digests
    }

    package init(of files: [InstallationPlan.File]) {
        digests = Dictionary(files.map { ($0.path, Self.digest($0.contents)) }) { $1 }
    }

    package var text: String { digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined() }

    package func has(_ path: String, with contents: Data) -> Bool { digests[path] == Self.digest(contents) }

    package static func digest(_ data: Data) -> String {
        SHA256.hash(data: data).hexadecimal
    }
}
