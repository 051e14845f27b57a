import Compression
import Crypto
import Domain
package import FoundationEssentials
import OperatingSystem

/// An archive of `scripts/release`: a gzip-compressed tar (POSIX.1-1988 ustar) with one folder that has the program and
/// its description. What else is in it stays in it.
package struct ReleaseArchive {
    package let description: ReleaseDescription

    private static let program = "bitcoin-analyzer"
    private static let descriptionName = "release.json"
    /// Bytes; a release is a tenth of it.
    private static let largestProgram = 1 << 30
    private static let largestDescription = 64 << 10

    /// Reads the archive, and writes its program.
    /// - Parameters:
    ///   - bytes: the archive's.
    ///   - path: where the program is written, with mode 0755, and is not when this fails.
    /// - Throws: ``DeploymentFailure``: a damaged archive, one for another platform, a full disk.
    package init(_ bytes: Data, name: String, writingProgramTo path: String) throws(DeploymentFailure) {
        let reader = TarReader(bytes, name: name)
        var description: ReleaseDescription?
        var digest: String?
        let target: FileReplacement
        do throws(FileError) {
            target = try FileReplacement(of: path, mode: 0o755, owner: .process, temporaryName: .suffix(".unpacking"))
        } catch {
            throw Self.failure(error)
        }
        defer { target.discard() }
        while let entry = try reader.next() {
            switch entry.name {
            case Self.program where digest == nil:
                guard entry.size <= Self.largestProgram else { throw reader.damaged }
                var hash = SHA256()
                try reader.contents { part throws(DeploymentFailure) in
                    hash.update(data: part)
                    do throws(FileError) { try target.write(part) } catch { throw Self.failure(error) }
                }
                digest = hash.finalize().hexadecimal
            case Self.descriptionName where description == nil:
                guard entry.size <= Self.largestDescription else { throw reader.damaged }
                var text = Data()
                try reader.contents { part in text.append(contentsOf: part) }
                description = try? JSONDecoder().decode(ReleaseDescription.self, from: text)
            default: try reader.contents { _ in }
            }
        }
        guard let description, let digest, description.sha256 == digest else { throw reader.damaged }
        guard description.platform == ReleaseDescription.platform else {
            throw DeploymentFailure(
                .badInput,
                Phrase(
                    "\(name) is for \(description.platform), and this host is \(ReleaseDescription.platform)",
                    fr: "\(name) est pour \(description.platform), et cette machine est \(ReleaseDescription.platform)"),
                hint: Phrase("take the archive of this platform", fr: "prenez l’archive de cette plateforme"))
        }
        do throws(FileError) { try target.commit() } catch { throw Self.failure(error) }
        self.description = description
    }

    private static func failure(_ error: FileError) -> DeploymentFailure {
        DeploymentFailure(
            error.isPermission ? .permission : .io, error.phrase,
            hint: error.isDiskFull
                ? Phrase("free space, and run this again", fr: "libérez de l’espace, puis relancez la commande")
                : Phrase("run it as root, with sudo", fr: "lancez la commande en root, avec sudo"))
    }
}

/// The regular files of a gzip-compressed ustar archive, in order.
final class TarReader {
    struct Entry {
        /// Without the folder of the archive.
        let name: String
        let size: Int
    }

    private let name: String
    private let members: GzipMembers<DeploymentFailure>
    /// Bytes of the present entry that were not read, and of its padding.
    private var rest = (contents: 0, padding: 0)
    private static let block = 512
    /// Bytes; tar(1) fills its archive up to a multiple of 20 blocks with zeros.
    private static let recordSize = 20 * block

    init(_ bytes: Data, name: String) {
        self.name = name
        var position = bytes.startIndex
        members = GzipMembers { buffer throws(DeploymentFailure) in
            let count = min(buffer.count, bytes.endIndex - position)
            guard count > 0 else { return 0 }
            bytes.copyBytes(to: buffer, from: position..<position + count)
            position += count
            return count
        }
    }

    var damaged: DeploymentFailure {
        DeploymentFailure(
            .badInput, Phrase("\(name) is not a complete release", fr: "\(name) n’est pas une version complète"),
            hint: Phrase(
                "download it again; its size and SHA-256 are in SHA256SUMS",
                fr: "téléchargez-le à nouveau\u{A0}; sa somme SHA-256 est dans SHA256SUMS"))
    }

    /// The next regular file; `nil` at the end of the archive, whose checksum is right.
    /// - Throws: ``DeploymentFailure`` for what is no archive, damaged, or cut off.
    func next() throws(DeploymentFailure) -> Entry? {
        while true {
            try contents { _ in }
            let header = try block()
            // Two blocks of zeros end an archive; behind the first nothing can follow, but the checksum of all.
            if header.allSatisfy({ $0 == 0 }) {
                try finish()
                return nil
            }
            let sum = header.indices.reduce(0) { $0 + ((148..<156).contains($1) ? 0x20 : Int(header[$1])) }
            guard Self.octal(header[148..<156]) == sum, let size = Self.octal(header[124..<136]) else { throw damaged }
            rest = (size, (Self.block - size % Self.block) % Self.block)
            // Regular files only: links, devices and folders are not part of a release.
            guard header[156] == UInt8(ascii: "0") || header[156] == 0 else { continue }
            let path = String(decoding: header[0..<100].prefix { $0 != 0 }, as: UTF8.self)
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, header[345] == 0 else { continue }
            return Entry(name: String(parts[1]), size: size)
        }
    }

    /// Reads what is left of the present file.
    func contents(_ take: (Data) throws(DeploymentFailure) -> Void) throws(DeploymentFailure) {
        while rest.contents > 0 {
            let part = try read(min(rest.contents, 256 << 10))
            rest.contents -= part.count
            try take(part)
        }
        while rest.padding > 0 { rest.padding -= try read(rest.padding).count }
    }

    private func block() throws(DeploymentFailure) -> [UInt8] {
        var header = Data()
        while header.count < Self.block { header += try read(Self.block - header.count) }
        return Array(header)
    }

    /// Reads the blocks of zeros to the end of the compressed bytes, where their checksum is.
    private func finish() throws(DeploymentFailure) {
        while members.ending == nil { _ = try some(Self.recordSize) }
        guard case .complete = members.ending else { throw damaged }
    }

    private func read(_ count: Int) throws(DeploymentFailure) -> Data {
        let data = try some(count)
        guard !data.isEmpty else { throw damaged }
        return data
    }

    /// What is decompressed next, of `count` bytes at most; empty at the end.
    private func some(_ count: Int) throws(DeploymentFailure) -> Data {
        var buffer = [UInt8](repeating: 0, count: count)
        let read: Result<Int, DeploymentFailure> = buffer.withUnsafeMutableBytes { bytes in
            do throws(DeploymentFailure) { return .success(try members.read(into: bytes)) } catch {
                return .failure(error)
            }
        }
        return Data(buffer[..<(try read.get())])
    }

    /// A number of ustar: octal digits, ended by a space or NUL.
    private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
        let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0 }
        guard !digits.isEmpty, digits.count <= 12 else { return nil }
        return digits.reduce(Int?.some(0)) { value, digit in
            guard let value, (0x30...0x37).contains(digit) else { return nil }
            return value << 3 | Int(digit - 0x30)
        }
    }
}
