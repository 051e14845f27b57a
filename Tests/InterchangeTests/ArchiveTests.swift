import Domain
import FoundationEssentials
import Support
import Testing

@testable import Interchange

/// Compressed files, made by gzip(1) and Info-ZIP's zip(1), unless another program is named.
struct ArchiveTests {
    private static let text = "1514764800,10,12,9,11,1\n1514768400,11,13,10,12,2\n"

    /// gzip -n.
    private static let gzip = bytes(
        """
        1F8B080000000000020333343534313733B13030D0310422231D4B1D43431D432E43B0B88509481CC83786CA1A7101001399284A
        31000000
        """)

    /// Two members.
    private static let members = bytes(
        """
        1F8B080000000000020333343534313733B13030D0310422231D4B1D43431D432E00BDB262E8180000001F8B0800000000000203
        333435343137B3303130D03134D43134D63104328C748CB800F820FF3619000000
        """)

    /// An entry that is no CSV, and one deflated.
    private static let zip = bytes(
        """
        504B03041400000000000000215086A61036050000000500000009000000726561646D652E6D6468656C6C6F504B030414000000
        0800000021501399284A26000000310000000D0000005842545553445F36302E63737633343534313733B13030D0310422231D4B
        1D43431D432E43B0B88509481CC83786CA1A710100504B010214031400000000000000215086A610360500000005000000090000
        000000000000000000800100000000726561646D652E6D64504B01021403140000000800000021501399284A2600000031000000
        0D000000000000000000000080012C0000005842545553445F36302E637376504B05060000000002000200720000007D00000000
        00
        """)

    /// Not compressed.
    private static let stored = bytes(
        """
        504B0304140000000000000021501399284A310000003100000005000000612E637376313531343736343830302C31302C31322C
        392C31312C310A313531343736383430302C31312C31332C31302C31322C320A504B01021403140000000000000021501399284A
        3100000031000000050000000000000000000000800100000000612E637376504B05060000000001000100330000005400000000
        00
        """)

    /// Written to a pipe: sizes and checksums follow the data.
    private static let streamed = bytes(
        """
        504B03041400080008000000215000000000000000000000000005000000612E63737633343534313733B13030D0310422231D4B
        1D43431D432E43B0B88509481CC83786CA1A710100504B07081399284A2600000031000000504B03041400080008000000215000
        00000000000000000000000B0000006E6F7465732F782E706466ABA820150000504B0708038A62AC0600000032000000504B0102
        1403140008000800000021501399284A2600000031000000050000000000000000000000800100000000612E637376504B010214
        0314000800080000002150038A62AC06000000320000000B00000000000000000000008001590000006E6F7465732F782E706466
        504B050600000000020002006C000000980000000000
        """)

    /// Two CSV files.
    private static let two = bytes(
        """
        504B0304140000000000000021501399284A310000003100000005000000612E637376313531343736343830302C31302C31322C
        392C31312C310A313531343736383430302C31312C31332C31302C31322C320A504B0304140000000000000021501399284A3100
        00003100000005000000622E637376313531343736343830302C31302C31322C392C31312C310A313531343736383430302C3131
        2C31332C31302C31322C320A504B01021403140000000000000021501399284A3100000031000000050000000000000000000000
        800100000000612E637376504B01021403140000000000000021501399284A310000003100000005000000000000000000000080
        0154000000622E637376504B0506000000000200020066000000A80000000000
        """)

    /// What may stand behind the directory of `stored` in place of the 22 bytes there, by Python's `zipfile` and by the
    /// fields of APPNOTE, 4.3.13 to 4.3.16: a comment like the end itself, a digital signature, and records of zip64.
    private static let endings = [
        bytes("504B0506000000000100010033000000540000001100504B0506206D6164652062792068616E64"),
        bytes("504B05050300616263504B050600000000010001003C000000540000000000"), largeEnding,
    ]

    private static let largeEnding = bytes(
        """
        504B06062C000000000000002D002D00000000000000000001000000000000000100000000000000330000000000000054000000
        00000000504B060700000000870000000000000001000000504B050600000000FFFFFFFFFFFFFFFFFFFFFFFF0000
        """)

