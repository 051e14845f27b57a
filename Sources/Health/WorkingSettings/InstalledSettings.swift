package import Domain

/// What the installed file of settings says now, valid or not.
package struct InstalledSettings: Hashable, Sendable {
    package struct Value: Hashable, Sendable {
        /// As written; may be a secret, so that it is never shown.
        package let text: String
        /// Without its secrets.
        package let shown: String

        package init(text: String, shown: String) {
            self.text = text
            self.shown = shown
        }
    }

    package let file: String
    /// When it was last written.
    package let written: Timestamp
    /// By the names in the file.
    package let values: [String: Value]

    package init(file: String, written: Timestamp, values: [String: Value]) {
        self.file = file
        self.written = written
        self.values = values
    }
}
