package import Domain

/// Shows the new lines of all sources as they come, until it is cancelled or all have ended.
///
/// What comes within one round is ordered by time; a line that comes later stands later, whatever its time.
package struct TimelineFollower: Sendable {
    /// A source and what it is followed by.
    package struct Source: Sendable {
        let source: LogSource
        let end: FileEnd?

        /// - Parameter end: where the new part of a file begins; `nil` for what is no file.
        package init(_ source: LogSource, from end: FileEnd? = nil) {
            self.source = source
            self.end = end
        }
    }

    /// Lines of a source that must be asked: the stored records.
    package typealias NewLines = @Sendable () async -> [UInt8]

    private let sources: [Source]
    private let zone: LocalZone
    private let filter: EntryFilter
    private let now: @Sendable () -> Timestamp
    private let records: NewLines?
    private let pause: Duration
    private let recordPause: Duration

    /// - Parameters:
    ///   - records: asked every `recordPause`; `nil` without records. Shown as the source `records`.
    ///   - pause: between two rounds.
    package init(
        _ sources: [Source], records: NewLines? = nil, zone: LocalZone, filter: EntryFilter,
        pause: Duration = .milliseconds(250), recordPause: Duration = .seconds(5),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.sources = sources
        self.records = records
        self.zone = zone
        self.filter = filter
        self.pause = pause
        self.recordPause = recordPause
        self.now = now
    }

    /// Writes the entries as lines for a terminal, or as one JSON object per line.
    /// - Throws: ``OutputBuffer/Failure``, `CancellationError`
    package func write(to output: OutputBuffer, asJSON: Bool, colour: Bool) async throws {
        let labels = sources.map(\.source.label) + (records == nil ? [] : ["records"])
        if asJSON {
            var rendering = JSONRendering(output, labels: labels, isStream: true)
            try await run(&rendering) { try $0.output.flush() }
        } else {
            var rendering = TerminalRendering(output, labels: labels, colour: colour)
            try await run(&rendering) { try $0.output.flush() }
        }
    }

    private func run<R: EntrySink>(_ receiver: inout R, _ flush: (inout R) throws -> Void) async throws {
        let present = now()
        let followed = sources.map { FollowedSource($0.source, Self.origin(of: $0), zone: zone, filter: filter) }
        let ownRecords = records.map { _ in
            FollowedSource(LogSource(.bytes([]), label: "records", newest: present), .lines, zone: zone, filter: filter)
        }
        let clock = ContinuousClock()
        var recordsDue = clock.now
        while true {
            var batch: [(entry: FollowedSource.Entry, source: Int)] = []
            for (index, source) in followed.enumerated() {
                var entries: [FollowedSource.Entry] = []
                source.poll(now: now(), into: &entries)
                batch += entries.map { ($0, index) }
            }
            if let records, let ownRecords, clock.now >= recordsDue {
                var entries: [FollowedSource.Entry] = []
                ownRecords.add(await records(), into: &entries)
                batch += entries.map { ($0, followed.count) }
                recordsDue = clock.now + recordPause
            }
            try Self.send(batch, to: &receiver)
            try flush(&receiver)
            if records == nil, followed.allSatisfy(\.hasEnded) { return }
            // After a flood there is probably more.
            if batch.count < 10_000 { try await Task.sleep(for: pause) } else { try Task.checkCancellation() }
        }
    }

    private static func origin(of source: Source) -> FollowedSource.Origin {
        switch source.source.origin {
        case .file(let path): .file(FollowedFile(path, from: source.end))
        case .stream(let path): .stream(openForReading(path))
        case .descriptor(let descriptor): .stream(descriptor)
        case .bytes: .lines
        }
    }

    /// In the order of the times; entries of one time in the order of the sources.
    private static func send(
        _ batch: [(entry: FollowedSource.Entry, source: Int)], to receiver: inout some EntrySink
    ) throws {
        let order = batch.indices.sorted { (batch[$0].entry.time, $0) < (batch[$1].entry.time, $1) }
        for index in order {
            let (entry, source) = batch[index]
            try entry.bytes.withUnsafeBufferPointer { bytes in
                try receiver.receive(
                    MergedEntry(
                        time: entry.time, bytes: bytes, format: entry.format, timeEnd: entry.timeEnd, source: source))
            }
        }
    }
}