    /// JSON whose text has exactly 64 KiB, as spaces stand before its end; made with Python's zlib.
    private static let json = bytes(
        """
        1F8B0800000000000203EDCDB14AC4401006E05791A923EC0604D9DA37501BC5E23883775C7435977885F8EE6EC4D246EBEF638A
        99E29FFFFE23E6FDF31025FA942FCF536E739352F99EBBE8A2BE0E2F5172EA62B77FDA45E9DB36D653948B2EB6633DB668CE5DBC
        D77159DFB4F56DA9F3FAF0F6FAAAE58F7599B6EB79983687F6EA27F518659E96E1B3FBB53FFFADBFFF7FFF190000000000000000
        00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
        000000AB872F2B6BA6B300000100
        """)

    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.filter(\.isHexDigit)
        return stride(from: 0, to: digits.count, by: 2).compactMap { place in
            let start = digits.index(digits.startIndex, offsetBy: place)
            return UInt8(digits[start...].prefix(2), radix: 16)
        }
    }

    @Test(
        "gzip with one and two members, zip with other files beside, stored, and as a pipe writes it",
        arguments: [gzip, members, zip, stored, streamed])
    func compressed(_ bytes: [UInt8]) throws {
        let read = try ReadFile(bytes)
        #expect(read.candles.map(\.candle.close) == [11, 12])
        #expect(read.first == "2018-01-01T00:00:00Z 10 12 9 11 1")
    }

    @Test("the name of the file within a zip archive says what it holds")
    func archivedName() throws {
        let read = try ReadFile(Self.zip)
        #expect(read.file.archivedName == "XBTUSD_60.csv")
        #expect(read.file.first.quote == .usd)
    }

    @Test(
        "an archive that ends early is refused, whatever is missing of it", arguments: [gzip, members, zip, streamed])
    func cut(_ bytes: [UInt8]) {
        // Behind the data of a zip archive is its directory, which is not needed.
        let directory = bytes.firstRange(of: [0x50, 0x4B, 0x01, 0x02])?.lowerBound ?? bytes.count
        for end in stride(from: 7, to: directory, by: 3) {
            #expect(failure { try ReadFile(Array(bytes[..<end])) } != nil, "\(end) of \(bytes.count) bytes")
        }
    }

    @Test("the directory of a zip archive repeats what its files say, and may be cut off", arguments: [zip, streamed])
    func cutDirectory(_ bytes: [UInt8]) throws {
        let directory = try #require(bytes.firstRange(of: [0x50, 0x4B, 0x01, 0x02])).upperBound
        for end in directory..<bytes.count {
            #expect(try ReadFile(Array(bytes[..<end])).candles.count == 2, "\(end) of \(bytes.count) bytes")
        }
    }

    @Test("a zip archive may end with a comment, a signature or records of zip64", arguments: endings)
    func ending(_ end: [UInt8]) throws {
        #expect(try ReadFile(Array(Self.stored.dropLast(22)) + end).candles.map(\.candle.close) == [11, 12])
    }

    @Test(
        "what follows the end of a zip archive refuses it: another archive, as cat gives, and everything else",
        arguments: [zip, stored, streamed, Array(stored.dropLast(22)) + largeEnding])
    func trailingArchive(_ bytes: [UInt8]) {
        for more: [UInt8] in [Self.stored, Self.two, [0x50, 0x4B, 0x03, 0x04], [0], [10]] {
            let refused = failure { try ReadFile(bytes + more, name: "a.zip") }
            #expect(refused?.kind == .damaged)
            #expect(refused?.message.english == "a.zip: more bytes follow the end of the zip archive")
        }
    }

    @Test("a zip archive with another number of files than its directory says is refused")
    func fileCount() {
        var two = Self.stored
        two[two.count - 12] = 2
        var large = Array(Self.stored.dropLast(22)) + Self.largeEnding
        // The end record of zip64 has the number in its 33rd to 40th bytes: 65,537 in place of 1.
        large[Self.stored.count - 22 + 34] = 1
        for bytes in [two, large] {
            let refused = failure { try ReadFile(bytes, name: "a.zip") }
            #expect(refused?.kind == .damaged)
            #expect(
                refused?.message.english
                    == "a.zip: the zip archive has another number of files than its directory says")
        }
    }

    @Test("an archive with a wrong checksum is refused", arguments: [gzip, zip, stored, streamed])
    func damaged(_ bytes: [UInt8]) throws {
        var changed = bytes
        if bytes.starts(with: [0x1F]) {
            changed[bytes.count - 8] ^= 1
        } else if bytes == Self.streamed {
            let descriptor = try #require(bytes.firstRange(of: [0x50, 0x4B, 0x07, 0x08]))
            changed[descriptor.upperBound] ^= 1
        } else {
            let header = try #require(bytes.ranges(of: [0x50, 0x4B, 0x03, 0x04]).last)
            changed[header.lowerBound + 14] ^= 1
        }
        #expect(failure { try ReadFile(changed) }?.kind == .damaged)
    }

    @Test("the checksum is compared also where the text ends with the block that was read last")
    func fullBlock() throws {
        #expect(try ReadFile(Self.json, name: "a.json.gz").candles.map(\.candle.close) == [11, 12])
        var changed = Self.json
        changed[changed.count - 8] ^= 1
        #expect(failure { try ReadFile(changed, name: "a.json.gz") }?.kind == .damaged)
        #expect(failure { try ReadFile(Array(Self.json.dropLast(8)), name: "a.json.gz") }?.kind == .damaged)
    }

    @Test("a zip archive of many small files is read without a large copy for each")
    func manyFiles() throws {
        // A local file header (APPNOTE, 4.3.7) of an empty file "a", deflated: a last block of fixed codes with its end
        // only; and its header in the directory (4.3.12).
        let small = Self.bytes("504B0304140000000800000021500000000002000000000000000100000061 0300")
        let header = Self.bytes(
            "504B01021403140000000800000021500000000002000000000000000100000000000000000000000000 00000000 61")
        let count = 20_000
        let place = try #require(Self.stored.firstRange(of: [0x50, 0x4B, 0x01, 0x02])).lowerBound
        var directory = (0..<count).flatMap { _ in header }
        directory += Self.stored[place...].dropLast(22)
        // Their number, 20,001, in two bytes of the end (4.3.16).
        let end = Self.bytes("504B050600000000 214E 214E 00000000 00000000 0000")
        var archive = (0..<count).flatMap { _ in small }
        archive += Self.stored[..<place]
        archive += directory
        archive += end
        let source = ZipSource(MemorySource(archive), name: "a.zip")
        var rows = 0
        while case let piece = try source.next(4096), !piece.isEmpty { rows += piece.count { $0 == 10 } }
        #expect(rows == 2)
        // Each file gets 512 bytes at first, and its header is read once.
        #expect(source.taken < count * (512 + small.count) + directory.count + 64 << 10)
    }

    @Test("of several CSV files in a zip archive none is imported by chance")
    func several() {
        let refused = failure { try ReadFile(Self.two, name: "all.zip") }
        #expect(refused?.message.english == "all.zip: the zip archive has several CSV files: a.csv, b.csv…")
    }

    @Test("files of other programs and encodings are named, with the command that converts them")
    func others() {
        let xz: [UInt8] = [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 1, 2]
        let compressed = failure { try ReadFile(xz, name: "a.csv.xz") }
        #expect(compressed?.message.english == "a.csv.xz is compressed with xz")
        let wide = failure { try ReadFile([0xFF, 0xFE, 0x31, 0x00], name: "a.csv") }
        #expect(wide?.message.english == "a.csv is UTF-16 text")
        #expect(failure { try ReadFile("", name: "a.csv") }?.message.english == "a.csv is empty")
    }

    @Test("what is no CSV of candles is refused with its first line")
    func unknown() {
        let page = failure { try ReadFile("<!DOCTYPE html>\n<html>\n", name: "a.csv") }
        #expect(page?.kind == .unknownLayout)
        #expect(
            page?.message.english.contains("a.csv:1: no layout of candles is recognized: '<!DOCTYPE html>'") == true)
    }

    @Test("zeros may follow gzip data, and nothing else", arguments: [gzip, members])
    func trailing(_ bytes: [UInt8]) throws {
        let padded = try ReadFile(bytes + [UInt8](repeating: 0, count: 200_000))
        #expect(padded.candles.count == 2)
        for garbage: [UInt8] in [[1], Array("1514772000,12,13,10,12,2\n".utf8), [0, 0, 7], [0x1F, 0x8C]] {
            let refused = failure { try ReadFile(bytes + garbage, name: "a.csv.gz") }
            #expect(refused?.kind == .damaged)
            #expect(refused?.message.english == "a.csv.gz: bytes that are not gzip follow the gzip data")
        }
        #expect(failure { try ReadFile(bytes + [0x1F]) }?.kind == .damaged)
    }

    @Test("an empty zip archive is called so")
    func emptyZip() {
        let bytes: [UInt8] = [0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 18)
        #expect(failure { try ReadFile(bytes, name: "a.zip") }?.message.english == "a.zip: the zip archive is empty")
    }

    @Test("a bad row in an archive is named with the archive and its file")
    func member() {
        let changed = Self.stored.map { $0 }
        #expect(
            failure { try ReadFile(changed, name: "a.zip", ImportOptions(interval: .oneDay)) }?.message.english
                .hasPrefix("a.zip/a.csv:2: ") == true)
    }
}
