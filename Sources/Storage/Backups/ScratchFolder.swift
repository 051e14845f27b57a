import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A folder in the directory of temporary files that only this user can enter; removed with this value.
final class ScratchFolder: Sendable {
    let path: String

    /// `TMPDIR`, else /tmp.
    static var place: String { FileManager.default.temporaryDirectory.path }

    init() throws(BackupFailure) {
        var template = Array("\(Self.place)/bitcoin-analyzer.XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw .temporary(Self.place, code: errno) }
        path = String(cString: made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
