import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

enum FileRights {
    /// Gives a file the owner and the mode of the one whose place it takes, or, where there is none, of the folder: root restores for the
    /// service's user, who has to be able to open it.
    static func give(_ path: String, thoseOf model: String) throws(ArchiveFailure) {
        var status = stat()
        let isThere = stat(model, &status) == 0
        guard isThere || stat(FileFailure.folder(of: model), &status) == 0 else { return }
        if geteuid() == 0, chown(path, status.st_uid, status.st_gid) != 0 {
            throw FileFailure.failure(errno, "\(path) cannot be given to the owner of \(model)", path: path)
        }
        if isThere, chmod(path, status.st_mode & 0o777) != 0 {
            throw FileFailure.failure(errno, "the mode of \(path) cannot be set", path: path)
        }
    }
}
