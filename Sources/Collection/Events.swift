import Domain

extension Event {
    /// A source's failure as a log line.
    init(_ failure: SourceFailure, run: RunID) {
        self.init(
            .warning,
            "\(failure.source) failed (\(failure.kind.rawValue)): \(failure.message.english); "
                + failure.hint.english,
            ["source": failure.source.rawValue, "kind": failure.kind.rawValue, "run": run.rawValue])
    }
}
