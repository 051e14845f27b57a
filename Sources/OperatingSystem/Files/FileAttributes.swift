import CFileRights

/// Attributes of a file beside its permissions (chattr(1)).
package enum FileAttributes {
    /// Whether not even root may change the file: `i`, or `a`, which only lets it grow.
    package static func isImmutable(_ path: String) -> Bool { is_immutable_file(path) != 0 }
}
