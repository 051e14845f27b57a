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

    init() throws(BackupFailure) {
        let base = FileManager.default.temporaryDirectory.path
        var template = Array("\(base)/bitcoin-analyzer.XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw .file(base, .write, code: errno) }
        path = String(cString: made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
