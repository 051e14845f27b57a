import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file without a name, which is written once and then imported.
package final class InputSpool {
    /// `TMPDIR`, else a folder that is not in memory: what comes may be large.
    package static var place: String {
        getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/var/tmp"
    }

    private let name: String
    private let folder: String
    private let descriptor: Int32

    /// - Parameters:
    ///   - name: for messages.
    ///   - folder: where there is space for it.
    package init(_ name: String, folder: String = InputSpool.place) throws(ImportFailure) {
        (self.name, self.folder) = (name, folder)
        descriptor = try Self.create(in: folder)
    }

    deinit { close(descriptor) }

    package func write(_ text: String) throws(ImportFailure) {
        let bytes = Array(text.utf8)
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(ImportFailure) in try Self.write(bytes, to: descriptor, in: folder) }
        }
        try result.get()
    }

    /// What was written, for import.
    package func input() throws(ImportFailure) -> InputFile {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw .unreadable(name, code: errno) }
        return InputFile(copy, name: name)
    }

    static func create(in folder: String) throws(ImportFailure) -> Int32 {
        let path = folder + "/bitcoin-analyzer-import.\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .noCopy(in: folder, code: errno) }
        unlink(path)
        return file
    }

    /// Copies what comes through a pipe.
    static func copy(of pipe: Int32, _ name: String, to folder: String) throws(ImportFailure) -> Int32 {
        let file = try create(in: folder)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { buffer.deallocate() }
        do throws(ImportFailure) {
            while true {
                let count = read(pipe, buffer.baseAddress, buffer.count)
                if count == 0 { return file }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw ImportFailure.unreadable(name, code: errno) }
                try write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), to: file, in: folder)
            }
        } catch {
            close(file)
            throw error
        }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32, in folder: String) throws(ImportFailure)
    {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            #if canImport(Glibc)
                let count = Glibc.write(file, part.baseAddress, part.count)
            #else
                let count = Musl.write(file, part.baseAddress, part.count)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .noCopy(in: folder, code: errno) }
            rest = rest.dropFirst(count)
        }
    }
}
