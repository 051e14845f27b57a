/// Why an installation cannot be made, or cannot be as it was asked for. Never holds a setting that is secret.
package struct DeploymentFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable { case configuration, permission, unavailable, io, `internal` }

    package let kind: Kind
    package let message: String
    /// What to do.
    package let hint: String

    package init(_ kind: Kind, _ message: String, hint: String) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    package var description: String { "\(message); \(hint)" }
}
