import CXML2

/// XML read as far as it can be understood.
enum XMLDocument {
    /// The root element with everything that could be read below it; `nil` when there is not even a root.
    ///
    /// Recovers from errors, opens neither files nor connections, loads no DTD, and expands no entities but the five of
    /// XML itself. Elements deeper than libxml2's limit of 256 end the reading.
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
                // A document appears only for internal use of the library, and is ours to free then.
                xmlFreeDoc(
                    xmlCtxtReadMemory(
                        parser.pointer, text.baseAddress, CInt(clamping: text.count), nil, "UTF-8", options))
            }
        }
        return builder.root()
    }
}
