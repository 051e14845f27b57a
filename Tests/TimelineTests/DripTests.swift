import Domain
import Foundation
import Testing

@testable import Timeline

/// Gives a byte at a time, as a pipe may.
private final class Drip: ByteInput {
    private var bytes: ArraySlice<UInt8>
    var defect: LogSourceWarning? { nil }
    var stream: Int32? { nil }
    var size: Int? { nil }

    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        guard let byte = bytes.popFirst() else { return 0 }
        buffer[0] = byte
        return 1
    }
}

@Suite("Input that comes a byte at a time") struct DripTests {
    @Test("long fields of the journal's export are moved about once, whatever the size of the pieces")
    func export() throws {
        let long = String(repeating: "x", count: 100_000)
        let entries = (0..<5).map { "__REALTIME_TIMESTAMP=\($0)\nMESSAGE=\(long)\n\n" }.joined()
        let bytes = Array(entries.utf8)
        let input = JournalExportInput(Drip(bytes))
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = try buffer.withUnsafeMutableBytes({ try input.read(into: $0) }), count > 0 {
            text += buffer[..<count]
        }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        let message = ",\"MESSAGE\":\"\(long)\"}"
        #expect(lines.map(String.init) == (0..<5).map { "{\"__REALTIME_TIMESTAMP\":\"\($0)\"" + message })
        #expect(input.moved <= 2 * bytes.count)
    }
}
