/// The bases of relative links: the address of the document with every `xml:base` on top, resolved when one is needed
/// and once for many.
struct ResolvedBases {
    private let url: [UInt8]
    private let chain: BaseChain
    private let reader: FieldReader
    private var known: [Int: [UInt8]] = [:]
    /// How many references were resolved.
    private(set) var resolutions = 0

    /// Results in memory at a time, a megabyte at most.
    static let limit = 1000

    /// - Parameter url: the address of the document.
    init(of contents: FeedContents, at url: String) {
        self.url = Array(url.utf8)
        chain = contents.bases
        reader = FieldReader(contents.bytes)
    }

    /// - Parameter index: in ``FeedContents/bases``, or ``BaseChain/none``.
    subscript(_ index: Int) -> [UInt8] {
        mutating get {
            guard chain.links.indices.contains(index) else { return url }
            if let base = known[index] { return base }
            let link = chain.links[index]
            let around = self[Int(link.outer)]
            let reference = reader.address(FieldText(range: link.range, form: .attribute))
            resolutions += 1
            let next = URLReference.resolve(reference, around)
            let base = next.flatMap { $0.count <= BaseChain.addressLimit ? $0 : nil } ?? around
            if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
            known[index] = base
            return base
        }
    }
}
