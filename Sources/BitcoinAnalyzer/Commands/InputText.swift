import Domain
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The text that a command is given: a file, a pipe, or standard input.
enum InputText {
    /// - Parameters:
    ///   - file: its path; `-` for standard input.
    ///   - failure: what is thrown, with the place and the reason.
    static func text(of file: String, failure: (Phrase) -> CommandFailure) throws(CommandFailure) -> String {
        let descriptor = file == "-" ? dup(STDIN_FILENO) : open(file, O_RDONLY | O_CLOEXEC)
        var bytes: [UInt8] = []
        var code: Int32? = descriptor < 0 ? errno : nil
        while code == nil {
            var count = 0
            let part = [UInt8](unsafeUninitializedCapacity: piece) { buffer, initialized in
                count = read(descriptor, buffer.baseAddress, piece)
                initialized = max(0, count)
            }
            if count < 0, errno != EINTR { code = errno }
            if count == 0 { break }
            bytes += part
            if bytes.count > limit { code = EFBIG }
        }
        if descriptor >= 0 { close(descriptor) }
        guard let code else { return String(decoding: bytes, as: UTF8.self) }
        throw failure(
            Phrase("cannot read '\(file)': ", fr: "impossible de lire «\u{A0}\(file)\u{A0}»\u{A0}: ")
                + SystemError.phrase(code))
    }

    private static let piece = 64 << 10
    /// More than a year of headlines.
    private static let limit = 64 << 20
}
