#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The header of a compiled program (elf(5)), as far as it says how long the file has to be.
enum ELFHeader {
    /// Whether a file is empty, or a 64-bit program of this byte order without its end.
    /// - Parameter first: its first bytes, at least 64 where it has so many.
    static func isCutOff(_ file: String, first: some Collection<UInt8>) -> Bool {
        var status = stat()
        guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return isCutOff(size: UInt64(clamping: status.st_size), first: Array(first))
    }

    static func isCutOff(size: UInt64, first: [UInt8]) -> Bool {
        if size == 0 { return true }
        guard first.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else { return false }
        // EI_CLASS: ELFCLASS64; EI_DATA: ELFDATA2LSB.
        guard first.count >= 64 else { return size < 64 }
        guard first[4] == 2, first[5] == 1 else { return false }
        func number(_ offset: Int, _ bytes: Int) -> UInt64 {
            first[offset..<offset + bytes].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        // e_shoff, e_shentsize and e_shnum: linkers put the table of sections at the end.
        let (end, overflow) = number(40, 8).addingReportingOverflow(number(58, 2) * number(60, 2))
        return overflow || end > size
    }
}
