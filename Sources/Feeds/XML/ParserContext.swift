import CXML2

/// A libxml2 parser, created, used and freed within one function.
///
/// All events go to one receiver, and all other handlers are empty: no entity is stored or expanded, no file is opened,
/// nothing is printed.
struct ParserContext: ~Copyable {
    let pointer: xmlParserCtxtPtr

    enum Language { case xml, html }

    /// `nil` when out of memory.
    init?(_ language: Language, sendingTo receiver: UnsafeMutableRawPointer, _ handlers: (inout xmlSAXHandler) -> Void)
    {
        _ = Self.library
        guard let pointer = language == .xml ? xmlNewParserCtxt() : htmlNewParserCtxt() else { return nil }
        guard let sax = pointer.pointee.sax else {
            xmlFreeParserCtxt(pointer)
            return nil
        }
        var handler = xmlSAXHandler()
        handler.initialized = Self.saxVersion2
        handlers(&handler)
        sax.pointee = handler
        pointer.pointee.userData = receiver
        self.pointer = pointer
    }

    deinit { xmlFreeParserCtxt(pointer) }

    /// The library must be initialised once before it is used by threads:
    /// https://gnome.pages.gitlab.gnome.org/libxml2/html/group__parser.html
    private static let library: Void = xmlInitParser()

    /// `XML_SAX2_MAGIC`, which Swift does not import.
    private static let saxVersion2: UInt32 = 0xDEED_BEAF
}

extension String {
    /// From a null-terminated UTF-8 string of libxml2.
    init?(xml text: UnsafePointer<xmlChar>?) {
        guard let text else { return nil }
        self = String(decodingCString: text, as: UTF8.self)
    }
}
