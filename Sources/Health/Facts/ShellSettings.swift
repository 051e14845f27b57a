package import Domain

/// How the settings of the shell that runs a command differ from those of the installed service.
package struct ShellSettings: Hashable, Sendable {
    package struct Difference: Hashable, Sendable {
        /// `DATABASE_URL`.
        package let name: String
        /// The values, without secrets; `nil` where unset.
        package let here: String?
        package let service: String?
        /// The file that says so, as an absolute path; `nil` for the shell's environment.
        package let file: String?

        package init(name: String, here: String?, service: String?, file: String?) {
            self.name = name
            self.here = here
            self.service = service
            self.file = file
        }
    }

    package let differences: [Difference]
    /// Why the shell's own settings cannot be used; `nil` where they can.
    package let refused: Phrase?

    package init(differences: [Difference], refused: Phrase? = nil) {
        self.differences = differences
        self.refused = refused
    }
}
