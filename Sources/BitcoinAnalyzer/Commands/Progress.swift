import Collection
import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A progress bar on stderr; silent when stderr is not a terminal.
struct Progress: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let language: Language
    private let started = ContinuousClock.now

    init(language: Language) { self.language = language }

    /// The share, the rate and the time left of a backfill.
    func show(_ progress: BackfillProgress) {
        let (new, passed) = (progress.kept.new, max(0.001, (ContinuousClock.now - started) / .seconds(1)))
        let rate = Int(Double(new) / passed)
        // Less than a hundredth of the way, the time left is a guess.
        let left =
            progress.share < 0.01
            ? "" : ", " + Duration.seconds(Int64(passed / progress.share * (1 - progress.share))).phrase[language]
        show(
            progress.share,
            language.localized(
                "new candles: \(new) (\(rate)/s)\(left.isEmpty ? "" : left + " left")",
                fr: "nouveaux chandeliers\u{A0}: \(new) (\(rate)/s)\(left.isEmpty ? "" : left + " restantes")"))
    }

    /// - Parameters:
    ///   - share: the finished share, 0 to 1.
    ///   - label: the current step.
    func show(_ share: Double, _ label: String) {
        guard isTerminal else { return }
        let filled = Int(share * 30)
        write(
            "\r" + String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
                + " \(Int(share * 100))\u{A0}%  \(label)  ")
    }

    func end() {
        if isTerminal { write("\n") }
    }

    private func write(_ text: String) { writeToStandardError(text) }
}
