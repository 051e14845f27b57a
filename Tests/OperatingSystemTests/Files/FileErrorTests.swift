import Domain
import Support
import Testing

@testable import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct FileErrorTests {
    @Test(
        "every problem is told in both languages",
        arguments: [
            FileError.Problem.write, .open, .read, .create, .replace, .lock, .own, .sync, .notRegularFile,
            .symbolicLink, .busy, .replacedMeanwhile, .tooLarge(limit: 4096),
        ])
    func problems(_ problem: FileError.Problem) {
        let error = FileError("/x", problem, code: ENOSPC)
        #expect(TextLint.violations(error.phrase) + TextLint.violations(error.reason) == [])
        #expect(error.phrase.english.hasPrefix("/x ") && error.phrase.french.hasPrefix("/x\u{A0}: "))
    }

    @Test("the operating system's reason stands only where it is one")
    func reasons() {
        #expect(
            FileError("/x", .write, code: ENOSPC).phrase.french == "/x\u{A0}: écriture impossible\u{A0}: disque plein")
        #expect(FileError("/x", .symbolicLink, code: ELOOP).phrase.french == "/x\u{A0}: c’est un lien symbolique")
        #expect(FileError("/x", .tooLarge(limit: 1), code: EFBIG).description == "/x is larger than 1 byte")
    }

    @Test("every error number has a French text without English in it", arguments: Int32(1)...133)
    func numbers(_ code: Int32) {
        let phrase = SystemError.phrase(code)
        #expect(phrase.french != phrase.english)
        #expect(TextLint.violations(phrase.french, in: .french) == [])
    }

    @Test(
        "the folder and the name of a path",
        arguments: [
            ("/a/b/c", "/a/b", "c"), ("/c", "/", "c"), ("c", ".", "c"), ("a/c", "a", "c"), ("/a/", "/a", ""),
        ])
    func paths(path: String, folder: String, name: String) {
        let parts = folderAndName(of: path)
        #expect(parts.folder == folder && parts.name == name)
    }
}
