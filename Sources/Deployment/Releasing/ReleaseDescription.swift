/// What a release says of itself: `release.json` in its archive, made by `scripts/release`.
package struct ReleaseDescription: Hashable, Sendable, Codable {
    package let version: ReleaseVersion
    /// The full hash of the commit.
    package let commit: String
    /// `linux-x86_64`, `linux-aarch64`.
    package let platform: String
    /// SHA-256 of the program, in hexadecimal.
    package let sha256: String

    package init(version: ReleaseVersion, commit: String, platform: String, sha256: String) {
        self.version = version
        self.commit = commit
        self.platform = platform
        self.sha256 = sha256
    }

    /// The platform of this program.
    package static let platform: String = {
        #if arch(x86_64)
            "linux-x86_64"
        #elseif arch(arm64)
            "linux-aarch64"
        #else
            "unknown"
        #endif
    }()

    /// The name of its folder: two builds of one version are two releases.
    package var identity: String { "\(version)-\(sha256.prefix(12))" }
}
