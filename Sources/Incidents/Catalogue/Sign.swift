package import Domain

/// An indication of a cause: where, since when, and its evidence.
package struct Sign: Hashable, Sendable {
    package let place: Incident.Place
    package var severity: Incident.Severity
    /// What was found: the part of a sentence after a colon, without a full stop.
    package var summary: Phrase
    package var since: Timestamp?
    package var evidence: [Evidence]
    /// A shell command that fixes it, more specific than that of the catalogue.
    package var remedy: String?
    /// The consequence for users, where it differs from that of the catalogue.
    package var effect: Phrase?
    /// `false` for a single failure, which may be accidental.
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
    /// One sign for each place, with the evidence of all signs there.
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
