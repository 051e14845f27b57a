import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Text as lines, in a buffer of fixed size.
final class LineInput {
    /// The number of the newest line, from 1.
    private(set) var number = 0
    private let source: any ByteSource
    private let name: String
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: LineInput.capacity, alignment: 16)
    private var start = 0
    private var end = 0
    private var isAtEnd = false

    /// Longer lines are no rows of candles.
    static let longestLine = 64 << 10
    private static let capacity = 512 << 10

    init(_ source: any ByteSource, name: String) {
        self.source = source
        self.name = name
    }

    deinit { buffer.deallocate() }

    /// The next line without its end (LF or CR LF), valid until the next call; `nil` at the end.
    func next() throws(ImportFailure) -> UnsafeBufferPointer<UInt8>? {
        var searched = 0
        while true {
            if let length = lineEnd(after: searched) { return take(length, skipping: 1) }
            searched = end - start
            guard !isAtEnd else { return searched == 0 ? nil : take(searched, skipping: 0) }
            guard searched <= Self.longestLine else { throw tooLong }
            try refill()
        }
    }

    private func lineEnd(after searched: Int) -> Int? {
        guard let base = buffer.baseAddress, end - start > searched,
            let found = memchr(base + start + searched, 10, end - start - searched)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base + start)
    }

    private func take(_ length: Int, skipping skipped: Int) -> UnsafeBufferPointer<UInt8> {
        number += 1
        let line = UnsafeRawBufferPointer(rebasing: buffer[start..<(start + length)]).bindMemory(to: UInt8.self)
        start += length + skipped
        return line.last == 13 ? UnsafeBufferPointer(rebasing: line.dropLast()) : line
    }

    private func refill() throws(ImportFailure) {
        if start > 0, let base = buffer.baseAddress {
            memmove(base, base + start, end - start)
            (start, end) = (0, end - start)
        }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
        end += count
        isAtEnd = count == 0
    }

    private var tooLong: ImportFailure {
        ImportFailure(
            .unknownLayout,
            Phrase(
                "\(name):\(number + 1): the line is longer than \(Self.longestLine) bytes",
                fr: "\(name):\(number + 1)\u{A0}: la ligne dépasse \(Self.longestLine) octets"),
            hint: Phrase("it is not a CSV file of candles", fr: "ce n’est pas un fichier CSV de chandeliers"))
    }
}
