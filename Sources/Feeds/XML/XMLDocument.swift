import CXML2

/// Lenient parsing of XML.
enum XMLDocument {
    /// The root element with all readable descendants; `nil` without a root.
    ///
    /// Recovers from errors, opens no file or connection, loads no DTD, and expands only the five predefined entities.
    /// Parsing ends at elements nested deeper than the limit of libxml2, 256.
    static func root(of document: [UInt8]) -> XMLElement? {
        let builder = XMLTreeBuilder()
        let options = [
            XML_PARSE_RECOVER, XML_PARSE_NONET, XML_PARSE_NOERROR, XML_PARSE_NOWARNING, XML_PARSE_NOCDATA,
            XML_PARSE_IGNORE_ENC,
        ].reduce(0) { $0 | CInt($1.rawValue) }

        withExtendedLifetime(builder) {
            guard
                let parser = ParserContext(
                    .xml, sendingTo: Unmanaged.passUnretained(builder).toOpaque(), XMLTreeBuilder.handlers)
            else { return }
            document.withUnsafeBytes { bytes in
                let text = bytes.bindMemory(to: CChar.self)
                // libxml2 may create a document internally, which is ours to free.
                xmlFreeDoc(
                    xmlCtxtReadMemory(
                        parser.pointer, text.baseAddress, CInt(clamping: text.count), nil, "UTF-8", options))
            }
        }
        return builder.root()
    }
}
