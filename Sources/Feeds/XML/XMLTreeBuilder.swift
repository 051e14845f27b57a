import CXML2

/// Builds a tree of elements from the events of the parser.
final class XMLTreeBuilder {
    private var open: [XMLElement] = []
    private var finished: XMLElement?
    /// Text arrives in pieces; it becomes a node at the next tag.
    private var text = ""

    /// The root, after parsing. Elements without an end tag are included, marked as incomplete.
    func root() -> XMLElement? {
        finishText()
        while !open.isEmpty { close(isComplete: false) }
        return finished
    }

    private func start(_ element: XMLElement) {
        guard finished == nil else { return }
        finishText()
        open.append(element)
    }

    private func end() {
        finishText()
        close(isComplete: true)
    }

    private func append(_ more: String) {
        if !open.isEmpty { text += more }
    }

    private func finishText() {
        guard !text.isEmpty, !open.isEmpty else { return }
        open[open.count - 1].nodes.append(.text(text))
        text = ""
    }

    private func close(isComplete: Bool) {
        guard var element = open.popLast() else { return }
        element.isComplete = isComplete
        if open.isEmpty { finished = element } else { open[open.count - 1].nodes.append(.element(element)) }
    }

    // MARK: Callbacks of libxml2

    /// Called only while ``XMLDocument`` keeps the builder alive, on the parsing thread.
    private static func receiver(_ context: UnsafeMutableRawPointer?) -> XMLTreeBuilder? {
        context.map { Unmanaged<XMLTreeBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    static func handlers(_ handler: inout xmlSAXHandler) {
        handler.startElementNs = { context, name, prefix, address, _, _, count, _, attributes in
            guard let name = String(xml: name) else { return }
            let namespace = XMLNamespace.canonical(for: String(xml: address), prefix: String(xml: prefix))
            XMLTreeBuilder.receiver(context)?.start(
                XMLElement(
                    name: name.lowercased(), namespace: namespace,
                    attributes: XMLTreeBuilder.read(attributes, count: Int(count))))
        }
        handler.endElementNs = { context, _, _, _ in XMLTreeBuilder.receiver(context)?.end() }
        let text: charactersSAXFunc = { context, bytes, count in
            let bytes = UnsafeBufferPointer(start: bytes, count: Int(count))
            XMLTreeBuilder.receiver(context)?.append(String(decoding: bytes, as: UTF8.self))
        }
        handler.characters = text
        handler.ignorableWhitespace = text
        handler.cdataBlock = text
    }

    /// Each attribute is five pointers: name, prefix, namespace, and the start and the end of its value
    /// (`startElementNsSAX2Func`).
    private static func read(_ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int) -> [String:
        String]
    {
        guard let attributes else { return [:] }
        var values: [String: String] = [:]
        for index in 0..<count {
            let attribute = attributes + 5 * index
            guard let name = String(xml: attribute[0]), let start = attribute[3], let end = attribute[4] else {
                continue
            }
            let key = String(xml: attribute[1]).map { "\($0):\(name)" } ?? name
            values[key.lowercased()] = String(
                decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
        }
        return values
    }
}
