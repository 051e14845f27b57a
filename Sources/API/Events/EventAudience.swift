import Domain

/// Whom an event is prepared for: everyone with one language and one access reads the same bytes.
struct EventAudience: Hashable, CaseIterable, Sendable {
    let language: Language
    let access: OperationsAccess

    static let allCases = Language.allCases.flatMap { language in
        OperationsAccess.allCases.map { EventAudience(language: language, access: $0) }
    }
}
