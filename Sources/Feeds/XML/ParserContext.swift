import CXML2

/// A parser of libxml2 that lives in one function: made, used and freed there, never shared.
///
/// It sends everything to one receiver and builds nothing itself. All other handlers are empty, so there is no place
/// where an entity could be kept or expanded or a file be opened, and nothing is ever printed.
struct ParserContext: ~Copyable {
    let pointer: xmlParserCtxtPtr

    enum Language { case xml, html }

    /// `nil` when memory is short.
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

    /// The library asks to be started once, before threads use it:
    /// https://gnome.pages.gitlab.gnome.org/libxml2/html/group__parser.html
    private static let library: Void = xmlInitParser()

    /// `XML_SAX2_MAGIC`, which Swift does not import.
    private static let saxVersion2: UInt32 = 0xDEED_BEAF
}

extension String {
    /// From what libxml2 hands over: UTF-8 ended by a zero.
    init?(xml text: UnsafePointer<xmlChar>?) {
        guard let text else { return nil }
        self = String(decodingCString: text, as: UTF8.self)
    }
}
