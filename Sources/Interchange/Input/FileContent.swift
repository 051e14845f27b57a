import Domain

/// What a file holds.
package enum FileContent: Sendable {
    case candles, articles

    /// Found from the first bytes of the text.
    package init(of file: InputFile) throws(ImportFailure) {
        try file.rewind()
        self = try Self.content(of: DescriptorSource(file), name: file.name)
    }

    static func content(of source: any ByteSource, name: String) throws(ImportFailure) -> FileContent {
        let head = try TextInput.open(source, name: name).text.next(4096)
        let text = String(decoding: head, as: UTF8.self)
        let first = text.drop { $0.isWhitespace }
        if first.hasPrefix("[") {
            return first.contains("\"title\"") && !first.contains("\"open\"") ? .articles : .candles
        }
        let names = (text.textLines().first ?? "").lowercased().split(separator: ",")
        return names.contains("title") && names.contains("link") ? .articles : .candles
    }
}
