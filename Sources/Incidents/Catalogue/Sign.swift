package import Domain

/// What speaks for a cause: where, since when, and the lines that show it.
package struct Sign: Hashable, Sendable {
    package let place: Incident.Place
    package var severity: Incident.Severity
    /// One sentence: what was found.
    package var summary: Phrase
    package var since: Timestamp?
    package var evidence: [Evidence]
    /// The command that mends it, to be pasted into a shell.
    package var remedy: String?
    /// What a user sees of it, where it is not what the cause usually does.
    package var effect: Phrase?
    /// `false` for what was seen once, and may be chance.
    package var isConfirmed: Bool

    package init(
        at place: Incident.Place, _ summary: Phrase, severity: Incident.Severity = .critical, since: Timestamp? = nil,
        evidence: [Evidence],
        remedy: String? = nil, effect: Phrase? = nil, isConfirmed: Bool = true
    ) {
        self.place = place
        self.severity = severity
        self.summary = summary
        self.since = since ?? evidence.compactMap(\.time).min()
        self.evidence = evidence
        self.remedy = remedy
        self.effect = effect
        self.isConfirmed = isConfirmed
    }
}

extension [Sign] {
    /// One sign for each place, with the evidence of all that speak for it there.
    var joined: [Sign] {
        var joined: [Sign] = []
        for sign in self {
            guard let index = joined.firstIndex(where: { $0.place == sign.place }) else {
                joined.append(sign)
                continue
            }
            joined[index].evidence = Incident.evidence(sign.evidence, addedTo: joined[index].evidence)
            joined[index].since = [joined[index].since, sign.since].compactMap(\.self).min()
            joined[index].isConfirmed = joined[index].isConfirmed || sign.isConfirmed
            if sign.severity == .critical { joined[index].severity = .critical }
        }
        return joined
    }
}
