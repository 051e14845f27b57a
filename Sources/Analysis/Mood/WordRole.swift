/// What a word or phrase does in a headline; the sections of the lexicon.
enum WordRole: String, CaseIterable, Sendable {
    /// A direction: good or bad by what moves.
    case up, down
    /// A direction that may also be that of a direction: `the rally fades`, `the slide deepens`.
    case fade, swell
    /// What moves: more of it is good, or bad. Its weight is what it says alone.
    case gain, harm
    /// Good or bad in itself.
    case good, bad
    /// What the reader owns: the subject of a direction that names nothing else.
    case asset
    /// Bad, and it takes away the next good word: `fails to hold`.
    case fail
    /// Turns the next word into its opposite: `not`.
    case not
    /// Turns the next bad word into a good one: `avoids`.
    case avert
    /// Turns what stands beside it into its opposite: `erases gains`, `the bug is fixed`.
    case undo
    case more, less
    /// What follows counts more than what stands before.
    case but
    /// What follows counts little.
    case despite
    case `as`
    /// Compares what stands before with what follows.
    case from
    /// Begins an explanation or a question.
    case guide
    /// Says that something is possible only.
    case hedge
    /// Contains words of other roles without their meaning: `short term`.
    case plain

    /// Whether it may be good or bad.
    var isJudged: Bool {
        switch self {
        case .up, .down, .fade, .swell, .gain, .harm, .good, .bad, .fail: true
        default: false
        }
    }

    /// 1 and −1 for directions, else 0.
    var direction: Double {
        switch self {
        case .up, .swell: 1
        case .down, .fade: -1
        default: 0
        }
    }
}
