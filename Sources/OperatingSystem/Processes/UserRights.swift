import CFileRights
package import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The user in whose folders a process started by root works, and whose rights it then needs.
///
/// Root follows every link and writes every file; in folders that another user controls, it would do so for that user.
/// With that user's rights, nothing can be reached that the user could not reach alone.
package struct UserRights: Hashable, Sendable {
    package let user: UInt32
    package let group: UInt32
    /// The name, or the number of a user without one.
    package let name: String
    /// `nil` for a user without an entry in the password database.
    private let home: String?

    /// The user that controls one of the paths; `nil` when this process is not root's, or when all are root's alone.
    package init?(controlling paths: [String]) {
        guard geteuid() == 0, let user = paths.lazy.compactMap(TrustedPath.controllingUser).first else { return nil }
        self.user = user
        if let entry = getpwuid(user) {
            group = entry.pointee.pw_gid
            name = String(cString: entry.pointee.pw_name)
            home = String(cString: entry.pointee.pw_dir)
        } else {
            (group, name, home) = (user, "\(user)", nil)
        }
    }

    /// The name of the user of this process, or its number.
    package static var nameOfCurrentUser: String {
        getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(getuid())"
    }

    /// Gives up root for the rest of this process: user, group, supplementary groups, and `HOME`. For root, setuid(2)
    /// sets the real, effective and saved user.
    /// - Throws: ``Failure``; the process must not go on then.
    package func adopt() throws(Failure) {
        try setGroups()
        guard setgid(group) == 0, setuid(user) == 0 else { throw Failure(self) }
        // Verified, as a caller goes on in the belief that this is so.
        guard geteuid() == user, getuid() == user, seteuid(0) != 0 else { throw Failure(self, code: EPERM) }
        if let home { setenv("HOME", home, 1) }
    }

    /// Runs the body with the user's effective rights, and takes root's again.
    package func borrow<T>(isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> T) async throws
        -> T
    {
        let before = Self.groups()
        try setGroups()
        guard setegid(group) == 0, seteuid(user) == 0 else { throw Failure(self) }
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        guard seteuid(0) == 0, setegid(0) == 0, setgroups(before.count, before) == 0 else { throw Failure(self) }
        return try result.get()
    }

    /// Runs the body with the user's rights to files on this thread alone (setfsuid(2)): for a command that stays root
    /// and uses the database beside other work.
    package func forFilesOfThisThread<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
        // For root it fails only within a user namespace that does not know the user, where root is none either.
        let isSet = set_file_rights(user, group) == 0
        defer { if isSet { _ = set_file_rights(0, getegid()) } }
        return try body()
    }

    private func setGroups() throws(Failure) {
        let done = home == nil ? setgroups(0, nil) : initgroups(name, group)
        guard done == 0 else { throw Failure(self) }
    }

    private static func groups() -> [gid_t] {
        var groups = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
        let count = getgroups(Int32(groups.count), &groups)
        return Array(groups.prefix(max(0, Int(count))))
    }

    /// The rights could not be changed.
    package struct Failure: Error, Hashable, Sendable {
        package let name: String
        package let code: Int32

        fileprivate init(_ rights: UserRights, code: Int32 = errno) {
            name = rights.name
            self.code = code
        }

        package var phrase: Phrase {
            Phrase(
                "the rights of user \(name) cannot be taken: ", fr: "les droits de \(name) ne peuvent être pris\u{A0}: "
            )
                + SystemError.phrase(code)
        }
    }
}
