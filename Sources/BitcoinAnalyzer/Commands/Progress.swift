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

    init(language: Language) { self.language = language }

    /// - Parameter share: the finished share, 0 to 1.
    func show(_ share: Double, _ written: WriteResult) {
        show(share, language.localized("new candles: \(written.new)", fr: "nouveaux chandeliers\u{A0}: \(written.new)"))
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
