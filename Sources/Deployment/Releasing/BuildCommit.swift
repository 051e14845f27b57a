internal import DeployFiles

/// The commit that this program was built from.
package enum BuildCommit {
    /// The full hash; `nil` in a build that is no release.
    package static let hash: String? = {
        let text = String(cString: build_commit())
        return text.isEmpty ? nil : text
    }()
}
