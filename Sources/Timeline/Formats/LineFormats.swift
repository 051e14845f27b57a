/// The known formats.
enum LineFormats {
    static let all: [LineFormat] = [
        .accessLog, .journaldJSON, .jsonLog, .modernSyslog, .syslog, .journalctl, .apacheError, .glog, .hdfs, .spark,
        .android, .proxifier, .healthApp, .thunderbird, .blueGene, .hpc, .openStack, .redis, .mysql, .php, .tomcat,
        .audit, .squid, .compose, .logfmt, .levelFirst, .asctime, .datedText,
    ]

    /// The index of a line with an unknown format.
    static let none: UInt8 = .max

    static let heads = LineHeads(all)
    /// All formats as they are tried in a new source: the precise ones, then the generic ones.
    static let order: [UInt8] =
        all.indices.filter { !all[$0].isGeneric }.map(UInt8.init)
        + all.indices.filter { all[$0].isGeneric }.map(UInt8.init)
    static let preciseCount = all.count { !$0.isGeneric }

    /// The formats with records without a time.
    static let timeless: [(format: UInt8, isRecord: @Sendable (Line) -> Bool)] = all.enumerated().compactMap {
        index, format in format.isTimelessRecord.map { (UInt8(index), $0) }
    }

    /// - Parameters:
    ///   - entry: a line, and its continuation lines.
    ///   - timeEnd: the index after its time.
    /// - Returns: the end of the first line.
    @discardableResult
    static func read(_ entry: Line, as format: UInt8, timeEnd: Int, into facts: inout LineFacts) -> Int {
        facts.reset()
        var end = entry.first(UInt8(ascii: "\n")) ?? entry.count
        if end > 0, entry[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        let line = entry.part(0, end)
        if format == none {
            facts.message.append(.plain(0, line.count))
            facts.level = LevelSearch.find(in: line, from: 0, admitsAnyCaseFirst: false)?.level
            facts.findIdentity(in: line, from: 0)
        } else {
            all[Int(format)].read(line, min(timeEnd, line.count), &facts)
        }
        return end
    }

    static func name(_ format: UInt8) -> StaticString { format == none ? "text" : all[Int(format)].name }
}
