import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How far a long job is, on one line of the terminal; silent where stderr is not one.
struct Progress: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let language: Language

    init(language: Language) { self.language = language }

    /// - Parameter share: 0 to 1.
    func show(_ share: Double, _ kept: WriteResult) {
        show(share, "\(kept.new) " + language.localized("new candles", fr: "nouvelles bougies"))
    }

    /// - Parameter what: what is being done.
    func show(_ share: Double, _ what: String) {
        guard isTerminal else { return }
        let filled = Int(share * 30)
        write(
            "\r" + String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
                + " \(Int(share * 100)) %  \(what)  ")
    }

    func end() {
        if isTerminal { write("\n") }
    }

    private func write(_ text: String) { writeToStandardError(text) }
}
