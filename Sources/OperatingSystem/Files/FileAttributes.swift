import CFileRights

/// Attributes of a file beside its permissions (chattr(1)).
package enum FileAttributes {
    /// Whether not even root may change the file: `i`.
    package static func isImmutable(_ path: String) -> Bool { is_immutable_file(path) != 0 }

    /// Whether not even root may do more than let it grow: `a`. In such a folder files are made, and none is removed.
    package static func isAppendOnly(_ path: String) -> Bool { is_append_only_file(path) != 0 }
}
