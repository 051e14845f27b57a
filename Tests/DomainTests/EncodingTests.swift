import Domain
import FoundationEssentials
import Testing

@Suite("Hexadecimal digits and JSON") struct EncodingTests {
    @Test(
        "bytes are two digits each, numbers as many as their width",
        arguments: [
            ([UInt8](), ""), ([0x00, 0x0f, 0xa0, 0xff], "000fa0ff"),
        ])
    func bytes(_ bytes: [UInt8], _ digits: String) { #expect(bytes.hexadecimal == digits) }

    @Test("a number keeps its leading zeros")
    func numbers() {
        #expect(UInt64(0xab).hexadecimal == "00000000000000ab" && UInt64.max.hexadecimal == "ffffffffffffffff")
        #expect(UInt32(0x1234_abcd).hexadecimal == "1234abcd" && UInt8(7).hexadecimal == "07")
    }

    @Test("keys are sorted, slashes stay, and times are RFC 3339, on one line or indented")
    func json() throws {
        struct Value: Encodable {
            let url = "a/b"
            let at = Timestamp(seconds: 0)
        }
        let compact = String(decoding: try JSONEncoder.compact.encode(Value()), as: UTF8.self)
        #expect(compact == #"{"at":"1970-01-01T00:00:00Z","url":"a/b"}"#)
        let pretty = String(decoding: try JSONEncoder.pretty.encode(Value()), as: UTF8.self)
        #expect(pretty.contains("\n") && pretty.filter { !$0.isWhitespace } == compact)
    }
}
