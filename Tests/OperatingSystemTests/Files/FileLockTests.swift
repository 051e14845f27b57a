import Testing

@testable import OperatingSystem

@Suite("Locks of files") struct FileLockTests {
    /// As proc_locks(5) shows it, with a lock that is waited for, one of a descriptor and two of other files.
    private static let table = """
        1: POSIX  ADVISORY  WRITE 708 08:01:1234 120 120
        1: -> POSIX  ADVISORY  WRITE 711 08:01:1234 120 120
        2: POSIX  ADVISORY  READ  709 08:01:1234 1073741826 1073742335
        3: FLOCK  ADVISORY  WRITE 710 08:01:1234 0 EOF
        4: OFDLCK ADVISORY  READ  -1 08:01:1234 0 EOF
        5: POSIX  ADVISORY  WRITE 0 00:1a:1234 0 EOF
        6: POSIX  ADVISORY  WRITE 712 08:01:123 0 EOF
        7: LEASE  ACTIVE    READ  713 08:01:1234 0 EOF
        """

    @Test("are read with their process, their kind and what they cover")
    func table() {
        let locks = FileLock.held(onInode: 1234, in: Self.table)
        #expect(locks.map(\.process) == [708, 709, 710])
        #expect(locks.map(\.isExclusive) == [true, false, true])
        #expect(locks.map(\.kind) == [.range, .range, .whole])
        #expect(locks.map(\.bytes) == [120...120, 1_073_741_826...1_073_742_335, 0...UInt64.max])
    }

    @Test("the file of the same number on another device is another one, where devices have numbers of their own")
    func devices() {
        // makedev(8, 1), makedev(0xFD, 0x123), and one without a device (btrfs).
        #expect(FileLock.held(onInode: 1234, device: 0x801, in: Self.table).map(\.process) == [708, 709, 710])
        #expect(FileLock.held(onInode: 1234, device: 0x802, in: Self.table).isEmpty)
        let large = "1: FLOCK  ADVISORY  WRITE 7 fd:123:55 0 EOF"
        #expect(FileLock.held(onInode: 55, device: 0x10_FD23, in: large).count == 1)
        #expect(FileLock.held(onInode: 1234, device: 0x2A, in: Self.table).count == 3)
    }

    @Test(
        "lines of another form say nothing",
        arguments: [
            "", "1: POSIX", "1: POSIX ADVISORY WRITE x 08:01:1234 0 EOF", "1: POSIX ADVISORY WRITE 7 08:01:1234 9 3",
            "1: POSIX ADVISORY WRITE 7 08:01:1234 -1 EOF",
            "1: POSIX ADVISORY WRITE 7 08:01:1234 0 99999999999999999999",
        ])
    func malformed(_ line: String) { #expect(FileLock.held(onInode: 1234, in: line).isEmpty) }
}
