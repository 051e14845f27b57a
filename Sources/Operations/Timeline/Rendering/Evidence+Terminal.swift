package import Domain

extension Evidence {
    /// One line for a terminal, which what came from outside must not steer.
    package var shown: String { SafeText.forTerminal("\(time.map { "\($0)  " } ?? "")\(source): \(line)") }
}
