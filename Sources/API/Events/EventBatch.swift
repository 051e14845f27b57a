import NIOCore

/// The events of one change of the data, as the bytes that all streams of an audience share.
struct EventBatch: Sendable {
    /// The highest number of its events.
    let number: UInt64
    let count: Int
    private let bytes: [EventAudience: ByteBuffer]

    /// - Parameter entries: in their order.
    init(_ entries: [EventLog.Entry]) {
        number = entries.last?.id.number ?? 0
        count = entries.count
        bytes = Dictionary(
            uniqueKeysWithValues: EventAudience.allCases.compactMap { audience in
                var buffer = ByteBuffer()
                for entry in entries {
                    guard let fields = entry.fields[audience] else { continue }
                    buffer.writeString(EventFormat.id(entry.id))
                    buffer.writeImmutableBuffer(fields)
                    buffer.writeStaticString("\n")
                }
                return buffer.readableBytes > 0 ? (audience, buffer) : nil
            })
    }

    /// `nil` where nothing is for this audience.
    subscript(audience: EventAudience) -> ByteBuffer? { bytes[audience] }
}
